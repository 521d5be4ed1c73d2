"""Setting how long a year's documents are kept (README: 保存年限)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from progress.models import Retention, ReviewYear
from progress.workflow.record import secretary
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

WHOSE = "保存年限を定められるのは、事務局です。"


def set_retention(
    year: ReviewYear,
    *,
    by: User | Standing,
    as_of: datetime | None,
    door: str = Door.PAGE,
    **settings: Any,
) -> Retention:
    """Set 文書分類, 保存期間 and 起算日 of a year, open or closed. `as_of` is `at` of the row as the
    form was read, None where there was none. What stands already is no change.

    Raises NotAllowed, or Conflict with the row as it stands where another has set it since.
    """
    standing = secretary(by, WHOSE)
    row = Retention(year=year, by=standing.user, at=timezone.now(), **settings)
    try:
        row.clean_fields(exclude={"year"})
        row.validate_constraints()
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    try:
        with acting(standing.user, door):
            return _store(row, settings, as_of)
    except IntegrityError as error:
        if not (stored := Retention.objects.filter(year=year).first()):
            raise NotAllowed("この年度は、取り消されています。") from error
        raise Conflict(stored) from error


def _store(row: Retention, settings: dict[str, Any], as_of: datetime | None) -> Retention:
    stored = Retention.objects.filter(year=row.year).first()
    if stored is None:
        row.save(force_insert=True)
        return row
    if {name: getattr(stored, name) for name in settings} == settings:
        return stored
    changes = settings | {"by": row.by, "at": row.at}
    if not Retention.objects.filter(pk=stored.pk, at=as_of).update(**changes):
        raise Conflict(stored)
    stored.refresh_from_db()
    return stored
