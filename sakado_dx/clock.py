"""Times of day in Japan, as people write them."""

from datetime import datetime

from django.utils import timezone

from sakado_dx.fiscal import format_date


def format_clock(moment: datetime) -> str:
    """``0時36分``."""
    local = timezone.localtime(moment)
    return f"{local.hour}時{local.minute:02}分"


def format_date_and_clock(moment: datetime) -> str:
    """``令和8年4月1日 9時05分``."""
    return f"{format_date(moment)} {format_clock(moment)}"


def format_stamp(moment: datetime) -> str:
    """Of a document made at that moment: ``令和8年7月20日 10:05``."""
    return f"{format_date(moment)} {timezone.localtime(moment):%H:%M}"


def format_moment(moment: datetime) -> str:
    """A moment of late: ``11月28日 0時36分``."""
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日 {format_clock(moment)}"
