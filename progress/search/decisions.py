"""What the search finds of meetings: their opinions on reports."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from measures.models import divisions_of_measures
from progress.models import Decision
from progress.models.years import names_from
from progress.reading.reports import measures_of, reports_of
from progress.rights import lookups, predicates
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import Standing
from sakado_dx.search.sources import Hit, ObjectText, Source, Watched


class Decisions(Source):
    """What a meeting said of a report."""

    kind, label, model = "decision", "会議の決定", Decision
    watched = (Watched(Decision, ("opinion",)),)

    def texts(self, ids: Collection[int]) -> Iterator[ObjectText]:
        rows = Decision.objects.filter(pk__in=ids)
        for pk, opinion, year in rows.values_list("pk", "opinion", "report__year__fiscal_year"):
            yield ObjectText(pk, (opinion,), year)

    def readable(self, standing: Standing) -> QuerySet:
        return Decision.objects.filter(lookups.decisions_readable_by(standing))

    def hits(self, standing: Standing, ids: Collection[int]) -> dict[int, Hit]:
        rows = Decision.objects.filter(pk__in=ids)
        rows = rows.select_related("meeting", "report__year", "report__measure")
        rows = rows.annotate(names_from=names_from("report__year"))
        rows = rows.prefetch_related(divisions_of_measures("report__measure__"))
        found = [each for each in rows if predicates.may_read_decision(standing, each)]
        measures = measures_of(reports_of(found))
        return {
            each.pk: Hit(
                measures[each.report_id].title,
                f"{each.report.get_absolute_url()}#decisions",
                _about(each),
            )
            for each in found
        }


def _about(decision: Decision) -> str:
    meeting = decision.meeting
    draft = "　決定（案）" if decision.is_draft else ""
    return f"{decision.report.year.label}　{meeting.kind} {format_date(meeting.held_on)}{draft}"
