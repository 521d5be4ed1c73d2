"""議会提出用資料 and 進捗状況報告書: what citizens read already, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from progress.models import Publication
from progress.pack.orders import Order
from progress.publication.content import PublicReport, content_of
from sakado_dx.fiscal import format_date


@dataclass(frozen=True)
class PublicMaterial:
    """The publications of a year that are public on a day, in the plan's order."""

    order: Order
    at: datetime
    reports: Sequence[PublicReport]

    @property
    def frame(self):
        """The plan as the publications name it; of the plan of today where there is none."""
        return self.reports[0].plan if self.reports else self.order.year.plan


def gather_public(order: Order, at: datetime, day: date) -> PublicMaterial:
    """1 query."""
    rows = Publication.objects.public(day).filter(report__year=order.year)
    rows = rows.order_by("report__measure__order", "report_id")
    return PublicMaterial(order, at, [content_of(each) for each in rows])


def why_none(material: PublicMaterial) -> str:
    """Why there is nothing to print, and what comes first; empty where there is something."""
    if material.reports:
        return ""
    year = material.order.year
    when = (
        f"公表日（{format_date(year.publish_on)}）"
        if year.publish_on
        else "公表日（まだ決まっていません）"
    )
    return (
        f"{year.label}実績には、公表されている報告がありません。{when}になってから作ってください。"
    )
