"""What the chosen cells make of each report and part, and what stands against it: the rules of the
form, asked before anything is written."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from progress.entry.cautions import warnings_beside
from progress.entry.content import as_the_form_sends, changed_entries, changed_fields
from progress.entry.contribution_verbs import checked
from progress.judging.completeness import ResultEntry
from progress.judging.facts import NOT_REPORTED, REPORTED
from progress.judging.fractions import FRACTION, value_or_share
from progress.judging.result_cells import certainty_beside
from progress.models import Contribution, IndicatorResult, ProgressReport
from progress.reading.inputs import inputs_of
from progress.reading.reports import ShownReport, shown_after
from progress.sheets import columns
from progress.sheets.columns import CERTAINTY, HAS_NOTHING, NOTE, PART_NAMES, RESULT
from progress.sheets.comparing import Difference, lines_by_key
from progress.sheets.lines import Line
from progress.sheets.reading import Told
from progress.workflow.record import allowed
from progress.workflow.refusals import Incomplete, NotAllowed
from progress.workflow.table import Verb
from sakado_dx.organization.access import Standing
from sakado_dx.readings import UnreadableValue

MEND = "この欄を直して、もう一度取り込んでください。"
HELD = ("value", "done", "done_on", "words")


@dataclass(frozen=True)
class ReportDraft:
    """What is to be saved of a report: fields by name, results by indicator's id."""

    report: ProgressReport
    fields: Mapping[str, Any]
    results: Mapping[int, ResultEntry]


@dataclass(frozen=True)
class PartDraft:
    """What is to be kept of a part."""

    part: Contribution
    said: Mapping[str, Any]


def drafts_of(
    differences: Iterable[Difference], by: Standing
) -> tuple[list[ReportDraft], list[PartDraft], list[Told]]:
    """What to save of the chosen cells, and what stands against it."""
    reports: dict[int, list[Difference]] = {}
    parts, faults = [], []
    for own in lines_by_key(differences).values():
        if own[0].line.paper:
            continue  # `paper_drafting` drafts it
        if own[0].line.part:
            faults += _against_part(own)
            parts.append(PartDraft(own[0].line.part, _said(own)))
        else:
            reports.setdefault(own[0].line.report.pk, []).extend(own)
    drafts = []
    for own in reports.values():
        draft, against = _report_draft(own, by)
        drafts.append(draft)
        faults += against
    return drafts, parts, faults


def _report_draft(own: list[Difference], by: Standing) -> tuple[ReportDraft, list[Told]]:
    report, results, faults = own[0].line.report, {}, list(_refused(own, by))
    for changed in lines_by_key(each for each in own if each.of).values():
        line = changed[0].line
        try:
            entry = entry_with(line, {each.name: each.value for each in changed})
            changed_entries(report, {line.indicator.id: entry})
        except UnreadableValue as error:
            told = changed[0].filled.told(CERTAINTY, error.value, error.problem, error.cure)
            faults.append(told)
        except ValidationError as error:
            first = next((each for each in changed if each.name == RESULT), changed[0])
            faults.append(_fault(first, error))
        else:
            results[line.indicator.id] = entry
    typed = {each.name: each for each in own if not each.of}
    for name, each in typed.items():
        try:
            changed_fields(report, {name: each.value})
        except ValidationError as error:
            faults.append(_fault(each, error))
    fields = {name: each.value for name, each in typed.items()}
    return ReportDraft(report, as_the_form_sends(report, fields), results), faults


def _refused(own: list[Difference], by: Standing) -> Iterator[Told]:
    report = own[0].line.report
    try:
        allowed(report, Verb.SAVE, by=by, version=report.version)
    except NotAllowed as refusal:
        problem = f"施策{own[0].line.known[columns.CODE]}：{refusal}"
        yield own[0].filled.told(
            "", "", problem, "この行をダウンロードしたときの内容に戻してください。"
        )


def _fault(each: Difference, error: ValidationError) -> Told:
    return each.filled.told(each.name, each.mine, " ".join(error.messages), MEND)


def entry_with(line: Line, changed: Mapping[str, Any]) -> ResultEntry:
    """The result of a row with these cells, and the others as they are stored. Raises
    `UnreadableValue` where 見込 or 速報 stands beside no figure."""
    stored = line.entry
    held = changed.get(RESULT, {name: getattr(stored, name) for name in HELD})
    word = held if isinstance(held, str) else None
    if word is None and RESULT not in changed and stored.status != REPORTED:
        word = stored.status if stored.status != NOT_REPORTED else None
    fraction = {name: changed.get(name, getattr(stored, name)) for name in FRACTION}
    own = {} if isinstance(held, str) else {"value": None, **held}
    if word is None:
        own["value"] = value_or_share(own["value"], list(fraction.values()), stored)
    given = any(each not in (None, "") for each in (*own.values(), *fraction.values()))
    status = word or (REPORTED if given else NOT_REPORTED)
    stated = IndicatorResult.Certainty(changed[CERTAINTY]).label if changed.get(CERTAINTY) else ""
    certainty = certainty_beside(status, changed.get(CERTAINTY, stored.certainty), str(stated))
    note = changed.get(NOTE, stored.note)
    return ResultEntry(status=status, note=note, certainty=certainty, **own, **fraction)


def _said(own: list[Difference]) -> dict[str, Any]:
    """The part with these cells, and the others as they are stored."""
    part, typed = own[0].line.part, {each.name: each.value for each in own}
    if HAS_NOTHING in typed:
        typed[HAS_NOTHING] = bool(typed[HAS_NOTHING])
    return {name: typed.get(name, getattr(part, name)) for name in PART_NAMES}


def _against_part(own: list[Difference]) -> Iterator[Told]:
    try:
        checked(**_said(own))
    except Incomplete as refusal:
        for each in refusal.missing:
            shown = next((one.mine for one in own if one.name == each.field), "")
            yield own[0].filled.told(each.field, shown, each.sentence, MEND)


def cautions_of(draft: ReportDraft, told: ShownReport) -> list[str]:
    """What an attentive colleague would ask about the report as it would stand: as in the form;
    no query where last year's report was read with the workbook."""
    ahead = copy(draft.report)
    for name, value in draft.fields.items():
        setattr(ahead, name, value)
    year = draft.report.year.fiscal_year
    ahead.inputs_read = inputs_of(draft.report).with_entries(draft.results, year)
    before = next(iter(draft.report.last_year_read or ()), None)
    found = warnings_beside(ahead, shown_after(told, ahead), before)
    return [each.sentence for each in found]
