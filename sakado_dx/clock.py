"""Times of day in Japan, as people write them."""

from datetime import datetime

from django.utils import timezone


def format_clock(moment: datetime) -> str:
    """``0時36分``."""
    local = timezone.localtime(moment)
    return f"{local.hour}時{local.minute:02}分"


def format_moment(moment: datetime) -> str:
    """A moment of late: ``11月28日 0時36分``."""
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日 {format_clock(moment)}"
