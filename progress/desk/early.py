"""A reminder that nobody expects yet is not sent without a question."""

from datetime import date, timedelta

from progress.models import ReviewYear
from sakado_dx.deadlines import days_left
from sakado_dx.fiscal import format_date

NEAR = timedelta(days=30)  # what is due within it may be reminded of at any time


def why_early(year: ReviewYear, first_due: date, today: date) -> str:
    """Why it is too early to remind of what is due on a day, in a sentence that names the dates;
    blank where it is not."""
    if today < year.opened_on:
        day, left = format_date(year.opened_on), days_left(year.opened_on, today)
        return f"{year.label}の報告の受付は、{day}からです（{left}）。まだ受け付けていません。"
    if first_due - today > NEAR:
        day, left = format_date(first_due), days_left(first_due, today)
        within = f"今日から{NEAR.days}日以内に期限の来るものはありません"
        return f"{within}。いちばん早い期限は、{day}です（{left}）。"
    return ""
