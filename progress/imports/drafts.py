"""Taking back what came into drafts: by the doors through which it came, a save of the report and
an answer of the part, each at the version that stands."""

from dataclasses import dataclass, field
from typing import Any

from progress.entry import contribution_verbs
from progress.entry import verbs as entry
from progress.judging.completeness import ResultEntry
from progress.judging.results import entry_of
from progress.models import Contribution, IndicatorResult, ProgressReport
from progress.workflow.posts import REFUSALS
from progress.workflow.refusals import NotAllowed
from sakado_dx.imports import undoing
from sakado_dx.imports.models import Import
from sakado_dx.imports.undoing import ChangedRow
from sakado_dx.organization.access import Standing
from sakado_dx.records.acting import Door

# A report's row changes with every verb: of it only what was written counts.
FIELDS = {
    field.attname: field.name
    for field in ProgressReport._meta.concrete_fields
    if field.name in ProgressReport.CONTENT_FIELDS
}


@dataclass
class Before:
    """What a report said before the import, where that changed it."""

    results: dict[int, ResultEntry] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)


def put_back(made: Import, standing: Standing, reason: str) -> None:
    """Raises ChangedSince, or NotAllowed with the reports that take nothing any more, by name."""
    rows = undoing.rows_of(made)
    if names := changed_since(made, rows):
        raise undoing.ChangedSince(names)
    told = {"by": standing, "reason": reason, "door": Door.IMPORT}
    by_report = _by_report(rows)
    reports = ProgressReport.objects.with_measure().in_bulk(list(by_report))
    refused = [
        _refusal(
            reports[pk], entry.save, reports[pk], fields=each.fields, results=each.results, **told
        )
        for pk, each in sorted(by_report.items())
    ]
    parts = {each.key: each for each in rows if each.model is Contribution}
    stored = Contribution.objects.select_related("report__year", "report__measure")
    for part in stored.filter(pk__in=list(parts)).order_by("report_id", "pk"):
        before = parts[str(part.pk)].instance_before
        refused.append(
            _refusal(part.report, contribution_verbs.take_back, part, before=before, **told)
        )
    if any(refused):
        raise NotAllowed(" ".join(filter(None, refused)))


def changed_since(made: Import, rows: list[ChangedRow] | None = None) -> list[str]:
    """The results, texts and parts that are no longer as the import left them, by name."""
    rows = undoing.rows_of(made) if rows is None else rows
    whole = [each for each in rows if each.model in (IndicatorResult, Contribution)]
    reports = [each for each in rows if each.model is ProgressReport]
    stored = ProgressReport.objects.in_bulk([each.key for each in reports])
    return undoing.changed_since(made, whole) + [
        f"{row.name}の{ProgressReport._meta.get_field(name).verbose_name}"
        for row in reports
        for name in row.changes.keys() & FIELDS.keys()
        if getattr(stored[int(row.key)], name) != getattr(row.instance, name)
    ]


def _by_report(rows: list[ChangedRow]) -> dict[int, Before]:
    found: dict[int, Before] = {}
    for row in rows:
        if row.model is IndicatorResult:
            own = found.setdefault(row.instance.report_id, Before())
            own.results[row.instance.indicator_id] = entry_of(row.instance_before)
        elif row.model is ProgressReport and row.changes.keys() & FIELDS.keys():
            own = found.setdefault(int(row.key), Before())
            before = row.instance_before
            names = row.changes.keys() & FIELDS.keys()
            own.fields |= {FIELDS[name]: getattr(before, FIELDS[name]) for name in names}
    return found


def _refusal(report: ProgressReport, verb, row, **told) -> str:
    """What stands against a verb on a report, or a part of it; blank once it is done."""
    try:
        verb(row, version=row.version, **told)
    except REFUSALS as refusal:
        return f"施策{report.measure.code}：{refusal}"
    return ""
