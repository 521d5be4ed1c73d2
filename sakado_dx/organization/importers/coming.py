"""What a file of people and divisions changes, in words, by the day from which it holds."""

from collections.abc import Iterator
from datetime import date, timedelta

from sakado_dx.fiscal import format_date
from sakado_dx.organization.importers.staff import Place, Span, Staff, newly
from sakado_dx.organization.models import CityRole, Membership
from sakado_dx.spreadsheets.outcomes import Follow

AT_ONCE = "取り込むとすぐ"
NOBODY = "職員がいない課"
HEADLESS = "所属長も所属長代理もいない課"
IDLE = "所属も全庁の役割もない人（ログインしても、使える画面がありません）"
ROLES = dict(Membership.Role.choices)
CITY_ROLES = dict(CityRole.Role.choices)
Told = tuple[date, str]  # from when, and what


def follows(before: Staff, after: Staff, today: date) -> list[Follow]:
    """All that changes between the two, day by day; what holds already, and what began before
    today, stands under the first title."""
    lines: dict[date, list[str]] = {}
    for day, line in _changes(before, after, today):
        backdated = f"（{format_date(day)}から）" if day < today else ""
        lines.setdefault(max(day, today), []).append(line + backdated)
    cautions: dict[date, list[str]] = {}
    for day, caution in _cautions(before, after, today):
        cautions.setdefault(day, []).append(caution)
    return [
        Follow(
            AT_ONCE if day == today else f"{format_date(day)}から",
            tuple(lines.get(day, ())),
            tuple(cautions.get(day, ())),
        )
        for day in sorted({*lines, *cautions})
    ]


def _changes(before: Staff, after: Staff, today: date) -> Iterator[Told]:
    yield from _of_people(before, after, today)
    yield from _of_offices(before, after, today)
    keys = sorted({*before.places, *after.places})
    changed = [key for key in keys if before.places.get(key) != after.places.get(key)]
    begun = [told for key in changed for told in _begun(key, before, after)]
    ended = [told for key in changed for told in _ended(key, before, after)]
    yield from begun
    yield from ended


def _of_people(before: Staff, after: Staff, today: date) -> Iterator[Told]:
    for pk, person in after.people.items():
        old = before.people.get(pk)
        if old and old.is_active and not person.is_active:
            yield today, f"{person}は無効になり、ログインできなくなります。"
        elif old and person.is_active and not old.is_active:
            yield today, f"{person}は有効になり、ログインできるようになります。"


def _of_offices(before: Staff, after: Staff, today: date) -> Iterator[Told]:
    for pk, office in after.offices.items():
        old = before.offices.get(pk)
        names = "、".join(f"「{after.offices[each].name}」" for each in sorted(office.successors))
        if old is None:
            yield office.first_day or today, f"「{office.name}」が置かれます。"
        if office.last_day and (old is None or office.last_day != old.last_day):
            after_it = f"引継ぎ先：{names}" if names else "引継ぎ先はありません"
            yield _next(office.last_day), f"「{office.name}」は廃止になります（{after_it}）。"
        elif old and office.successors != old.successors:
            yield today, f"「{office.name}」の引継ぎ先は、{names}です。"
        if old and office.parent_id != old.parent_id:
            yield today, _moved(pk, before, after)
        if office.is_secretariat != bool(old and old.is_secretariat):
            becomes = "になります" if office.is_secretariat else "でなくなります"
            yield today, f"「{office.name}」は、計画の事務局{becomes}。"


def _moved(pk: int, before: Staff, after: Staff) -> str:
    """A 部 reads the reports of what lies in it."""
    old, new = before.offices[pk], after.offices[pk]
    was = f"「{before.offices[old.parent_id].name}」" if old.parent_id else "（なし）"
    if not new.parent_id:
        return f"「{new.name}」の部は、{was}からなしになります。"
    becomes = f"「{after.offices[new.parent_id].name}」"
    return (
        f"「{new.name}」の部は、{was}から{becomes}になります。{becomes}の職員が、報告を読めます。"
    )


def _begun(key: tuple[str, int], before: Staff, after: Staff) -> Iterator[Told]:
    old, new = before.places.get(key), after.places.get(key)
    if new and (old is None or _start(old) != _start(new)):
        until = f"（{format_date(new.last_day)}まで）" if new.last_day else ""
        yield new.first_day, f"{_who(new, after)}になります{until}。"
    elif old and new and (new.last_day is None or (old.last_day and new.last_day > old.last_day)):
        until = f"{format_date(new.last_day)}まで" if new.last_day else "終わりの日を決めずに"
        yield _next(old.last_day), f"{_who(new, after)}を、{until}続けます。"


def _ended(key: tuple[str, int], before: Staff, after: Staff) -> Iterator[Told]:
    old, new = before.places.get(key), after.places.get(key)
    if old and (new is None or _start(old) != _start(new)):
        yield old.first_day, f"{_who(old, before)}になる予定は、なくなります。"
    if new and new.last_day and not (old and _start(old) == _start(new) and _lasts(old, new)):
        yield _next(new.last_day), f"{_who(new, after)}ではなくなります。"


def _start(place: Place) -> tuple:
    return place.user_id, place.division_id, place.role, place.first_day


def _lasts(old: Place, new: Place) -> bool:
    """Whether it ends no earlier than it did."""
    return old.last_day is not None and new.last_day >= old.last_day


def _who(place: Place, staff: Staff) -> str:
    if place.division_id is None:
        what = CITY_ROLES[place.role]
    else:
        what = f"「{staff.offices[place.division_id].name}」の{ROLES[place.role]}"
    return f"{staff.people[place.user_id]}は、{what}"


def _cautions(before: Staff, after: Staff, today: date) -> Iterator[Told]:
    """What would lack that does not lack today, each as one line for the same days."""
    offices = {pk: office.name for pk, office in after.offices.items()}
    people = {pk: str(person) for pk, person in after.people.items()}
    for words, names, lacking in (
        (NOBODY, offices, newly(before.nobody(today), after.nobody(today))),
        (HEADLESS, offices, newly(before.headless(today), after.headless(today))),
        (IDLE, people, newly(before.idle(today), after.idle(today))),
    ):
        yield from _one_line_each(words, names, lacking)
    for pk, office in after.offices.items():
        old = before.offices.get(pk)
        if len(office.successors) == 1 and office.successors != (old and old.successors):
            [new] = (offices[each] for each in office.successors)
            yield (
                today,
                f"「{new}」の職員は、取り込むとすぐ、「{office.name}」の報告を読み、入力できます。",
            )


def _one_line_each(
    words: str, names: dict[int, str], lacking: dict[int, list[Span]]
) -> Iterator[Told]:
    found: dict[Span, list[str]] = {}
    for pk, spans in lacking.items():
        for span in spans:
            found.setdefault(span, []).append(names[pk])
    for span, who in sorted(found.items()):
        until = f"、{format_date(span.last_day)}まで" if span.last_day else ""
        yield span.first_day, f"{words}{until}：{'、'.join(who)}"


def _next(day: date) -> date:
    return day + timedelta(days=1)
