"""What of the record is 意思形成過程 or personal: the marks in the file for an 情報公開 request.

They help whoever decides what is given out; the city's 条例 decides. As for publication
(publication/content.py): evidence, issues, notes, reasons of a return, what other divisions
wrote and names of staff are never public; the rest of a report is, once it was evaluated.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from progress import models as m
from progress.models import StatusChange
from sakado_dx.organization.models import User
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.order import first_record
from sakado_dx.records.triggers.tables import recorded_models

FORMING, PERSONAL = "意思形成過程", "個人に関する情報"
# By table, the columns that stay 意思形成過程 whatever became of the report; ALL of a table.
ALL = frozenset({"*"})
ALWAYS = {
    m.ProgressReport: frozenset({"issues", "secretariat_note", "second_judgement"}),
    m.StatusChange: frozenset({"reason", "said", "without_parts"}),
    m.Contribution: ALL,
    m.ProgressNote: ALL,
    m.EvidenceFile: ALL,
    m.WarningAnswer: ALL,
    m.ReportSnapshot: frozenset({"content"}),
}
# What is 意思形成過程 until the report is evaluated, and again while it is sent back after that.
UNTIL_EVALUATED = (m.ProgressReport, m.IndicatorResult)
# Names of people that are kept as text.
NAMES = {
    m.ProgressReport: frozenset({"head_name", "asked_name", "endorsed_name"}),
    m.Approval: frozenset({"decided_by"}),
}
Verb = StatusChange.Verb
SETTLING = {Verb.EVALUATE: True, Verb.REOPEN: False, Verb.UNLOCK: False}


class Marks:
    """The marks of some records; asks once when each of their reports was evaluated."""

    def __init__(self, records: Iterable[AuditRecord]):
        self._models = {model._meta.db_table: model for model in recorded_models()}
        reports = {key for each in records if (key := _report_id(each))}
        changes = StatusChange.objects.filter(report__in=reports, verb__in=SETTLING)
        rows = changes.annotate(written=first_record(StatusChange)).order_by("pk")
        self._changes: dict[str, list[tuple[int, bool]]] = {}
        for report_id, written, verb in rows.values_list("report", "written", "verb"):
            self._changes.setdefault(str(report_id), []).append((written or 0, SETTLING[verb]))

    def of(self, record: AuditRecord, name: str) -> str:
        """The marks of a record's column, by its model's field; empty for none."""
        model = self._models.get(record.table_name)
        if model is None:
            return ""
        found = [FORMING] if self._is_forming(model, record, name) else []
        return "、".join(found + [PERSONAL] * is_personal(model, name))

    def _is_forming(self, model: type[Model], record: AuditRecord, name: str) -> bool:
        if model in UNTIL_EVALUATED and not self._is_settled(record):
            return True
        if model is m.Decision and name == "opinion":
            return not columns_of(record).get("is_public")
        return not ALWAYS.get(model, frozenset()).isdisjoint({"*", name})

    def _is_settled(self, record: AuditRecord) -> bool:
        """Whether the report stood evaluated when the record was written: by the order of the
        records, since a clock may be set back."""
        changes = self._changes.get(_report_id(record), ())
        before = (is_end for written, is_end in reversed(changes) if written <= record.pk)
        return next(before, False)


def is_personal(model: type[Model], name: str) -> bool:
    """Whether a column names a person: one that points at a user, one kept as text, and all
    of the table of users."""
    if model is User:
        return True
    fields = {each.name: each for each in model._meta.concrete_fields}
    field = fields.get(name)
    points = field is not None and field.is_relation and field.related_model is User
    return points or name in NAMES.get(model, ())


def _report_id(record: AuditRecord) -> str:
    """The report that a record is of, or stands under; empty for none."""
    if record.table_name == m.ProgressReport._meta.db_table:
        return record.row_key
    if record.table_name == m.IndicatorResult._meta.db_table:
        return str(columns_of(record).get("report_id") or "")
    return ""


def columns_of(record: AuditRecord) -> dict[str, Any]:
    """The row as the record leaves it; of a deleted one, as it was."""
    return json.loads(record.after or record.before or "{}")
