"""What a form's page shows and carries of 未送信の入力 (README: 未送信の入力).

A page takes two lines in its view and three in its template:

    unsent = unsent_at(request.standing, "report", report.pk, [form])      # fills the form
    {% include "progress/unsent/_restored.html" with unsent=unsent csrf_token=csrf_token only %}
    <form {{ unsent.attributes }} …>{% csrf_token %}{{ unsent.hidden }}

and `forget_sent` after its verb. A page whose form was sent and refused is left as it is.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from progress.unsent.reading import seen_of, window_of
from sakado_dx import event_log
from sakado_dx.addresses import reverse
from sakado_dx.clock import format_moment
from sakado_dx.forms import as_read, is_touched, mark_of, stored_text
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.unsent import Entry, Place, UnsentInput, kept_since
from sakado_dx.organization.unsent_verbs import Busy, forget
from sakado_dx.prepared import prepared

WINDOW_FIELD, SEEN_FIELD = "unsent_window", "unsent_seen"


@dataclass(frozen=True)
class Restored:
    """A field that was filled with what was typed. Where what is stored has changed since
    (`differs`), both are shown, to choose from as where two editors met."""

    label: str
    anchor: str
    name: str
    mine: str
    theirs: str
    differs: bool
    keeps_theirs: bool = False
    chosen: str = ""


@dataclass(frozen=True)
class Unsent:
    """What a form's page says of unsent input: of the reader's own, what was put into the
    fields; of others only whose there is and since when, as (name, moment)."""

    form: str
    subject: int
    user_id: int
    marks: str
    restored: tuple[Restored, ...]
    newest: datetime | None
    seen: datetime | None
    others: tuple[tuple[str, str], ...]
    typed: tuple[str, ...]

    @property
    def attributes(self) -> SafeString:
        """What `unsent.js` needs on the form's own tag."""
        url = reverse("progress:unsent_keep", args=[self.form, self.subject])
        mark = format_html(
            'data-unsent="{}" data-unsent-user="{}" data-unsent-read="{}"',
            url, self.user_id, self.marks,
        )  # fmt: skip
        return (
            format_html('{} data-unsent-typed="{}"', mark, " ".join(self.typed))
            if self.typed
            else mark
        )

    @property
    def hidden(self) -> SafeString:
        """The hidden field that says what the form was filled with: as of when."""
        name, seen = _seen_name(self.subject), self.seen.isoformat() if self.seen else ""
        return format_html('<input type="hidden" name="{}" value="{}">', name, seen)

    @property
    def moment(self) -> str:
        return format_moment(self.newest) if self.newest else ""

    @property
    def differing(self) -> list[Restored]:
        return [each for each in self.restored if each.differs]

    @property
    def discard_url(self) -> str:
        return reverse("progress:unsent_discard", args=[self.form, self.subject])


def has_unsent(
    standing: Standing, form: str, subject: int, beginnings: tuple[str, ...] = ("",)
) -> bool:
    """Whether this person has unsent input of the form, in a field whose name begins so; 1
    query."""
    own = UnsentInput.objects.at(form, subject).filter(user=standing.user).first()
    if own is None or not own.is_held_by(standing):
        return False
    return any(name.startswith(beginnings) for name in own.fields)


def unsent_at(standing: Standing, form: str, subject: int, of: Sequence[forms.BaseForm]) -> Unsent:
    """Fill the forms, which show what is stored, with what this person has typed and not sent.

    Forms that hold what was sent already stay as they are. 1 query; with rows of others one
    more for each of them.
    """
    return _unsent(standing, form, subject, of, _rows_at(form, subject, kept_since()))


@prepared
def _rows_at(form: str, subject: int, since: datetime) -> QuerySet[UnsentInput]:
    return UnsentInput.objects.at(form, subject, since).select_related("user")


def unsent_of(
    standing: Standing, subject: int, of: Mapping[str, Sequence[forms.BaseForm]]
) -> dict[str, Unsent]:
    """The same of a page with several forms about one subject, by the forms' names."""
    rows = list(UnsentInput.objects.of_forms(of, subject).select_related("user"))
    return {
        name: _unsent(standing, name, subject, own, [row for row in rows if row.form == name])
        for name, own in of.items()
    }


def unsent_at_each(
    standing: Standing, form: str, of: Mapping[int, Sequence[forms.BaseForm]]
) -> dict[int, Unsent]:
    """The same for the rows of a table, by subject, without a word of other people's; 1 query,
    however many they are."""
    rows = UnsentInput.objects.holding().filter(form=form, subject__in=of, user=standing.user)
    own = {each.subject: [each] for each in rows}
    return {
        subject: _unsent(standing, form, subject, each, own.get(subject, []))
        for subject, each in of.items()
    }


def _unsent(
    standing: Standing,
    form: str,
    subject: int,
    of: Sequence[forms.BaseForm],
    rows: list[UnsentInput],
) -> Unsent:
    marks, is_sent = as_read(of), any(each.is_bound for each in of)
    own = next((each for each in rows if each.user_id == standing.user.pk), None)
    entries = own.entries if own and own.is_held_by(standing) and not is_sent else {}
    restored = tuple(_filled(of, entries))
    return Unsent(
        form=form,
        subject=subject,
        user_id=standing.user.pk,
        marks=marks,
        restored=restored,
        newest=own.newest if restored and own else None,
        seen=own.changed_at if restored and own else None,
        others=tuple(
            (str(each.user), format_moment(each.newest))
            for each in rows
            if each is not own and each.is_held_by(standing_of(each.user))
        ),
        typed=tuple(_touched(of)),
    )


def _touched(all_forms: Iterable[forms.BaseForm]) -> Iterator[str]:
    """Of forms that were sent and not stored the fields that their sender has changed."""
    return (
        bound.html_name
        for form in all_forms
        if form.is_bound
        for bound in form
        if is_touched(bound)
    )


def _filled(all_forms: Iterable[forms.BaseForm], entries: Mapping[str, Entry]):
    """Put the entries into the forms' fields; those that say another thing than is stored."""
    for form in all_forms:
        for name in form.fields:
            entry = entries.get(form.add_prefix(name))
            stored = stored_text(form, name)
            if entry is None or mark_of(_as_stored(form, name, entry.text)) == mark_of(stored):
                continue
            yield _restored(form, name, entry, stored)


def _restored(form: forms.BaseForm, name: str, entry: Entry, stored: str) -> Restored:
    differs = bool(entry.read) and entry.read != mark_of(stored)
    theirs = _in_words(form.fields[name], stored)
    is_tick = isinstance(form.fields[name].widget, forms.CheckboxInput)
    form.initial[name] = bool(entry.text) if is_tick else entry.text
    bound = form[name]
    mine = _in_words(form.fields[name], _as_stored(form, name, entry.text))
    return Restored(
        label=entry.label or str(bound.label),
        anchor=bound.id_for_label or bound.auto_id,
        name=f"choice:{bound.html_name}",
        mine=mine,
        theirs=theirs,
        differs=differs,
    )


def _as_stored(form: forms.BaseForm, name: str, text: str) -> str:
    """A kept text as `stored_text` gives it: a tick is True or False."""
    is_tick = isinstance(form.fields[name].widget, forms.CheckboxInput)
    return str(bool(text)) if is_tick else text


def _in_words(field: forms.Field, text: str) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        return "印を付ける" if text == "True" else "印を付けない"
    words = {str(key): str(word) for key, word in getattr(field, "choices", ())}
    return words.get(text, text)


def forget_sent(request, form: str, subject: int, saved: Iterable[str] | None = None) -> None:
    """The form was sent and its fields (`saved`, by their names in the form; all where none are
    named) are stored: nothing of them stays unsent. No query where this window kept nothing and
    was filled with nothing, else 2.

    The change is stored already: a database that refuses this alone turns no success into a
    failure.
    """
    sent = {name: request.POST.get(name, "") for name in request.POST}
    if saved is not None:
        # A box without a tick is not sent at all.
        sent = {name: sent.get(name, "") for name in saved}
    window = window_of(request.POST.get(WINDOW_FIELD, ""))
    seen = seen_of(request.POST.get(_seen_name(subject), ""))
    if not (window or seen):
        return
    try:
        forget(Place(form, subject), by=request.user, sent=sent, window=window, seen=seen)
    except (DatabaseError, Busy) as error:
        event_log.record("unsent_not_forgotten", error=type(error).__name__)


def forget_rows(
    request, form: str, saved: Mapping[int, Iterable[str]], *, changed: Collection[int]
) -> None:
    """`forget_sent` for the rows of a table that were sent and are stored, by subject: those that
    somebody has `changed`, and those of which anything is kept. 1 query more than theirs."""
    if not (WINDOW_FIELD in request.POST or any(map(request.POST.get, map(_seen_name, saved)))):
        return
    kept = UnsentInput.objects.filter(user=request.user, form=form, subject__in=saved)
    holding = set(kept.order_by().values_list("subject", flat=True))
    for subject, names in saved.items():
        if subject in holding or subject in changed:
            forget_sent(request, form, subject, names)


def _seen_name(subject: int) -> str:
    return f"{SEEN_FIELD}-{subject}"


def saved_names(all_forms: Iterable[forms.BaseForm]) -> list[str]:
    """The names of the fields that these forms, sent and read, hold without an error."""
    return [
        form.add_prefix(name)
        for form in all_forms
        for name in form.fields
        if name not in form.errors
    ]
