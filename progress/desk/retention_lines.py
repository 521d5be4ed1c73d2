"""The line of 事務局トップ of a year whose documents have been kept long enough."""

from collections.abc import Iterator
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from progress.desk.lines import Line, Part
from progress.models import Disposal, ReviewYear
from sakado_dx.organization.access import Standing

TERM = ("starts_on", "term", "keep_years")  # of `Retention`, what its 満了日 is made of


def with_retention(years: QuerySet[ReviewYear]) -> QuerySet[ReviewYear]:
    """Each with what is set and proposed of its documents, in the same query."""
    own = Disposal.objects.standing().filter(year=OuterRef("pk"))
    proposed = {
        f"disposal_{name}": Subquery(own.values(name)[:1])
        for name in ("id", "done_at", "proposed_by")
    }
    return years.select_related("retention").annotate(**proposed)


def retention_lines(year: ReviewYear, standing: Standing) -> Iterator[Line]:
    """廃棄 or 移管 is to be proposed, or to be confirmed by another; of years `with_retention`."""
    if year.disposal_id:
        if year.disposal_done_at is None:
            is_own = year.disposal_proposed_by == standing.user.pk
            part = Part.OTHERS if is_own else Part.NOW
            url = reverse("progress:disposal_detail", args=[year.disposal_id])
            yield Line(part, "廃棄・移管の申出の確認", url, "申出を見る", year)
        return
    retention = getattr(year, "retention", None)
    if retention is None or not retention.has_expired(standing.day):
        return
    day: date = retention.expires_on
    url = reverse("progress:disposal_new", args=[year.pk])
    what = "保存期間が満了した年度（廃棄か移管を申し出てください）"
    yield Line(Part.NOW, what, url, "申出の画面へ", year, day, is_since=True)
