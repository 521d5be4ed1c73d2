"""The lines of a revision become the plan's rows, and back (README: 改定)."""

from collections.abc import Iterable, Sequence
from datetime import date

from measures.models import Plan
from progress.models import PlanChange, PlanRevision
from progress.plan_document.loading.comparing import changes_between
from progress.plan_document.loading.line_telling import LineTeller
from progress.plan_document.loading.loading import apply_changes
from progress.plan_document.rows.keys import key_of
from progress.plan_document.rows.stored import stored_rows
from progress.plan_document.rows.tables import Key, Rows, written
from progress.plan_editions.writing import name_of
from progress.revisions.limits import floor_of, past_touched
from progress.revisions.lines import Displaced, rows_after, rows_as_far_as
from sakado_dx.fiscal import fiscal_year_of, format_date

AGAIN = "作成中に戻し、その行を取り直して、もう一度決定してください。"
REASON = 300  # letters that the reason of a target holds
PLACE = "order"  # a place among others, which moves with them


def completed(lines: Iterable[PlanChange], revision: PlanRevision, day: date) -> list[PlanChange]:
    """The lines as they take effect on a day, with what they leave to it: when and why a target
    was decided, the first day of a measure that begins, the first year by which an indicator
    under a measure that stands is asked for."""
    lines = list(lines)
    new = {key_of(each.key) for each in lines if each.noun == "measures" and each.is_new_row}
    blanks = {
        "targets": lambda line: {
            "decided_on": written(revision.decided_on),
            "reason": (line.reason or revision.title)[:REASON],
        },
        "measures": lambda line: {"first_day": day.isoformat()},
        "measure_indicators": lambda line: _first_year(line, new, floor_of(revision, day)),
    }
    return [
        _filled(each, blanks[each.noun](each)) if each.is_new_row and each.noun in blanks else each
        for each in lines
    ]


def _first_year(line: PlanChange, new: set[Key], floor: int) -> dict[str, object]:
    stands = key_of(line.key)[0] not in new
    return {"first_fiscal_year": floor} if stands and "first_fiscal_year" in line.after else {}


def _filled(line: PlanChange, blanks: dict[str, object]) -> PlanChange:
    """The line, unsaved, with what it leaves blank."""
    after = line.after | {name: said for name, said in blanks.items() if not line.after.get(name)}
    return PlanChange(noun=line.noun, key=line.key, after=after, reason=line.reason)


def due_lines(revision: PlanRevision, day: date) -> list[PlanChange]:
    """The lines of a decided revision that take effect on a day and have not yet; 1 query."""
    due = PlanChange.objects.due(day).filter(revision=revision, day=day).in_order()
    return completed(due, revision, day)


def words_of(plan: Plan, line: PlanChange, lines: Iterable[PlanChange]) -> str:
    """What a line changes, in words: ``施策「I-1-1 窓口の予約」の施策名``; each table is read once."""
    before = stored_rows(plan).rows
    teller = LineTeller(before, rows_as_far_as(before, lines)[0])
    key, label = key_of(line.key), teller.label(line.noun)
    if key not in teller.before[line.noun] and key not in teller.after[line.noun]:
        return label
    told = teller.told(line)
    column = f"の{told.columns[0][0]}" if line.column else ""
    return f"{label}「{told.title}」{column}"


def against(revision: PlanRevision, lines: Sequence[PlanChange], day: date) -> str:
    """What stands against these lines on their day whatever the plan says, in a sentence."""
    newest = revision.plan.editions.in_order().last()
    if newest and newest.effective_on > day:
        later = format_date(newest.effective_on)
        return (
            f"施行日（{format_date(day)}）より後の版（{newest}、{later}施行）が、既に施行されています。"
            "作成中に戻し、施行日を改めて、もう一度決定してください。"
        )
    decided_in = revision.decided_on and fiscal_year_of(revision.decided_on)
    told = {"decided_in": decided_in, "kind": revision.kind}
    for line in past_touched(lines, floor_of(revision, day), **told):
        told = words_of(revision.plan, line, lines)
        return (
            f"終わった年度の判定を変えるもの（{told}）が含まれているため、施行できません。"
            "作成中に戻し、適用する最初の年度を改めて、もう一度決定してください。"
        )
    return ""


def displaced(revision: PlanRevision, day: date, line: PlanChange) -> str:
    """That a line no longer finds what it changes, in a sentence."""
    told = words_of(revision.plan, line, due_lines(revision, day))
    return f"改定前が変わっています（{told}）。{AGAIN}"


def why_not(revision: PlanRevision, day: date) -> str:
    """Why what is due by then does not take effect, as far as reading tells; blank for nothing."""
    lines = due_lines(revision, day)
    if not lines or (refusal := against(revision, lines, day)):
        return refusal if lines else ""
    try:
        rows_after(stored_rows(revision.plan).rows, lines)
    except Displaced as error:
        return displaced(revision, day, error.change)
    return ""


def write_lines(plan: Plan, lines: Iterable[PlanChange]) -> None:
    """Write lines into the plan's tables, in the caller's transaction; each table is read once.

    Raises Displaced where a line finds something else than it changes, ProtectedError where what
    it takes away is used.
    """
    stored = stored_rows(plan)
    after = rows_after(stored.rows, lines)
    for changes in changes_between(stored.rows, after):
        apply_changes(changes, stored)


def turned_back(rows: Rows, lines: Sequence[PlanChange]) -> list[PlanChange]:
    """The lines that lead from the rows that stand to those before `lines`, last first.

    What stands is compared with what the lines made of it when these are written; but for places,
    which move with other rows.
    """
    return [_turned(rows, each) for each in reversed(lines)]


def _turned(rows: Rows, line: PlanChange) -> PlanChange:
    row = rows[line.noun].get(key_of(line.key))
    before, after = line.after, line.before
    if row and line.is_new_row and PLACE in before:
        before = before | {PLACE: row[PLACE]}
    if row and line.column == PLACE:
        before = row[PLACE]
    return PlanChange(noun=line.noun, key=line.key, column=line.column, before=before, after=after)


def edition_name(revision: PlanRevision, day: date) -> str:
    """``第2次改定``; of a later day of the same revision, of a 軽微な変更 and of a 誤記訂正 with
    its day."""
    told = f"（{format_date(day)}施行）"
    if revision.kind != PlanRevision.Kind.REVISION:
        return f"{revision.get_kind_display()}{told}"
    if own := revision.editions.in_order().first():
        return f"{own.name}{told}"
    earlier = revision.plan.editions.filter(revision__kind=revision.kind)
    return name_of(earlier.values("revision").order_by().distinct().count() + 1)
