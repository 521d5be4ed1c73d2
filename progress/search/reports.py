"""What the search finds of reports: what their divisions wrote, of a closed year as it was closed."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from progress.models import Contribution, ProgressReport, ReportSnapshot, report_fields
from progress.models.shown_states import WORDS
from progress.reading import stored
from progress.reading.reports import measures_of
from progress.rights import lookups, predicates
from sakado_dx.organization.access import Standing
from sakado_dx.search.sources import Hit, ObjectText, Source, Watched

# Never notes, 事務局案, reasons, evidence or unsent input, whoever searches.
TEXTS = report_fields.names(report_fields.TEXT, report_fields.LINE)


class Reports(Source):
    """A measure's report of a year, the parts of other divisions with it."""

    kind, label, model = "report", "報告", ProgressReport
    watched = (
        Watched(ProgressReport, TEXTS),
        Watched(Contribution, ("report_id", "text"), via="report_id"),
        Watched(ReportSnapshot, ("report_id", "content"), via="report_id"),
    )

    def texts(self, ids: Collection[int]) -> Iterator[ObjectText]:
        rows = ProgressReport.objects.filter(pk__in=ids).order_by("pk", "contributions__pk")
        columns = ("year__fiscal_year", "year__closed_at", "contributions__text")
        said: dict[int, tuple[int, list[str], list[str]]] = {}
        closed = []
        for pk, year, closed_at, part, *texts in rows.values_list("pk", *columns, *TEXTS):
            if closed_at:
                closed.append(pk)
            said.setdefault(pk, (year, texts, []))[2].append(part or "")
        kept = stored.newest(closed)
        for pk, (year, texts, parts) in said.items():
            if pk in kept:
                texts = [kept[pk].report.texts.get(name, "") for name in TEXTS]
            yield ObjectText(pk, (*texts, *parts), year)

    def readable(self, standing: Standing) -> QuerySet:
        return ProgressReport.objects.filter(lookups.content_readable_by(standing))

    def hits(self, standing: Standing, ids: Collection[int]) -> dict[int, Hit]:
        found = ProgressReport.objects.filter(pk__in=ids).with_measure().with_contributors()
        reports = [
            each
            for each in found.with_published(standing.day)
            if predicates.may_read_content(standing, each)
        ]
        measures = measures_of(reports)
        return {
            each.pk: Hit(
                measures[each.pk].title,
                each.get_absolute_url(),
                f"{each.year.label}　{WORDS[each.shown_state]}",
            )
            for each in reports
        }
