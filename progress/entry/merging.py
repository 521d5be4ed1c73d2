"""Two editors of one form: what each wrote side by side, and which of it stays.

The form carries a short mark of each value that it was opened with. Who comes second is asked
field by field; what he never touched is proposed to stay as the other has saved it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.http import QueryDict

from sakado_dx.fiscal import format_date
from sakado_dx.forms import is_touched, stored_text
from sakado_dx.numbers import format_number

CHOICE, ASKED = "choice:", "asked:"
MINE, THEIRS = "mine", "theirs"
UNCHOSEN = (
    "どちらを残すかを選んでいない項目があります。項目ごとに選んで、もう一度保存してください。"
)


@dataclass(frozen=True)
class Difference:
    """A field that two editors filled in differently; `name` is that of its choice, `chosen`
    what is proposed or was chosen: `mine`, `theirs` or nothing yet."""

    label: str
    mine: str
    theirs: str
    anchor: str
    name: str
    keeps_theirs: bool
    chosen: str = ""


def shown(value) -> str:
    """A stored value as people read it; blank for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "達成した" if value else "まだ達成していない"
    if isinstance(value, Decimal | int):
        return format_number(value)
    return format_date(value) if hasattr(value, "year") else str(value)


def difference(bound: forms.BoundField, mine: str, theirs: str, of: str = "") -> Difference:
    """The two texts of a field; `of` says whose field it is where several have its label."""
    label = f"{of}：{bound.label}" if of else str(bound.label)
    anchor = bound.id_for_label or bound.auto_id
    choice = f"{CHOICE}{bound.html_name}"
    if not is_touched(bound):
        return Difference(label, mine, theirs, anchor, choice, True, THEIRS)
    chosen = bound.form.data.get(choice, "")
    return Difference(label, mine, theirs, anchor, choice, False, chosen)


def unanswered(post: QueryDict) -> bool:
    """Whether a field was asked of in which both had written, and nothing was chosen."""
    asked = (name.removeprefix(ASKED) for name in post if name.startswith(ASKED))
    return any(post.get(name) not in (MINE, THEIRS) for name in asked)


def asked_of(post: QueryDict, differences: Iterable[Difference]) -> list[Difference]:
    """Those that the sent page had asked of."""
    return [each for each in differences if ASKED + each.name in post]


def chosen_of(post: QueryDict, as_stored: Callable[[], Iterable[forms.BaseForm]]) -> QueryDict:
    """What was sent, with the stored value where the sender chose that of the other. The forms
    as they are stored are asked for where there is a choice to follow."""
    if not any(name.startswith(CHOICE) and post[name] == THEIRS for name in post):
        return post
    data = post.copy()
    for form in as_stored():
        for name in form.fields:
            if post.get(CHOICE + form.add_prefix(name)) == THEIRS:
                _put(data, form, name)
    return data


def _put(data: QueryDict, form: forms.BaseForm, name: str) -> None:
    """A box without a tick is not sent at all."""
    value = stored_text(form, name)
    if isinstance(form.fields[name].widget, forms.CheckboxInput) and value != "True":
        data.pop(form.add_prefix(name), None)
    else:
        data[form.add_prefix(name)] = value
