"""What the plan says of measures, from live rows."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Case, CharField, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from glossary.links import TermIndex, spellings_in, term_index
from measures.models import (
    EffectRating,
    Measure,
    MeasureIndicator,
    MeasureTag,
    Plan,
    Policy,
    YearlyDirection,
)
from measures.words import own_missing_words
from progress.judging.lifetimes import Lifetime
from progress.models import Contribution, ProgressReport, ReviewYear
from progress.reading.edition import (
    DirectionName,
    MeasureName,
    MeasurePart,
    PlanFrame,
    PlannedYear,
    PolicyName,
)
from progress.reading.lineage import EndedIndicator, Lineage, Tag, has_happened, is_within
from progress.reading.names_then import names_then
from sakado_dx import fiscal
from sakado_dx.organization.models import Division
from sakado_dx.prepared import prepared
from systems_inventory.naming import SystemName

COUNTED = frozenset(ProgressReport.COUNTED_STATES)


class PlanPart:
    """The plan's side of the measures of one year, `linked` with the glossary's terms; at most 2
    queries, however many they are, and 2 more where the year has other names than today."""

    def __init__(
        self, year: ReviewYear, reports: Collection[ProgressReport], *, linked: bool = False
    ):
        self.year = year
        self.terms: TermIndex = term_index(year.plan) if linked else TermIndex()
        self.names = names_then(report.names_from for report in reports)
        self.frame = self.names.frame(frame_of(year.plan))
        ids = [report.measure_id for report in reports]
        day = min(timezone.localdate(), year.last_day)
        self.facts = PlanFacts(year.plan, ids, day, year_id=year.pk)

    def of(self, report: ProgressReport) -> MeasurePart:
        """The plan's words for one measure, with what its reports that count say."""
        return self.names.part(self.facts.part_of(report.measure, self._divisions(report)))

    def _divisions(self, report: ProgressReport) -> list[Division]:
        return report.divisions(self.year.last_day)

    def contributors(self, report: ProgressReport) -> dict[int, str]:
        """The names of the divisions that were asked for a part, by their ids."""
        return self.facts.contributors(report.pk)

    def terms_in(self, *texts: str) -> tuple[tuple[str, str], ...]:
        """Spelling and address of each glossary term that the texts link to; none where this is
        not `linked`."""
        found = {
            spelling: url for text in texts for spelling, url in spellings_in(text, self.terms)
        }
        return tuple(found.items())


class PlanFacts:
    """What stands around measures in the plan: effects, related measures, the scheduled years,
    the systems that are linked with them, what goes on in what and the tags as of a day, and the
    portal's first year; of a year's reports also what they and the other years' say of directions,
    and who was asked for a part. 1 query for all."""

    def __init__(
        self, plan: Plan, measure_ids: Collection[int], day: date, year_id: int | None = None
    ):
        self.day = day
        self.rows: dict[tuple[str, int], list[tuple]] = {}
        for kind, owner, *row in sorted(rows_around(plan.pk, tuple(measure_ids), year_id)):
            self.rows.setdefault((kind, owner), []).append(tuple(row))
        # What the reports of a measure say of each year; one is asked of every year of every measure.
        self.reported = {
            (owner, fiscal_year): (actual if state in COUNTED else "", state, bool(is_open))
            for (kind, owner), own in self.rows.items()
            if kind == "report"
            for fiscal_year, is_open, state, actual in own
        }

    def part_of(self, measure: Measure, divisions: Sequence[Division]) -> MeasurePart:
        """The plan's words for a measure `with_levels`; `divisions` are its own, lead first."""
        direction, reported = measure.direction, self.reported
        return MeasurePart(
            id=measure.pk,
            key=measure.key,
            code=measure.code,
            name=measure.name,
            group=measure.group,
            summary=measure.summary,
            source=measure.source,
            policy=policy_name(direction.policy),
            direction=DirectionName(direction.pk, direction.number, direction.name),
            divisions=tuple(each.name for each in divisions),
            is_led_by_secretariat=any(each.is_secretariat for each in divisions[:1]),
            effects=tuple(
                (str(EffectRating.Mark(mark).label), name)
                for _, _, mark, name in self._of("effect", measure.pk)
            ),
            related=tuple(
                MeasureName(pk, code, name) for _, pk, code, name in self._of("related", measure.pk)
            ),
            linked_systems=tuple(
                SystemName(pk, name) for _, pk, name, _ in self._of("system", measure.pk)
            ),
            years=tuple(
                PlannedYear(
                    fiscal_year, printed, resolved, *reported.get((measure.pk, fiscal_year), ())
                )
                for fiscal_year, _, printed, resolved in self._of("year", measure.pk)
            ),
            lifetime=Lifetime(measure.first_day, measure.last_day, self._portal_from(measure)),
            lineage=self._lineage(measure),
        )

    def contributors(self, report_id: int) -> dict[int, str]:
        """The names of the divisions of which a report asks a part, by their ids."""
        return {pk: name for _, pk, name, _ in self._of("part", report_id)}

    def _lineage(self, measure: Measure) -> Lineage:
        links = {
            kind: tuple(
                (pk, title)
                for _, pk, title, last_day in self._of(kind, measure.pk)
                if has_happened(last_day, self.day)
            )
            for kind in ("successor", "predecessor")
        }
        tags = (
            Tag(*words.split("\n"))
            for _, _, words, days in self._of("tag", measure.pk)
            if is_within(days, self.day)
        )
        last_day = measure.last_day.isoformat() if measure.last_day else ""
        return Lineage(
            ending=measure.get_ending_display() if has_happened(last_day, self.day) else "",
            successors=links["successor"],
            predecessors=links["predecessor"],
            tags=tuple(sorted(tags)),
            ended=tuple(
                EndedIndicator(label, name, fiscal_year)
                for fiscal_year, _, label, name in self._of("ended", measure.pk)
                if fiscal_year < fiscal.fiscal_year_of(self.day)
            ),
        )

    def _portal_from(self, measure: Measure) -> int | None:
        return next((fiscal_year for fiscal_year, *_ in self._of("portal", measure.plan_id)), None)

    def _of(self, kind: str, owner: int) -> list[tuple]:
        return self.rows.get((kind, owner), [])


def measure_part(measure: Measure, day: date) -> MeasurePart:
    """What the plan says of a measure, `with_levels` and `with_divisions`, on a day; 1 query."""
    divisions = measure.divisions_on(day)
    return PlanFacts(measure.plan, [measure.pk], day).part_of(measure, divisions)


def _day_text(name: str) -> Coalesce:
    return Coalesce(Cast(name, CharField()), Value(""))


TITLE = Concat("code", Value(" "), "name")
TITLE_AFTER = Concat("successors__code", Value(" "), "successors__name")
# What is known of a tag, as two texts.
TAG_WORDS = Concat("kind", Value("\n"), "name", Value("\n"), "edition")
TAG_DAYS = Concat(_day_text("first_day"), Value("/"), _day_text("last_day"))

# By the measures: from the systems on, SQLite would try each measure for each of them.
SYSTEM_COLUMNS = (
    "pk", "information_systems__order", "information_systems__pk", "information_systems__name",
    Value(""),
)  # fmt: skip


@prepared
def rows_around(plan_id: int, measure_ids: tuple[int, ...], year_id: int | None) -> QuerySet:
    """(kind, measure, plan or report, place, id, text, text) of all that stands around measures."""
    sources = {
        "effect": (
            EffectRating.objects.filter(measure__in=measure_ids),
            ("measure_id", "effect_kind__order", "pk", "mark", "effect_kind__name"),
        ),
        "related": (
            Measure.objects.filter(pk__in=measure_ids, related__isnull=False),
            ("pk", "related__order", "related__pk", "related__code", "related__name"),
        ),
        "successor": (
            Measure.objects.filter(pk__in=measure_ids, successors__isnull=False),
            ("pk", "successors__order", "successors__pk", TITLE_AFTER, _day_text("last_day")),
        ),
        "predecessor": (
            Measure.objects.filter(successors__in=measure_ids),
            ("successors__pk", "order", "pk", TITLE, _day_text("last_day")),
        ),
        "tag": (
            MeasureTag.objects.filter(measure__in=measure_ids),
            ("measure_id", Value(0), "pk", TAG_WORDS, TAG_DAYS),
        ),
        "ended": (
            MeasureIndicator.objects.filter(
                measure__in=measure_ids, last_fiscal_year__isnull=False
            ),
            ("measure_id", "last_fiscal_year", "indicator_id", "label", "indicator__name"),
        ),
        "year": (
            YearlyDirection.objects.filter(measure__in=measure_ids),
            ("measure_id", "fiscal_year", "pk", "printed", "resolved"),
        ),
        "system": (
            Measure.objects.filter(pk__in=measure_ids, information_systems__isnull=False),
            SYSTEM_COLUMNS,
        ),
        "portal": (
            ReviewYear.objects.filter(plan=plan_id),
            ("plan_id", "fiscal_year", "pk", Value(""), Value("")),
        ),
    }
    if year_id is not None:
        sources |= _reported(year_id, measure_ids)
    first, *others = (
        rows.order_by().values_list(Value(kind), *columns)
        for kind, (rows, columns) in sources.items()
    )
    return first.union(*others, all=True)


def _reported(year_id: int, measure_ids: tuple[int, ...]) -> dict[str, tuple[QuerySet, tuple]]:
    """The sources of what reports add."""
    is_open = Case(When(year__closed_at=None, then=1), default=0)
    parts = Contribution.objects.filter(report__year=year_id, report__measure__in=measure_ids)
    return {
        "report": (
            ProgressReport.objects.filter(measure__in=measure_ids),
            ("measure_id", "year__fiscal_year", is_open, "state", "actual_direction"),
        ),
        "part": (parts, ("report_id", "pk", "division_id", "division__name", Value(""))),
    }


def policy_name(policy: Policy) -> PolicyName:
    return PolicyName(
        policy.pk, policy.number, policy.label, policy.name, policy.aim, policy.source
    )


def frame_of(plan: Plan) -> PlanFrame:
    """The plan as it is called today; no query."""
    return PlanFrame(
        title=plan.title,
        city=plan.city,
        level_names=tuple(plan.level_names),
        mark_names=tuple(plan.mark_names),
        publishes_self_assessment=plan.publishes_self_assessment,
        first_fiscal_year=plan.first_fiscal_year,
        last_fiscal_year=plan.last_fiscal_year,
        missing_words=own_missing_words(plan.missing_words),
    )
