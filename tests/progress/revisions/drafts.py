"""Revisions as tests start from them: decided over the plan of the world, with their lines."""

from datetime import date, timedelta

from django.utils import timezone

from measures.models import Plan
from progress.models import PlanChange, PlanEdition, PlanRevision
from progress.plan_document.rows.keys import key_text
from progress.plan_document.rows.stored import stored_rows
from progress.plan_document.rows.tables import TABLE
from progress.plan_editions.writing import write_edition
from sakado_dx.organization.models import User

BEGUN, DECIDED, DAY = date(2023, 4, 1), date(2023, 9, 1), date(2023, 10, 1)


def in_force(plan: Plan) -> PlanEdition:
    """The plan's first edition, or the newest that stands."""
    newest = plan.editions.in_order().last()
    return newest or write_edition(plan, effective_on=BEGUN, by="事務局")


def change(noun: str, key: tuple, column: str = "", before=None, after=None, **more) -> PlanChange:
    """A line, not saved."""
    said = {"column": column, "before": before, "after": after} | more
    return PlanChange(noun=noun, key=key_text(key), **said)


def renamed(key: str, before: str, after: str, **more) -> PlanChange:
    return change("measures", (key,), "name", before, after, **more)


def new_target(indicator: str, value: str, *, year: int = 2025, since: int = 2023) -> PlanChange:
    """A version of a target, judged by from a year on."""
    after = {
        "value": value, "year_assumed": False, "source": "", "decided_on": None,
        "withdrawn": False, "reason": "",
    }  # fmt: skip
    key = ((indicator,), year, "target", since)
    return change("targets", key, after=after, applies_from=since)


def new_measure(
    key: str, direction: tuple, divisions: list[tuple], *, first_day: str = "2023-10-01", order=2
) -> list[PlanChange]:
    """A measure that begins on a day, with its divisions and what is scheduled."""
    values = {
        "code": key, "direction_id": direction, "order": order, "name": f"新しい施策{key}",
        "name_in_matrix": "", "group": "", "summary": "", "source": "", "other_readings": [],
        "first_day": first_day, "last_day": None,
    }  # fmt: skip
    place = {"in_detail": True, "in_matrix": True, "last_day": None}
    return [
        change("measures", (key,), after=_whole("measures", values)),
        *(
            change("measure_divisions", ((key,), each, None), after=place | {"order": rank})
            for rank, each in enumerate(divisions)
        ),
        change("yearly_directions", ((key,), 2023), after={"printed": "導入", "resolved": "導入"}),
    ]


def _whole(noun: str, values: dict) -> dict:
    """With what other columns the table has, blank."""
    columns = {name: "" for name in TABLE[noun].values if name not in values}
    return values | columns


def decided(
    plan: Plan,
    by: User,
    *lines: PlanChange,
    effective_on: date = DAY,
    decided_on: date = DECIDED,
    **more,
) -> PlanRevision:
    """A revision that was decided, with its lines."""
    said = {"title": "第1次改定", "kind": PlanRevision.Kind.REVISION} | more
    revision = PlanRevision.objects.create(
        plan=plan, base=in_force(plan), state=PlanRevision.State.DECIDED, decided_on=decided_on,
        decided_by=by, effective_on=effective_on, made_by=by, made_at=timezone.now(), **said,
    )  # fmt: skip
    for each in lines:
        each.revision, each.state = revision, PlanChange.State.DECIDED
    PlanChange.objects.bulk_create(lines)
    return revision


def key_of_direction(plan: Plan) -> tuple:
    """The natural key of the plan's first direction."""
    return next(iter(stored_rows(plan).rows["directions"]))


def key_of_division(plan: Plan, name: str) -> tuple:
    """The natural key of a division."""
    stored = stored_rows(plan).objects["divisions"]
    return next(key for key, each in stored.items() if each.name == name)


def tomorrow(monkeypatch) -> None:
    """Go on to the next day."""
    real = timezone.localdate

    def localdate(value=None, *args, **kwargs):
        day = real(value, *args, **kwargs)
        return day if value else day + timedelta(days=1)

    monkeypatch.setattr("django.utils.timezone.localdate", localdate)
