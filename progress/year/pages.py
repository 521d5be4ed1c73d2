"""What the pages of a year share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BaseForm
from django.urls import reverse_lazy

from progress.models import DeadlineExtension, ReviewYear, YearChange
from sakado_dx.fiscal import format_date

CALENDAR = ("年度の予定", reverse_lazy("progress:year_calendar"))


@dataclass(frozen=True)
class Difference:
    """A field in which what is stored by now is other than what was typed; both in words."""

    label: str
    stored: str
    typed: str


@dataclass(frozen=True)
class Meanwhile:
    """What another has changed since a form was read: who and when, and what differs."""

    last: YearChange | None
    differences: list[Difference]


def meanwhile(
    year: ReviewYear,
    form: BaseForm,
    names: Iterable[str],
    extensions: Iterable[DeadlineExtension] | None = None,
) -> Meanwhile:
    """The year as it stands beside a form of its columns `names`, and its `extensions` as
    they are wanted."""
    found = [
        Difference(str(form[name].label), _words(stored), _words(typed))
        for name in names
        for stored, typed in [(getattr(year, name), _typed(form, name))]
        if stored != typed
    ]
    if extensions is not None:
        rows = (year.extensions.select_related("division"), extensions)
        stored, typed = (_extended(each) for each in rows)
        if stored != typed:
            found.append(Difference("提出期限の延長", stored, typed))
    return Meanwhile(year.changes.select_related("by").order_by("pk").last(), found)


def _typed(form: BaseForm, name: str) -> Any:
    """What was typed into a field: its value, or the text of one that is refused."""
    return form.cleaned_data[name] if name in form.cleaned_data else form[name].value()


def _extended(rows: Iterable[DeadlineExtension]) -> str:
    ordered = sorted(rows, key=lambda each: each.division_id)
    words = [
        f"{each.division}（{format_date(each.report_due)}、{each.reason}）" for each in ordered
    ]
    return "、".join(words) or "（なし）"


def _words(value: Any) -> str:
    """A value of a year as people read it."""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, date):
        return format_date(value)
    return str(value) if value not in (None, "") else "（空欄）"
