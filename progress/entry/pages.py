"""The entry page of a report: its forms, what stands beside them, and what differs.

A form that lost against another editor is shown with both texts; so is one whose report has
left the editable states meanwhile. Nothing that was typed is dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from measures.models import PlanWord
from progress.entry import evidence_pages
from progress.entry.beside_pages import Fold, answered, cautions_by_place, results_of, sections_of
from progress.entry.cautions import warnings_beside
from progress.entry.content import changed_entries, changed_fields
from progress.entry.contribution_pages import parts_of
from progress.entry.forms import OnBehalfForm, ReportForm
from progress.entry.merging import Difference, difference, shown
from progress.entry.result_forms import ResultForm, ResultForms
from progress.follow_ups.pages import open_of_measure
from progress.judging.marks import mark_of
from progress.models import ProgressNote, ProgressReport, StatusChange
from progress.models import report_fields as fields
from progress.reading.inputs import ask_ahead, changes_of, inputs_of, words_of_plan
from progress.reading.reports import ShownReport, last_year, shown_after, shown_one
from progress.rights import predicates
from sakado_dx.deadlines import deadline_words
from sakado_dx.organization.access import Standing
from sakado_dx.prepared import prepared

MOST_NOTES = 5  # the newest ones


@dataclass
class Entry:
    """All forms of the page, bound to `data` or showing what is stored."""

    report: ProgressReport
    told: ShownReport
    form: ReportForm
    results: ResultForms
    behalf: OnBehalfForm | None
    past: Callable[[], list[StatusChange]]

    def is_valid(self) -> bool:
        valid = [self.form.is_valid(), self.results.is_valid()]
        return all(valid) and (self.behalf is None or self.behalf.is_valid())

    @property
    def reason(self) -> str:
        if self.behalf is None or not self.behalf.is_valid():
            return ""
        return self.behalf.cleaned_data["reason"]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.all_forms)

    @property
    def all_forms(self) -> list[forms.Form]:
        """In the order of the page."""
        return [*([self.behalf] if self.behalf else []), *self.results, self.form]

    @property
    def last_change(self) -> StatusChange | None:
        """What was done with the report last, and by whom."""
        return next(iter(self.past()), None)

    @property
    def saved_at(self) -> datetime | None:
        """When the report was last saved; nothing where it never was."""
        return next((each.at for each in self.past() if each.verb == StatusChange.Verb.SAVE), None)


def entry_for(standing: Standing, report: ProgressReport, data=None) -> Entry:
    """The page's forms for this person; 3 queries.

    What only a page shows (saves, returns, the reason given before) is looked up when it is
    shown: a save needs none of it.
    """
    told = shown_one(report)
    ask_ahead(report)
    inputs = inputs_of(report, told.edition)
    past = cache(partial(_past, report))
    form = ReportForm(
        data,
        report=report,
        planned=told.planned,
        words=words_of_plan(report.year.plan_id),
    )
    year = report.year.fiscal_year
    asked = inputs.to_enter(year)
    results = ResultForms(data, indicators=asked, entries=inputs.entries, fiscal_year=year)
    behalf = None
    if predicates.acts_on_behalf(standing, report):
        behalf = OnBehalfForm(data, initial={"reason": partial(_last_reason, past)})
    return Entry(report, told, form, results, behalf, past)


def _past(report: ProgressReport) -> list[StatusChange]:
    """What was done with the report so far, newest first."""
    if not report.version:
        return []
    return changes_of(report.pk)


@prepared
def _newest_notes(measure_id: int) -> QuerySet[ProgressNote]:
    return ProgressNote.objects.filter(measure=measure_id).select_related("by")[:MOST_NOTES]


def _last_return(report: ProgressReport, past: Callable[[], list]) -> StatusChange | None:
    """The return that the report is in, if it is."""
    if report.state != ProgressReport.State.RETURNED:
        return None
    return next((each for each in past() if each.is_return), None)


def _last_reason(past: Callable[[], list]) -> str:
    return next((each.reason for each in past() if each.on_behalf), "")


def page_of(entry: Entry, unsent: frozenset[str] = frozenset()) -> dict:
    """What the page shows beside the forms: last year, targets, plan. `unsent` are the
    places that hold unsent input."""
    report, told = entry.report, shown_after(entry.told, entry.report)
    before = last_year(report)
    cautions = cautions_by_place(warnings_beside(report, told, before))
    sections = sections_of(entry.form, before, cautions)
    files, taken_off = evidence_pages.present_and_taken_off(report)
    results = results_of(report, entry.results, cautions)
    return {
        "report": told,
        "entry": entry,
        "form": entry.form,
        "more_forms": entry.all_forms,
        "has_errors": entry.has_errors,
        "asked": [each for each in sections if each.is_asked],
        "others": Fold([each for each in sections if not each.is_asked], files, taken_off, unsent),
        "results": results,
        "results_due": any(each.is_due for each in results),
        "elsewhere": [each for each in inputs_of(report).asked if each.entered_under],
        "answered": answered(report, results),
        "saved_at": entry.saved_at,
        "last_year": before,
        "follow_ups": open_of_measure(report.measure),
        "parts": parts_of(report, told.edition, inputs_of(report).asked),
        "notes": _newest_notes(report.measure_id),
        "last_return": _last_return(report, entry.past),
        "planned": told.planned,
        "deadline": deadline_words(report.due, timezone.localdate()),
        "page_title": f"進捗の入力（{told.measure}）",
    }


def place_of_change(entry: Entry) -> str:
    """The id of the last place of the page where what was sent is not what is stored: a save
    leads back there. Blank where nothing differs."""
    changed = changed_fields(entry.report, entry.form.storable)
    if names := [name for name in fields.names() if name in changed]:
        return f"id_{names[-1]}"
    results = changed_entries(entry.report, entry.results.storable)
    return f"result-{list(results)[-1]}" if results else ""


def filled_from_last_year(data: QueryDict, last_year: ProgressReport) -> QueryDict:
    """前年度と変更なし: what was sent, its blank fields filled with last year's; what was typed
    stays."""
    filled = data.copy()
    for name, value in _of_last_year(last_year).items():
        if value and not data.get(name, "").strip():
            filled[name] = value.pk if isinstance(value, PlanWord) else value
    return filled


def says_what_it_said(entry: Entry, last_year: ProgressReport) -> bool:
    """Whether the sent form says in every word and text what last year's report said; its
    direction is the plan's for the year."""
    said, typed = _of_last_year(last_year), entry.form.storable
    return all(
        typed.get(name) == value for name, value in said.items() if name != "actual_direction"
    )


def _of_last_year(last_year: ProgressReport) -> dict[str, PlanWord | str | None]:
    """Last year's direction, texts and the words that count, but no amounts."""
    names = (each.name for each in fields.FIELDS if each.section != fields.MONEY)
    own = {name: getattr(last_year, name) for name in names}
    taken = last_year.taken_decision
    decided = (taken.judgement, taken.outlook) if taken else None
    mark = mark_of(last_year.state, (last_year.progress, last_year.outlook), decided)
    return own | {"progress": mark.progress, "outlook": mark.outlook}


def differences(entry: Entry) -> list[Difference]:
    """Where the typed form differs from the report as it is stored now."""
    report, typed = entry.report, entry.form.storable
    rows = [
        difference(entry.form[name], shown(value), shown(getattr(report, name)))
        for name, value in changed_fields(report, typed).items()
        if name in entry.form.fields  # 前年度と変更なし is no field: a word of the texts
    ]
    for form in entry.results:
        if form.is_valid() and changed_entries(report, {form.indicator.id: form.entry}):
            rows += _result_differences(form)
    return rows


def _result_differences(form: ResultForm) -> list[Difference]:
    rows = []
    for name, field in form.fields.items():
        mine, theirs = shown(form.cleaned_data.get(name)), shown(form.initial.get(name))
        words = {key: word for key, word in getattr(field, "choices", []) if key}
        mine, theirs = words.get(mine, mine), words.get(theirs, theirs)
        if mine != theirs:
            rows.append(difference(form[name], mine, theirs, form.indicator.facts.name))
    return rows
