"""The audit record as a list, in words."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import QuerySet

from progress.audit.words import Change, Line, in_words
from sakado_dx.clock import format_date_and_clock
from sakado_dx.lists import Column
from sakado_dx.records.models import AuditRecord

AT_ONCE = 2000  # records of a file that are put into words together


def told(records: Iterable[AuditRecord]) -> Iterator[Line]:
    """The records in words, not all at once."""
    rows = iter(records.iterator(AT_ONCE) if isinstance(records, QuerySet) else records)
    while some := list(islice(rows, AT_ONCE)):
        yield from in_words(some)


def _content(line: Line) -> str:
    """``変更`` and below it ``進捗：順調 → 遅れ``, a field a line."""
    operation = line.operation
    if line.changes and line.is_folded:
        operation = f"{operation}（{len(line.changes)}項目）"
    return "\n".join([operation, *(_said(each, line) for each in line.changes)])


def _said(change: Change, line: Line) -> str:
    if line.is_change:
        return f"{change.label}：{change.before} → {change.after}"
    return f"{change.label}：{change.after if line.record.after else change.before}"


def _actor(line: Line) -> str:
    record = line.record
    if record.disposal:
        return f"廃棄済み（{record.get_door_display()}）"
    reason = f"\n理由：{record.reason}" if record.reason else ""
    return f"{record.actor_name}（{record.get_door_display()}）{reason}"


COLUMNS = (
    Column("日時", lambda each: format_date_and_clock(each.record.at), "at"),
    Column("対象", lambda each: f"{each.noun}：{each.title}"),
    Column("内容", _content, template="progress/audit/_changes_cell.html"),
    Column("操作した人", _actor),
)
