"""課の改組: a division ends on a day, others take over from the next one, with its measures and its
people, all at once (README: 課の改組)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from measures.models import MeasureDivision
from progress.models import Contribution, StatusChange
from progress.workflow.refusals import NotAllowed, needed
from sakado_dx import event_log
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.models import Division, Membership, User
from sakado_dx.organization.unsent_verbs import clear_ended
from sakado_dx.records.acting import Door, acting

MEANWHILE = (
    "画面を開いた後に、課、施策の所管課、所属のどれかが変わりました。"
    "今の内容を確かめて、もう一度登録してください。"
)


class ChangedMeanwhile(NotAllowed):
    """The division, its measures or its people are not any more what the form was read with."""


@dataclass(frozen=True)
class Reorganization:
    """What shall become of a division: its last day, who takes over (not stored yet where new),
    and to which of these, by its place among them, each row goes; None goes to nobody."""

    old: Division
    last_day: date
    successors: tuple[Division, ...]
    measures: tuple[tuple[MeasureDivision, int], ...] = ()
    people: tuple[tuple[Membership, int | None], ...] = ()

    @property
    def first_day(self) -> date:
        """The day on which the others begin."""
        return self.last_day + timedelta(days=1)


def measures_of(division: Division) -> list[MeasureDivision]:
    """The places of a division in measures that have not ended; 1 query."""
    rows = division.measure_divisions.exclude(last_day__lt=timezone.localdate())
    return list(rows.select_related("measure").order_by("measure__order", "measure", "pk"))


def people_of(division: Division) -> list[Membership]:
    """The places of people in a division that have not ended; 1 query."""
    rows = division.memberships.exclude(last_day__lt=timezone.localdate())
    return list(
        rows.filter(user__is_active=True)
        .select_related("user")
        .order_by("role", "user__reading", "pk")
    )


def read_mark_of(division: Division) -> str:
    """Of all that the form of a division is read with: the same for the same rows."""
    rows = [
        Division.objects.filter(pk=division.pk).values_list("name", "last_day", "parent"),
        division.successors.order_by("pk").values_list("pk"),
        division.measure_divisions.order_by("pk").values_list(
            "pk", "measure", "order", "first_day", "last_day"
        ),
        division.memberships.order_by("pk").values_list(
            "pk", "user", "role", "first_day", "last_day", "user__is_active"
        ),
    ]
    return sha256(repr([list(each) for each in rows]).encode()).hexdigest()[:16]


def was_done(told: Reorganization) -> bool:
    """Whether the very same is stored: a double click, or the form sent again."""
    old = Division.objects.get(pk=told.old.pk)
    names = sorted(old.successors.values_list("name", flat=True))
    return old.last_day == told.last_day and names == sorted(each.name for each in told.successors)


def reorganize(
    told: Reorganization,
    *,
    by: User | Standing,
    reason: str,
    as_read: str,
    door: str = Door.PAGE,
) -> None:
    """End the division, begin those that take over, move measures and people; all or nothing.

    Raises NotAllowed with a sentence, ChangedMeanwhile, or Incomplete without a reason.
    """
    standing = standing_of(by)
    if not standing.is_administrator:
        raise NotAllowed("課の改組を登録できるのは、システム管理者です。")
    reason = needed(reason, "改組の理由を入力してください。")
    try:
        with acting(standing.user, door, reason):
            _hold(told.old)
            if read_mark_of(told.old) != as_read:
                raise ChangedMeanwhile(MEANWHILE)
            if refusals := against(told, standing):
                raise NotAllowed(" ".join(refusals))
            if not _end(told):
                raise ChangedMeanwhile(MEANWHILE)
            _begin(told)
            _move_measures(told)
            moved = _move_people(told)
    except IntegrityError as error:
        raise ChangedMeanwhile(MEANWHILE) from error
    clear_ended(moved)
    for user in moved:
        event_log.record("rights_changed", user=user.pk, by=standing.user.pk)


def _hold(division: Division) -> None:
    """Nobody else changes the division or the rows of the form until this is done."""
    Division.objects.select_for_update().get(pk=division.pk)
    for rows in (division.measure_divisions, division.memberships):
        list(rows.select_for_update().order_by("pk").values_list("pk"))


def _end(told: Reorganization) -> int:
    open_one = Division.objects.filter(pk=told.old.pk, last_day__isnull=True)
    return open_one.update(last_day=told.last_day)


def _begin(told: Reorganization) -> None:
    """Store the new divisions, and who took over."""
    for each in told.successors:
        if each.pk is None:
            try:
                each.full_clean()
            except ValidationError as error:
                raise NotAllowed(" ".join(error.messages)) from error
            each.save()
    told.old.successors.set(told.successors)


def _move_measures(told: Reorganization) -> None:
    """End each place in a measure, and begin the same one of who takes over. Who has a place of
    his own there keeps the better of the two, in the same row where that begins on the very day,
    as when two divisions are joined; what ends before, somebody has moved already."""
    for row, number in told.measures:
        if row.last_day and row.last_day <= told.last_day:
            continue
        place = {"measure_id": row.measure_id, "division": told.successors[number]}
        own = list(MeasureDivision.objects.in_force(told.first_day).filter(**place))
        begun = [each for each in own if each.first_day != told.first_day]
        beginning = [each for each in own if each not in begun]
        new = beginning[0] if beginning else MeasureDivision(**place, first_day=told.first_day)
        new.order = min(each.order for each in (row, *own))
        new.in_detail = any(each.in_detail for each in (row, *own))
        new.in_matrix = any(each.in_matrix for each in (row, *own))
        new.last_day = _last_of(each.last_day for each in (row, *own))
        for each in (row, *begun):
            _end_row(each, told.last_day)
        new.save()


def _last_of(days: Iterable[date | None]) -> date | None:
    """The latest of last days; None, which is no end, is later than all."""
    days = list(days)
    return None if None in days else max(days)


def _end_row(row: MeasureDivision | Membership, last_day: date) -> None:
    """Let it end on a day, if it does not end before."""
    if row.last_day is None or row.last_day > last_day:
        row.last_day = last_day
        row.save(update_fields=["last_day"])


def _move_people(told: Reorganization) -> list[User]:
    """End each place, and begin the same one where it goes on; whose they are. Who holds it there
    already holds it as long as either lasts."""
    for row, number in told.people:
        until = row.last_day if row.last_day and row.last_day > told.last_day else None
        _end_row(row, told.last_day)
        if number is None:
            continue
        place = {"user": row.user, "division": told.successors[number], "role": row.role}
        own = Membership.objects.in_force(told.first_day).filter(**place).first()
        own = own or Membership(**place, first_day=told.first_day, last_day=until)
        own.last_day = _last_of([own.last_day, until])
        own.save()
    _end_disabled(told)
    return list({row.user_id: row.user for row, _ in told.people}.values())


def _end_disabled(told: Reorganization) -> None:
    """The form does not name who cannot sign in; his place ends with the others."""
    rows = told.old.memberships.filter(user__is_active=False, first_day__lte=told.last_day)
    for row in rows:
        _end_row(row, told.last_day)


def against(told: Reorganization, by: Standing) -> list[str]:
    """What stands against it, each in a sentence."""
    old, day = told.old, format_date(told.last_day)
    found = []
    if old.is_collective:
        found.append(f"「{old}」は総称のため、改組できません。")
    if old.last_day:
        found.append(f"「{old}」には、既に廃止日（{format_date(old.last_day)}）があります。")
    if old.first_day and told.last_day < old.first_day:
        found.append(
            f"廃止日は、「{old}」の設置日（{format_date(old.first_day)}）以後の日にしてください。"
        )
    below = old.children.in_force(told.first_day)
    if names := "、".join(each.name for each in below):
        found.append(f"「{old}」には、{names}が属しています。先に、その課の部を変えてください。")
    found += _begun_later(told, day) + _against_successors(told) + _acted_since(told, day)
    return found + _own_place(told, by)


def _own_place(told: Reorganization, by: Standing) -> list[str]:
    """Nobody gives himself a place in a division that is there already, as in the admin."""
    goes_to = [
        told.successors[number]
        for row, number in told.people
        if row.user_id == by.user.pk and number is not None
    ]
    return [
        f"自分の所属は、既にある「{each}」に引き継げません。"
        "自分を「引き継がない」にし、引継ぎ先の所属は、ほかの管理者に登録してもらってください。"
        for each in goes_to
        if each.pk
    ][:1]


def _begun_later(told: Reorganization, day: str) -> list[str]:
    later = [
        *(f"施策「{row.measure}」の所管" for row, _ in told.measures if _is_later(row, told)),
        *(f"{row.user}さんの所属" for row, _ in told.people if _is_later(row, told)),
    ]
    return [
        f"{each}は、廃止日（{day}）の後に始まります。先に、管理画面で直してください。"
        for each in later
    ]


def _is_later(row: MeasureDivision | Membership, told: Reorganization) -> bool:
    return row.first_day is not None and row.first_day > told.last_day


def _against_successors(told: Reorganization) -> list[str]:
    """Of those who take over: each once, there from the first day, and no name twice."""
    found, begins = [], format_date(told.first_day)
    names = [each.name for each in told.successors]
    if len(set(names)) < len(names):
        found.append("引継ぎ先に、同じ課が二つあります。")
    for each in told.successors:
        if each.pk is None:
            same = Division.objects.filter(name=each.name).exclude(pk=told.old.pk)
            if same.exclude(last_day__lt=told.first_day).exists():
                found.append(
                    f"「{each}」は、既に登録されています。新しい課とせず、既存の課から選んでください。"
                )
            if each.parent and not each.parent.is_in_force(told.first_day):
                found.append(f"部「{each.parent}」は、{begins}には置かれていません。")
        elif each.pk == told.old.pk or each.is_collective:
            found.append(f"「{each}」は、引継ぎ先にできません。")
        elif not each.is_in_force(told.first_day):
            found.append(f"「{each}」は、{begins}には置かれていません。")
    return found


def _acted_since(told: Reorganization, day: str) -> list[str]:
    """What the division's people did as such after the day: it was there still."""
    since = timezone.make_aware(datetime.combine(told.first_day, time.min))
    if since > timezone.now():
        return []
    led = [row.measure_id for row, _ in told.measures]
    people = [row.user_id for row, _ in told.people]
    acts = StatusChange.objects.filter(report__measure__in=led, by__in=people, at__gte=since)
    answers = Contribution.objects.filter(division=told.old, answered_at__gte=since)
    last = _latest(
        [*acts.values_list("at", flat=True), *answers.values_list("answered_at", flat=True)]
    )
    if last is None:
        return []
    acted = format_date(last)
    return [
        f"「{told.old}」の職員は、廃止日（{day}）の後の{acted}に、報告か回答票を記録しています。"
        f"廃止日は、{acted}以後の日にしてください。"
    ]


def _latest(moments: Iterable[datetime]) -> datetime | None:
    return max(moments, default=None)
