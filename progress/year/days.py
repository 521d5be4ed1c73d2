"""What is asked about the days of a year: pure functions."""

from collections.abc import Mapping
from datetime import date

from sakado_dx.fiscal import format_date


def question_of_days(publish_on: date | None, later: Mapping[str, date | None]) -> str:
    """What is asked of a 公表日 that lies before days which usually come first (by their names:
    議会報告日, 決算認定日); blank where nothing is."""
    if publish_on is None:
        return ""
    found = [(name, day) for name, day in later.items() if day and publish_on < day]
    if not found:
        return ""
    days = "、".join(f"{name}（{format_date(day)}）" for name, day in found)
    return (
        f"公表日（{format_date(publish_on)}）が、{days}より前です。"
        "このまま公表するときは、ここに印を付けて、もう一度保存してください。"
    )
