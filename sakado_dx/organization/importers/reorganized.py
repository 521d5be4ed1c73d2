"""What a sheet of divisions may not do: rewrite what has begun, or what 課の改組 alone can."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sakado_dx.fiscal import format_date
from sakado_dx.organization.importers.columns import Divisions
from sakado_dx.organization.importers.staff import Office
from sakado_dx.organization.models import Division
from sakado_dx.spreadsheets.outcomes import RowError

NAME, KIND, ABOVE, FOLLOWS = "名称", "種別", "部", "引継ぎ先"
BEGINS, ENDS, OFFICE = "設置日", "廃止日", "計画の事務局"
REORGANIZE = "「課の改組」の画面で登録してください。"
HISTORY = (NAME, KIND, ABOVE, BEGINS, ENDS, FOLLOWS, OFFICE)
BEGUN = "置かれている課のため、この一覧では書き換えられません。"
BEGUN_CURE = f"元に戻してください。改称や統合は、{REORGANIZE}誤記は、管理画面の課の画面で直せます。"
OVER = "廃止された課のため、書き換えられません。"
BACK = "元に戻してください。"
ENDS_ALREADY = "廃止日（{}）は、既に登録されています。"
BY_HAND = "元に戻してください。取りやめるときや直すときは、管理画面の課の画面で行います。"
ITSELF = "自分自身は選べません。"
Words = tuple[str, str]  # what is wrong, and how to mend it


def against(
    divisions: Divisions, division: Division, old: dict[str, Any], new: dict[str, Any], today: date
) -> Iterator[tuple[str, Words]]:
    """What stands against each value of a row, by its heading; `old` is empty for a new one.

    It matters where the value was changed.
    """
    if old:
        yield from _against_history(old, today)
    own = divisions.label(division)
    if ABOVE in new:
        yield from _against_above(divisions, division, own, new[ABOVE], today)
    if FOLLOWS in new:
        yield from _against_successors(divisions, division, own, old.get(FOLLOWS, ()), new[FOLLOWS])


def _against_history(old: dict[str, Any], today: date) -> Iterator[tuple[str, Words]]:
    begins, ends = old[BEGINS], old.get(ENDS)
    if ends and ends < today:
        yield from ((heading, (OVER, BACK)) for heading in HISTORY)
    elif ends:
        yield ENDS, (ENDS_ALREADY.format(format_date(ends)), BY_HAND)
    if begins is None or begins <= today:
        yield from ((heading, (BEGUN, BEGUN_CURE)) for heading in (NAME, KIND, BEGINS))


def _against_above(
    divisions: Divisions, division: Division, own: str, label: str, today: date
) -> Iterator[tuple[str, Words]]:
    if not label:
        return
    above, on = divisions.labels.get(label), max(division.first_day or today, today)
    if label == own:
        yield ABOVE, (ITSELF, "属する部にするか、空欄にしてください。")
    elif not above.is_in_force(on):
        problem = f"「{above}」は、{format_date(on)}には置かれていません。"
        yield ABOVE, (problem, "その日に置かれている部にしてください。")


def _against_successors(
    divisions: Divisions, division: Division, own: str, old, new
) -> Iterator[tuple[str, Words]]:
    taking = [divisions.labels.get(label) for label in new]
    if set(old) - set(new):
        yield FOLLOWS, ("登録されている引継ぎ先は、この一覧では外せません。", BY_HAND)
    elif new and not division.last_day:
        problem = "廃止日のない課に、引継ぎ先があります。"
        yield FOLLOWS, (problem, f"廃止日も入力するか、{REORGANIZE}")
    elif own in new:
        yield FOLLOWS, (ITSELF, "引き継ぐ課にしてください。")
    elif collective := next((each for each in taking if each.is_collective), None):
        yield FOLLOWS, (f"「{collective}」は、引継ぎ先にできません。", "課を選んでください。")
    elif division.last_day:
        on = division.last_day + timedelta(days=1)
        if absent := next((each for each in taking if not each.is_in_force(on)), None):
            problem = f"「{absent}」は、{format_date(on)}には置かれていません。"
            yield FOLLOWS, (problem, "その日に置かれている課にしてください。")


def going_on(division: Division) -> list[str]:
    """What of a division goes on after its last day, each with its number: measures, people,
    divisions that lie in it. Whatever app keeps dated rows of divisions is asked; a query each."""
    found = []
    for relation in Division._meta.related_objects:
        model = relation.related_model
        if relation.one_to_many and "last_day" in {each.name for each in model._meta.fields}:
            rows = model._default_manager.filter(**{relation.field.name: division})
            if number := rows.exclude(last_day__lte=division.last_day).count():
                name = "属する課" if model is Division else model._meta.verbose_name
                found.append(f"{name}{number}件")
    return found


def left_behind(division: Division, rows_left: list[str]) -> RowError:
    """Why a division cannot end by a sheet."""
    return RowError(
        f"「{division}」には、廃止日（{format_date(division.last_day)}）の後も続くもの"
        f"（{'、'.join(rows_left)}）があります。",
        f"廃止日と引継ぎ先を空欄に戻し、{REORGANIZE}",
    )


def lies_in_itself(pk: int, offices: dict[int, Office]) -> bool:
    """Whether the way up from a division leads back to it."""
    seen, above = {pk}, offices[pk].parent_id
    while above is not None and above not in seen:
        seen.add(above)
        above = offices[above].parent_id
    return above == pk
