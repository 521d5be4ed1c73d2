"""What the search finds of reports: what their divisions wrote, of a closed year as it was closed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from progress.models import (
    Contribution,
    IndicatorResult,
    ProgressReport,
    ReportSnapshot,
    report_fields,
)
from progress.models.shown_states import WORDS
from progress.reading import stored
from progress.reading.edition import Edition
from progress.reading.reports import measures_of
from progress.rights import lookups, predicates
from sakado_dx.organization.access import Standing
from sakado_dx.prepared import prepared
from sakado_dx.search.sources import Hit, ObjectText, Source, Watched

# Never notes, 事務局案, reasons, evidence or unsent input, whoever searches.
TEXTS = report_fields.names(report_fields.TEXT, report_fields.LINE)


COLUMNS = (
    "year__fiscal_year", "year__closed_at", "contributions__pk", "contributions__text",
    "results__pk", "results__words",
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What stands in a report: its texts, the parts of other divisions and its results in words,
    by their rows."""

    fiscal_year: int
    is_closed: bool
    texts: list[str]
    parts: dict[int | None, str] = field(default_factory=dict)
    words: dict[int | None, str] = field(default_factory=dict)


def _words_in(edition: Edition) -> Iterator[str]:
    """The results in words that the report enters, as they were closed."""
    for each in edition.indicators:
        kept = each.figures.get(edition.fiscal_year)
        if each.is_entered_here and kept:
            yield kept.figure.words


class Reports(Source):
    """A measure's report of a year, its results in words and the parts of other divisions with
    it."""

    kind, label, model = "report", "報告", ProgressReport
    watched = (
        Watched(ProgressReport, TEXTS),
        Watched(Contribution, ("report_id", "text"), via="report_id"),
        Watched(IndicatorResult, ("report_id", "words"), via="report_id"),
        Watched(ReportSnapshot, ("report_id", "content"), via="report_id"),
    )

    def texts(self, ids: Collection[int]) -> Iterator[ObjectText]:
        said: dict[int, Said] = {}
        rows = ProgressReport.objects.filter(pk__in=ids)
        order = ("pk", "contributions__pk", "results__pk")
        for pk, year, closed_at, part, part_text, result, words, *texts in rows.order_by(
            *order
        ).values_list("pk", *COLUMNS, *TEXTS):
            own = said.setdefault(pk, Said(year, closed_at is not None, texts))
            own.parts[part] = part_text or ""
            own.words[result] = words or ""
        kept = stored.newest(pk for pk, own in said.items() if own.is_closed)
        for pk, own in said.items():
            texts, words = own.texts, list(own.words.values())
            if pk in kept:
                texts = [kept[pk].report.texts.get(name, "") for name in TEXTS]
                words = list(_words_in(kept[pk]))
            yield ObjectText(pk, (*texts, *words, *own.parts.values()), own.fiscal_year)

    def readable(self, standing: Standing) -> QuerySet:
        return ProgressReport.objects.filter(lookups.content_readable_by(standing))

    def hits(self, standing: Standing, ids: Collection[int]) -> dict[int, Hit]:
        found = _found(tuple(sorted(ids)), standing.day)
        reports = [each for each in found if predicates.may_read_content(standing, each)]
        measures = measures_of(reports)
        return {
            each.pk: Hit(
                measures[each.pk].title,
                each.get_absolute_url(),
                f"{each.year.label}　{WORDS[each.shown_state]}",
            )
            for each in reports
        }


@prepared
def _found(ids: tuple[int, ...], day: date) -> QuerySet[ProgressReport]:
    found = ProgressReport.objects.filter(pk__in=ids).with_measure().with_contributors()
    return found.with_published(day)
