"""Why a static copy of the public pages was not made."""


class SiteRefused(Exception):
    """What is in the way, and how to mend it, in a sentence. The folder is as it was."""
