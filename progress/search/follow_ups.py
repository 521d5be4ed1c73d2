"""What the search finds of 指摘事項: what was asked of divisions, and what they answered."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from progress.models import FollowUp, FollowUpEntry
from progress.models.follow_ups import ITS_REPORT
from progress.reading.reports import measures_of, reports_of
from progress.rights import lookups, predicates
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import Standing
from sakado_dx.search.sources import Hit, ObjectText, Source, Watched


class FollowUps(Source):
    """What a decision asks of a division, with the answers and questions that followed: not the
    reasons of who answered on behalf."""

    kind, label, model = "follow_up", "指摘事項", FollowUp
    watched = (
        Watched(FollowUp, ("what",)),
        Watched(FollowUpEntry, ("follow_up_id", "text"), via="follow_up_id"),
    )

    def texts(self, ids: Collection[int]) -> Iterator[ObjectText]:
        rows = FollowUp.objects.filter(pk__in=ids).order_by("pk", "entries__pk")
        columns = ("pk", "decision__report__year__fiscal_year", "what", "entries__text")
        said: dict[int, ObjectText] = {}
        for pk, year, what, entry in rows.values_list(*columns):
            parts = said[pk].parts if pk in said else (what,)
            said[pk] = ObjectText(pk, (*parts, entry or ""), year)
        yield from said.values()

    def readable(self, standing: Standing) -> QuerySet:
        return FollowUp.objects.filter(lookups.follow_ups_readable_by(standing))

    def hits(self, standing: Standing, ids: Collection[int]) -> dict[int, Hit]:
        rows = FollowUp.objects.filter(pk__in=ids).with_report()
        found = [each for each in rows if predicates.may_read_follow_up(standing, each)]
        measures = measures_of(reports_of(found, ITS_REPORT))
        return {
            each.pk: Hit(
                measures[each.decision.report_id].title, each.get_absolute_url(), _about(each)
            )
            for each in found
        }


def _about(follow_up: FollowUp) -> str:
    year = follow_up.decision.report.year.label
    due = f"期限 {format_date(follow_up.due)}"
    return f"{year}　{follow_up.division.name}　{follow_up.get_state_display()}　{due}"
