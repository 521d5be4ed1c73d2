"""Taking back what came into drafts: by the doors through which it came, a save of the report or of
the 調書 and an answer of the part, each at the version that stands."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from progress.entry import contribution_verbs
from progress.entry import verbs as entry
from progress.judging.completeness import ResultEntry
from progress.judging.results import entry_of
from progress.models import Contribution, IndicatorResult, MeasureReview, ProgressReport
from progress.workflow.posts import REFUSALS
from progress.workflow.refusals import NotAllowed
from sakado_dx.imports import undoing
from sakado_dx.imports.models import Import
from sakado_dx.imports.undoing import ChangedRow
from sakado_dx.organization.access import Standing
from sakado_dx.records.acting import Door


def _written(model: type[Model], names: Sequence[str]) -> dict[str, str]:
    """The fields of these names, by attribute."""
    return {each.attname: each.name for each in model._meta.concrete_fields if each.name in names}


# The row of a report or 調書 changes with every verb: of it only what was written counts.
FIELDS = {
    ProgressReport: _written(ProgressReport, ProgressReport.CONTENT_FIELDS),
    MeasureReview: _written(MeasureReview, MeasureReview.FIELDS),
}
# How a 調書 is saved its own noun says, which stands further down the street (`apps`).
SAVES: dict[type[Model], Callable] = {ProgressReport: entry.save}


def register(model: type[Model], save: Callable) -> None:
    """Let rows of this model be put back by this verb."""
    SAVES[model] = save


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
            reports[pk],
            SAVES[ProgressReport],
            reports[pk],
            fields=each.fields,
            results=each.results,
            **told,
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
    refused += _papers_back(rows, told)
    if any(refused):
        raise NotAllowed(" ".join(filter(None, refused)))


def _papers_back(rows: list[ChangedRow], told: dict[str, Any]) -> Iterator[str]:
    """Each 調書 as it was; what stands against it, blank once it is done."""
    own = {int(each.key): _fields_before(each) for each in rows if each.model is MeasureReview}
    stored = MeasureReview.objects.with_measure().filter(pk__in=list(own))
    for row in stored.order_by("pk"):
        yield _refusal(row, SAVES[MeasureReview], row, fields=own[row.pk], **told)


def changed_since(made: Import, rows: list[ChangedRow] | None = None) -> list[str]:
    """The results, texts and parts that are no longer as the import left them, by name."""
    rows = undoing.rows_of(made) if rows is None else rows
    whole = [each for each in rows if each.model in (IndicatorResult, Contribution)]
    return [
        *undoing.changed_since(made, whole),
        *_texts_changed(ProgressReport, rows),
        *_texts_changed(MeasureReview, rows),
    ]


def _texts_changed(model: type[Model], rows: list[ChangedRow]) -> Iterator[str]:
    own = [each for each in rows if each.model is model]
    stored = model._default_manager.in_bulk([each.key for each in own]) if own else {}
    for row in own:
        for name in row.changes.keys() & FIELDS[model].keys():
            if getattr(stored[int(row.key)], name) != getattr(row.instance, name):
                yield f"{row.name}の{model._meta.get_field(name).verbose_name}"


def _fields_before(row: ChangedRow) -> dict[str, Any]:
    """What was written of a row, as it was before the import."""
    own, before = FIELDS[row.model], row.instance_before
    return {own[name]: getattr(before, own[name]) for name in row.changes.keys() & own.keys()}


def _by_report(rows: list[ChangedRow]) -> dict[int, Before]:
    found: dict[int, Before] = {}
    for row in rows:
        if row.model is IndicatorResult:
            own = found.setdefault(row.instance.report_id, Before())
            own.results[row.instance.indicator_id] = entry_of(row.instance_before)
        elif row.model is ProgressReport and (fields := _fields_before(row)):
            found.setdefault(int(row.key), Before()).fields |= fields
    return found


def _refusal(report: ProgressReport | MeasureReview, verb, row, **told) -> str:
    """What stands against a verb on a report, a part of it or a 調書; blank once it is done."""
    try:
        verb(row, version=row.version, **told)
    except REFUSALS as refusal:
        return f"施策{report.measure.code}：{refusal}"
    return ""
