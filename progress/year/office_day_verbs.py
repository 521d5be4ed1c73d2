"""What the secretariat changes in the calendar of the office: a day closed or open otherwise."""

from django.db import IntegrityError

from progress.workflow.record import secretary
from progress.workflow.refusals import NotAllowed
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.organization.office_days import OfficeDay, closed_by_rule
from sakado_dx.records.acting import Door, acting

WHOSE = "開庁日・閉庁日を変えられるのは、事務局です。"


def change_office_day(row: OfficeDay, *, by: User | Standing, door: str = Door.PAGE) -> OfficeDay:
    """Keep a day that is closed or open otherwise than by rule; the same day sent twice is one.

    Raises NotAllowed where the rule says as much already, or the day is kept otherwise.
    """
    standing = secretary(by, WHOSE)
    rule, day = closed_by_rule(row.day), format_date(row.day)
    if row.is_closed and rule:
        raise NotAllowed(f"{day}は、もともと閉庁日（{rule.name}）です。")
    if not row.is_closed and rule is None:
        raise NotAllowed(f"{day}は、もともと開庁日です。")
    kept = OfficeDay.objects.filter(day=row.day)
    try:
        with acting(standing.user, door):
            if not kept.filter(is_closed=row.is_closed, name=row.name).exists():
                row.save(force_insert=True)
    except IntegrityError as error:
        if not kept.exists():
            raise
        raise NotAllowed(
            f"{day}は既に登録されています。一覧から取り消してから、もう一度登録してください。"
        ) from error
    return row


def restore_office_day(pk: int, *, by: User | Standing, door: str = Door.PAGE) -> None:
    """Let the rule count again; a day that is gone already stays gone."""
    standing = secretary(by, WHOSE)
    with acting(standing.user, door):
        OfficeDay.objects.filter(pk=pk).delete()
