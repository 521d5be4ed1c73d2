"""One measure in a closed year, as an edition keeps it: what its page is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from glossary.links import TermIndex, index_of
from measures.models import Direction, Plan, Policy
from measures.words import is_slip
from progress.judging.facts import MILESTONE, QUALITATIVE
from progress.models import ProgressReport, ReportSnapshot, ReviewYear
from progress.reading import codec
from progress.reading.closed import kept_figures, plan_of
from progress.reading.codec import Json
from progress.reading.measure import IndicatorYears, YearBox


@dataclass(frozen=True)
class Word:
    """A word of the plan with its fixed meaning, as it was then."""

    word: str
    meaning: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True)
class MeasureLink:
    """A measure as it was called in a closed year, and its page in it."""

    year_id: int
    measure_id: int
    title: str

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("progress:measure_year", args=[self.year_id, self.measure_id])


class ReportThen:
    """What a report said; the names are those of ProgressReport."""

    def __init__(self, data: Json):
        for name, value in data.items():
            setattr(self, name, value)
        for name in ("progress", "outlook", "second_judgement"):
            word = data[name]
            setattr(self, name, Word(word["word"], word["meaning"]) if word else None)


@dataclass(frozen=True)
class MeasureThen:
    """An edition of a measure's report in a closed year."""

    year_id: int
    plan_id: int
    edition: int
    cause: str
    at: datetime
    content: Json

    @property
    def own(self) -> Json:
        return self.content["plan"]

    def __str__(self) -> str:
        return f"{self.own['code']} {self.own['name']}"

    @property
    def plan(self) -> Plan:
        return plan_of(self.content, self.plan_id)

    @property
    def policy(self) -> Policy:
        """The policy under its name of then, not to be saved."""
        policy = self.own["policy"]
        names = ("number", "name", "aim", "source")
        return Policy(pk=policy["id"], plan=self.plan, **{name: policy[name] for name in names})

    @property
    def direction(self) -> Direction:
        direction = self.own["direction"]
        return Direction(pk=direction["id"], number=direction["number"], name=direction["name"])

    @cached_property
    def report(self) -> ReportThen:
        return ReportThen(self.content["report"])

    @property
    def is_unfinished(self) -> bool:
        return self.report.state != ProgressReport.State.EVALUATED

    @cached_property
    def terms(self) -> TermIndex:
        """The glossary's terms that the texts were linked to."""
        return index_of(self.content["terms"])

    @property
    def related(self) -> list[MeasureLink]:
        return [MeasureLink(self.year_id, *pair) for pair in self.own["related"]]

    def boxes(self, *, is_readable: bool) -> list[YearBox]:
        """The plan's years; of the year's own report only what the reader may read."""
        return [self._box(row, is_readable) for row in self.own["years"]]

    def _box(self, row: Json, is_readable: bool) -> YearBox:
        is_own = row["fiscal_year"] == self.content["fiscal_year"]
        readable = is_readable if is_own else bool(row["actual"])
        actual = (self.report.actual_direction if is_own else row["actual"]) if readable else ""
        state = self.report.state if is_own else row["state"]
        return YearBox(
            fiscal_year=row["fiscal_year"],
            printed=row["printed"],
            planned=row["planned"],
            actual=actual,
            slipped=is_slip(row["planned"], actual),
            report=ReportThen(self.content["report"] | {"state": state}) if state else None,
            is_readable=readable,
        )

    @property
    def indicators(self) -> list[IndicatorYears]:
        return [self._indicator(entry) for entry in self.content["indicators"]]

    def _indicator(self, entry: Json) -> IndicatorYears:
        facts, home = codec.facts(entry["facts"]), entry["entered_under"]
        return IndicatorYears(
            indicator_id=entry["id"],
            label=entry["label"],
            printed=entry["printed"],
            note=entry["note"],
            facts=facts,
            figures=kept_figures(entry),
            judgement=codec.judgement(entry["judgement"]),
            is_numeric=facts.kind not in (MILESTONE, QUALITATIVE),
            entered_under=MeasureLink(self.year_id, *home) if home else None,
        )

    @property
    def decisions(self) -> list[Json]:
        return [
            each | {"held_on": codec.day(each["held_on"])} for each in self.content["decisions"]
        ]

    @property
    def errata(self) -> list[Json]:
        return [each | {"on": codec.day(each["on"])} for each in self.content["errata"]]


def reports_then(reports: Iterable[ProgressReport]) -> dict[int, ReportThen]:
    """What the reports of closed years said, by id; 1 query, none where no year is closed."""
    closed = [report.pk for report in reports if not report.year.is_open]
    if not closed:
        return {}
    rows = ReportSnapshot.objects.filter(report__in=closed).order_by("edition")
    return {
        pk: ReportThen(content["report"])
        for pk, content in rows.values_list("report_id", "content")
    }


def measure_then(
    year: ReviewYear, measure_id: int, edition: int | None = None
) -> MeasureThen | None:
    """The measure's newest edition in a closed year, or the one named; 1 query."""
    snapshots = ReportSnapshot.objects.filter(
        report__year=year, report__measure=measure_id, report__year__closed_at__isnull=False
    ).order_by("-edition")
    if edition is not None:
        snapshots = snapshots.filter(edition=edition)
    found = snapshots.first()
    if found is None:
        return None
    return MeasureThen(
        year_id=year.pk,
        plan_id=year.plan_id,
        edition=found.edition,
        cause=found.get_cause_display(),
        at=found.at,
        content=found.content,
    )
