"""What the plan says of a year's measures, as an edition keeps it. One query each."""

from collections.abc import Collection

from glossary.links import TermIndex, spellings_in, term_index
from measures.models import EffectRating, Measure, PlanWord, YearlyDirection
from progress.models import ProgressReport, ReviewYear
from progress.reading.codec import Json
from systems_inventory.models import InformationSystem


class PlanPart:
    """The plan's side of the measures of one year; 9 queries, however many they are."""

    def __init__(self, year: ReviewYear, reports: Collection[ProgressReport]):
        self.year = year
        self.measure_ids = [report.measure_id for report in reports]
        self.terms: TermIndex = term_index(year.plan)
        self.frame = _frame(year)
        self.effects = self._effects()
        self.years = self._years()
        self.systems = self._systems()
        self.related = self._related()

    def of(self, report: ProgressReport) -> Json:
        """The plan's words for one measure."""
        measure = report.measure
        direction, policy = measure.direction, measure.direction.policy
        divisions = report.divisions(self.year.last_day)
        return {
            "id": measure.pk,
            "key": measure.key,
            "code": measure.code,
            "name": measure.name,
            "group": measure.group,
            "summary": measure.summary,
            "source": measure.source,
            "policy": {
                "id": policy.pk, "number": policy.number, "name": policy.name,
                "aim": policy.aim, "source": policy.source,
            },
            "direction": {
                "id": direction.pk, "number": direction.number, "name": direction.name,
            },
            "divisions": [each.name for each in divisions],
            "effects": self.effects.get(measure.pk, []),
            "related": self.related.get(measure.pk, []),
            "systems": self.systems.get(divisions[0].pk, []) if divisions else [],
            "years": self.years.get(measure.pk, []),
        }  # fmt: skip

    def terms_in(self, *texts: str) -> list[list[str]]:
        """Spelling and address of each glossary term that the texts link to."""
        found = {
            spelling: url for text in texts for spelling, url in spellings_in(text, self.terms)
        }
        return [list(pair) for pair in found.items()]

    def _effects(self) -> dict[int, list[list[str]]]:
        rows = EffectRating.objects.filter(measure__in=self.measure_ids)
        found: dict[int, list[list[str]]] = {}
        for each in rows.select_related("effect_kind").order_by("effect_kind__order", "pk"):
            pair = [each.get_mark_display(), each.effect_kind.name]
            found.setdefault(each.measure_id, []).append(pair)
        return found

    def _years(self) -> dict[int, list[Json]]:
        """Planned and, of reports that count, actual directions of all the plan's years."""
        actual = _actual_directions(self.measure_ids)
        rows = YearlyDirection.objects.filter(measure__in=self.measure_ids).order_by("fiscal_year")
        found: dict[int, list[Json]] = {}
        for row in rows:
            state, direction = actual.get((row.measure_id, row.fiscal_year), ("", ""))
            found.setdefault(row.measure_id, []).append(
                {
                    "fiscal_year": row.fiscal_year,
                    "printed": row.printed,
                    "planned": row.resolved,
                    "actual": direction,
                    "state": state,
                }
            )
        return found

    def _systems(self) -> dict[int, list[str]]:
        systems = InformationSystem.objects.of_plan(self.year.plan).order_by("order", "pk")
        found: dict[int, list[str]] = {}
        for division_id, name in systems.values_list("divisions", "name"):
            found.setdefault(division_id, []).append(name)
        return found

    def _related(self) -> dict[int, list[list]]:
        rows = Measure.objects.filter(pk__in=self.measure_ids, related__isnull=False)
        rows = rows.order_by("related__order", "related__pk")
        found: dict[int, list[list]] = {}
        for measure_id, *other in rows.values_list(
            "pk", "related__pk", "related__code", "related__name"
        ):
            found.setdefault(measure_id, []).append([other[0], f"{other[1]} {other[2]}"])
        return found


def _actual_directions(measure_ids: Collection[int]) -> dict[tuple[int, int], tuple[str, str]]:
    """(state, actual direction) by measure and year; the direction of counted reports only."""
    reports = ProgressReport.objects.filter(measure__in=measure_ids).order_by()
    rows = reports.values_list("measure_id", "year__fiscal_year", "state", "actual_direction")
    return {
        (measure_id, fiscal_year): (
            state,
            actual if state in ProgressReport.COUNTED_STATES else "",
        )
        for measure_id, fiscal_year, state, actual in rows
    }


def _frame(year: ReviewYear) -> Json:
    """The plan itself: what it and its levels are called, and its words for progress."""
    plan = year.plan
    words = PlanWord.objects.filter(plan=plan, vocabulary=PlanWord.Vocabulary.PROGRESS)
    by_meaning: dict[str, str] = {}
    for meaning, word in words.values_list("meaning", "word"):
        by_meaning.setdefault(meaning, word)
    return {
        "title": plan.title,
        "city": plan.city,
        "level_names": plan.level_names,
        "first_fiscal_year": plan.first_fiscal_year,
        "last_fiscal_year": plan.last_fiscal_year,
        "words": by_meaning,
    }
