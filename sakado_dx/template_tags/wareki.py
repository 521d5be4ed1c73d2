"""Dates in templates, as Japanese offices write them: {{ day|wareki }}, {{ moment|wareki_time }}."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from sakado_dx.clock import format_clock, format_date_and_clock
from sakado_dx.deadlines import days_left
from sakado_dx.fiscal import format_date, label_long, label_short

register = template.Library()
register.filter("days_left", days_left)
register.filter("fiscal_year", label_long)
register.filter("fiscal_year_short", label_short)


@register.filter
def wareki(day: date | None) -> str:
    """``令和8年4月1日``; nothing for nothing."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return format_date(day) if day else ""


@register.filter
def wareki_time(moment: datetime | None) -> str:
    """``令和8年4月1日 9時05分`` in Japan's time."""
    if moment is None:
        return ""
    return format_date_and_clock(moment)


@register.filter
def saved_when(moment: datetime) -> str:
    """``9時05分`` of today, ``令和8年4月1日 9時05分`` of another day, in Japan's time."""
    is_today = timezone.localtime(moment).date() == timezone.localdate()
    return format_clock(moment) if is_today else format_date_and_clock(moment)
