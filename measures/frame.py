"""The frame of a plan as the overview shows it: challenges with policies, and printed slips."""

from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q
from django.utils import timezone

from measures.models import Direction, Measure, MeasureDivision, Plan, Policy


@dataclass(frozen=True)
class Challenge:
    """A 課題 of the plan and the policies that answer it."""

    number: int
    name: str
    policies: list[Policy]


@dataclass(frozen=True)
class Slip:
    """One thing that the plan writes in more than one way: where, what is taken, what else."""

    where: str
    taken: str
    readings: list[dict]


def policies_with_counts(plan: Plan) -> list[Policy]:
    """The policies with their directions; each direction has `measure_count`, today's measures."""
    today = timezone.localdate()
    stands = Q(measures__last_day__isnull=True) | Q(measures__last_day__gte=today)
    directions = Direction.objects.annotate(measure_count=Count("measures", filter=stands))
    return list(plan.policies.prefetch_related(Prefetch("directions", queryset=directions)))


def challenges_of(plan: Plan, policies: list[Policy]) -> list[Challenge]:
    """The plan's challenges; a policy that the plan no longer has is left out."""
    by_number = {policy.number: policy for policy in policies}
    return [
        Challenge(
            entry["number"],
            entry["name"],
            [by_number[number] for number in entry.get("policies", []) if number in by_number],
        )
        for entry in plan.challenges
    ]


def slips_of(plan: Plan, policies: list[Policy]) -> list[Slip]:
    """How the plan contradicts itself: names, and divisions of matrix and detail; 3 queries."""
    slips = [Slip("計画全体", "", plan.other_readings)]
    for policy in policies:
        slips.append(
            Slip(f"{plan.policy_label}{policy.printed_number}", policy.name, policy.other_readings)
        )
        for direction in policy.directions.all():
            where = f"{policy.printed_number} {direction.circled}"
            slips.append(Slip(where, direction.name, direction.other_readings))
    measures = Measure.objects.of_plan(plan).exclude(other_readings=[])
    slips += [Slip(each.code, each.name, each.other_readings) for each in measures]
    return [slip for slip in slips if slip.readings] + _division_slips(plan)


def _division_slips(plan: Plan) -> list[Slip]:
    """Measures whose divisions differ between matrix and detail; the detail is taken."""
    differing = MeasureDivision.objects.exclude(in_matrix=F("in_detail")).values("measure")
    measures = Measure.objects.of_plan(plan).filter(pk__in=differing).with_divisions()
    return [_division_slip(measure) for measure in measures]


def _division_slip(measure: Measure) -> Slip:
    rows = measure.division_rows
    detail = "・".join(row.division.name for row in rows if row.in_detail)
    matrix = "・".join(row.division.name for row in rows if row.in_matrix)
    return Slip(f"{measure.code}の所管課", detail, [{"place": "一覧表", "text": matrix}])
