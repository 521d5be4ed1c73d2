"""未送信の入力: what a person has typed into a form and not sent yet (README: 未送信の入力).

One row for user, form and subject, which nobody but its owner reads. It is no change of
anything: it has no version, stands in no record and in no export.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

KEPT = timedelta(days=30)  # after the last change
SENT_KEPT = timedelta(days=1)  # of a row without any text, which only tells late arrivals
MOMENTS = ("at", "arrived")  # of an Entry
SENT_WINDOWS = 20  # a person's windows of one form that have sent it lately


@dataclass(frozen=True)
class Place:
    """A form and its subject, and by which place in the city hall its owner may write it: as a
    member of a division, or by a role for the whole city."""

    form: str
    subject: int
    division_id: int | None = None
    role: str = ""


@dataclass(frozen=True)
class Entry:
    """What is kept of one field.

    `text` is what the form would send, `shown` what a person reads where that is another thing
    (the word of a choice), `at` when it was typed. `window` and `number` tell which of several
    open windows it came from, and what came later from there. `read` is the mark of the value
    that was stored when the form was opened. `is_late`: it was typed at some time before, and yields
    to whatever is kept. `arrived` is when the server took it (`UnsentInput.changed_at` then): a
    letter may be typed without a connection, and come after younger ones.
    """

    text: str
    at: datetime
    window: str = ""
    number: int = 0
    read: str = ""
    label: str = ""
    shown: str = ""
    is_late: bool = False
    arrived: datetime | None = None

    @property
    def words(self) -> str:
        """The text as a person reads it."""
        return self.shown or self.text

    def yields_to(self, other: "Entry") -> bool:
        """Whether the other one is newer: of one window the later, of two the younger."""
        if self.window == other.window:
            return other.number > self.number
        if other.is_late:
            return False
        return other.at >= self.at


def kept_since() -> datetime:
    """When a row that is still kept was changed at the earliest."""
    return timezone.now() - KEPT


class UnsentInputQuerySet(models.QuerySet):
    def at(self, form: str, subject: int, since: datetime | None = None):
        """All people's rows of a form that hold a text, while they are kept."""
        return self.holding(since).filter(form=form, subject=subject)

    def of_forms(self, forms: Iterable[str], subject: int):
        """The same of several forms about one subject."""
        return self.holding().filter(form__in=forms, subject=subject)

    def holding(self, since: datetime | None = None):
        """`since`: the moment from which rows are kept, where it is asked for already."""
        return self.exclude(fields={}).filter(changed_at__gt=since or kept_since())

    def outlived(self):
        """What goes: after 30 days, or a day after the last text of the row was sent."""
        now = timezone.now()
        is_empty = Q(fields={}, changed_at__lte=now - SENT_KEPT)
        return self.filter(Q(changed_at__lte=now - KEPT) | is_empty)


class UnsentInput(models.Model):
    """What one person has typed into one form: `fields` by name, each with its time.

    `sent` names the windows that have sent the form: what arrives late from one of them is
    not kept any more. `changed_at` also decides between two who write the row at once.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="unsent_inputs",
        verbose_name="利用者",
    )
    form = models.SlugField("入力画面", max_length=20)
    subject = models.PositiveBigIntegerField("対象の番号")
    division = models.ForeignKey(
        "organization.Division",
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="入力したときの所属",
    )
    role = models.CharField("入力したときの全庁の役割", max_length=15, blank=True)
    fields = models.JSONField("入力", default=dict)
    sent = models.JSONField("送信済みの画面", default=list)
    changed_at = models.DateTimeField("最後の入力")

    objects = UnsentInputQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "未送信の入力"
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "form", "subject"],
                name="unsent_input_unique",
                violation_error_message="この入力画面の未送信の入力は既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(division__isnull=True) | Q(role=""),
                name="unsent_input_of_one_place",
                violation_error_message="所属と全庁の役割の両方は入れられません。",
            ),
        ]
        indexes = [
            models.Index(fields=["form", "subject"], name="unsent_input_of_form"),  # each form
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.subject} {self.user_id}"

    @property
    def entries(self) -> dict[str, Entry]:
        """What is kept, by the name of the field."""
        return {
            name: Entry(**held | {each: _moment(held.get(each)) for each in MOMENTS})
            for name, held in self.fields.items()
        }

    @property
    def newest(self) -> datetime:
        """When the last letter was typed; of a row that holds a text."""
        return max(each.at for each in self.entries.values())

    def is_held_by(self, standing) -> bool:
        """Whether its owner still has the place by which it was written."""
        if self.division_id is None:
            return self.role in standing.city_roles
        return standing.belongs_to(self.division_id)


def as_stored(entries: dict[str, Entry]) -> dict[str, dict[str, Any]]:
    """Entries as the row's JSON holds them."""
    return {name: asdict(each) | _written(each) for name, each in entries.items()}


def _written(entry: Entry) -> dict[str, str | None]:
    moments = {each: getattr(entry, each) for each in MOMENTS}
    return {name: moment and moment.isoformat() for name, moment in moments.items()}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def merged(
    held: dict[str, Entry], typed: dict[str, Entry], arrived: datetime
) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """(what stands afterwards, what of `typed`, which has `arrived` now, lost against newer text
    of another window)."""
    stands, lost = dict(held), {}
    for name, entry in typed.items():
        if name not in held or held[name].yields_to(entry):
            stands[name] = replace(entry, arrived=arrived)
        elif held[name].window != entry.window and held[name].text != entry.text:
            lost[name] = held[name]
    return stands, lost


def left_after(
    held: dict[str, Entry], sent: Mapping[str, str], *, window: str, seen: datetime | None
) -> dict[str, Entry]:
    """What stays when the fields `sent` (name: text) were saved: all else, and another text of
    another window that arrived after this one was filled with what was kept then (`seen`)."""

    def is_saved(name: str, entry: Entry) -> bool:
        same = entry.window == window or entry.text.strip() == sent[name].strip()
        return same or bool(seen and entry.arrived and entry.arrived <= seen)

    return {
        name: each for name, each in held.items() if name not in sent or not is_saved(name, each)
    }


def letters(entries: dict[str, Entry]) -> int:
    """How much the row holds."""
    return sum(map(len, _texts(entries)))


def _texts(entries: dict[str, Entry]) -> Iterator[str]:
    for name, each in entries.items():
        yield from (name, each.text, each.shown, each.label)
