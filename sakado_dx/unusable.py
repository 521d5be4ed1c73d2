"""A request that cannot be done as it was sent, in a sentence for its sender."""

from django.core.exceptions import BadRequest


class UnusableRequest(BadRequest):
    """Answered with 400; the page tells its text, which says what is wrong and how to mend it."""
