"""The entry page of a report: its forms, what stands beside them, and what differs.

A form that lost against another editor is shown with both texts; so is one whose report has
left the editable states meanwhile. Nothing that was typed is dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from django import forms
from django.db.models import prefetch_related_objects
from django.utils import timezone

from measures.models import Indicator, Measure, PlanWord
from progress import access
from progress.entry.content import changed_entries, changed_fields
from progress.entry.contribution_pages import parts_of
from progress.entry.forms import OnBehalfForm, ReportForm
from progress.entry.merging import Difference, as_read, difference, shown
from progress.entry.result_forms import ResultForm, ResultForms
from progress.follow_ups.pages import open_of_measure
from progress.judging.findings import goal_words
from progress.judging.judgement import judge
from progress.judging.results import entries_of, facts_of, own_figures
from progress.models import ProgressReport, StatusChange
from progress.rights import predicates
from sakado_dx.fiscal import deadline_words
from sakado_dx.organization.access import Standing

SECTIONS = (
    ("進捗", ("progress", "progress_reason")),
    ("取り組んだこと", ("actual_direction", "done", "effects")),
    ("課題と今後", ("issues", "next_work", "outlook")),
    ("公表用の記載", ("public_text",)),
)
AMOUNTS = ("initial_budget", "revised_budget", "settled_amount", "carried_over", "funding")


@dataclass(frozen=True)
class FieldBesideLastYear:
    field: forms.BoundField
    last_year: str
    max_length: int | None


@dataclass(frozen=True)
class ResultBesideTarget:
    """A result's form with the indicator's printed target and last year's figure."""

    form: ResultForm
    indicator: Indicator
    printed: str
    target: str
    last_year: str


@dataclass
class Entry:
    """All forms of the page, bound to `data` or showing what is stored."""

    report: ProgressReport
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
        return any(form.errors for form in (self.form, *self.all_forms))

    @property
    def all_forms(self) -> list[forms.Form]:
        return [*self.results, *([self.behalf] if self.behalf else [])]


def entry_for(standing: Standing, report: ProgressReport, data=None) -> Entry:
    """The page's forms for this person; 3 queries.

    What only a page shows (returns, the reason given before) is looked up when it is shown: a
    save needs none of it.
    """
    stored = entries_of(report)
    past = cache(partial(_reasoned, report))
    form = ReportForm(
        data,
        report=report,
        words=list(PlanWord.objects.filter(plan=report.year.plan_id)),
    )
    results = ResultForms(data, indicators=report.entered_indicators, entries=stored)
    behalf = None
    if predicates.acts_on_behalf(standing, report):
        behalf = OnBehalfForm(
            data, initial={"reason": partial(_last_reason, past)}, label_suffix=""
        )
    return Entry(report, form, results, behalf, past)


def _reasoned(report: ProgressReport) -> list[StatusChange]:
    """The returns and the acts on behalf so far, newest first."""
    return list(report.changes.exclude(reason="").select_related("by").order_by("-version"))


def _last_return(report: ProgressReport, past: Callable[[], list]) -> StatusChange | None:
    """The return that the report is in, if it is."""
    if report.state != ProgressReport.State.RETURNED:
        return None
    return next((each for each in past() if each.verb == StatusChange.Verb.SEND_BACK), None)


def _last_reason(past: Callable[[], list]) -> str:
    return next((each.reason for each in past() if each.on_behalf), "")


def page_of(entry: Entry) -> dict:
    """What the page shows beside the forms: last year, targets, plan."""
    report = entry.report
    last_year = access.last_years_report(report)
    sections = [
        (title, [_beside(entry.form, name, last_year) for name in names])
        for title, names in SECTIONS
    ]
    return {
        "report": report,
        "entry": entry,
        "form": entry.form,
        "more_forms": entry.all_forms,
        "as_read": as_read([entry.form, *entry.results]),
        "has_errors": entry.has_errors,
        "sections": sections,
        "amounts": [_beside(entry.form, name, last_year) for name in AMOUNTS],
        "results": _results(entry),
        "elsewhere": _elsewhere(report),
        "last_year": last_year,
        "follow_ups": open_of_measure(report.measure),
        "parts": parts_of(report),
        "notes": list(report.measure.notes.select_related("by")[:5]),
        "last_return": _last_return(report, entry.past),
        "planned": report.planned_direction,
        "deadline": deadline_words(report.due, timezone.localdate()),
        "amounts_open": any(
            entry.form[name].errors or entry.form[name].value() for name in AMOUNTS
        ),
        "page_title": f"進捗の入力（{report.measure.code} {report.measure.name}）",
    }


def _beside(form: ReportForm, name: str, last_year: ProgressReport | None) -> FieldBesideLastYear:
    text = shown(getattr(last_year, name)) if last_year else ""
    is_text = isinstance(form.fields[name].widget, forms.Textarea)
    return FieldBesideLastYear(form[name], text, form.fields[name].max_length if is_text else None)


def _elsewhere(report: ProgressReport) -> list[tuple[Indicator, Measure]]:
    """Indicators that are entered in another measure's report."""
    return [(each, home) for each, home in report.indicator_homes if home.pk != report.measure_id]


def _results(entry: Entry) -> list[ResultBesideTarget]:
    report = entry.report
    indicators = report.entered_indicators
    prefetch_related_objects(indicators, "targets")
    year = report.year.fiscal_year
    figures = own_figures(report)
    plan = report.year.plan
    rows = []
    for form in entry.results:
        indicator = form.indicator
        facts = facts_of(indicator, plan.first_fiscal_year, plan.last_fiscal_year)
        own = figures.get(indicator.pk, {})
        last = judge(facts, own, year - 1).finding if year - 1 in own else ""
        goal = goal_words(facts, judge(facts, own, year))
        rows.append(ResultBesideTarget(form, indicator, indicator.printed, goal, last))
    return rows


def fields_of_last_year(last_year: ProgressReport) -> dict:
    """What 前年度と変更なし takes over: direction, texts and words, but no amounts."""
    names = [name for name in ProgressReport.CONTENT_FIELDS if name not in AMOUNTS]
    return {name: getattr(last_year, name) for name in names} | {"is_unchanged": True}


def differences(entry: Entry) -> list[Difference]:
    """Where the typed form differs from the report as it is stored now."""
    report, typed = entry.report, entry.form.storable
    rows = [
        difference(entry.form[name], shown(value), shown(getattr(report, name)))
        for name, value in changed_fields(report, typed).items()
    ]
    for form in entry.results:
        if form.is_valid() and changed_entries(report, {form.indicator.pk: form.entry}):
            rows += _result_differences(form)
    return rows


def _result_differences(form: ResultForm) -> list[Difference]:
    rows = []
    for name, field in form.fields.items():
        mine, theirs = shown(form.cleaned_data.get(name)), shown(form.initial.get(name))
        words = {key: word for key, word in getattr(field, "choices", []) if key}
        mine, theirs = words.get(mine, mine), words.get(theirs, theirs)
        if mine != theirs:
            rows.append(difference(form[name], mine, theirs, form.indicator.name))
    return rows
