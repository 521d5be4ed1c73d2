"""{{ frame|mark_name:"division" }}: what a plan calls one of the three marks on a report."""

from django import template

register = template.Library()


@register.filter
def mark_name(frame, whose: str) -> str:
    """The name of the division's, the secretariat's or the meeting's mark."""
    return frame.mark_name(whose)
