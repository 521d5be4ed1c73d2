"""What others add: a contributing division's part, notes to a measure, whom to ask."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from progress import access
from progress.entry import contribution_pages, contribution_verbs, merging, tasks
from progress.entry.contribution_forms import ContributionForm, ContributorsForm, NoteForm
from progress.reading.inputs import inputs_of
from progress.reading.reports import shown_one, title_of
from progress.rights import predicates
from progress.unsent.pages import forget_sent, saved_names, unsent_at
from progress.workflow.posts import version_of
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from progress.year.contributors import askable
from sakado_dx.deadlines import deadline_words
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data


def _form(request, contribution, data=None) -> ContributionForm:
    return ContributionForm(
        data,
        contribution=contribution,
        indicator=contribution_pages.shared_indicator(inputs_of(contribution.report).asked),
        on_behalf=predicates.contributes_on_behalf(request.standing, contribution),
    )


@require_http_methods(["GET", "POST"])
def contribution_edit(request, pk):
    """A division's part of a report, with what it has to know of the measure."""
    contribution = access.contribution_to_write(request.standing, pk)
    if request.method == "GET":
        form = _form(request, contribution, kept_data(request))
        return _page(request, contribution, form)
    form = _form(request, contribution, _chosen(request, contribution))
    if not form.is_valid():
        return _page(request, contribution, form)
    return _contribute(request, contribution, form)


def _chosen(request, contribution):
    """The form as sent; where two editors met, with the sender's choice field by field."""
    same = version_of(request.POST) == contribution.version
    if not same or not merging.has_choices(request.POST):
        return request.POST
    return merging.chosen(request.POST, [_form(request, contribution)])


def _contribute(request, contribution, form):
    version = version_of(request.POST)
    try:
        contribution_verbs.contribute(
            contribution, by=request.standing, version=version, **form.cleaned_data
        )
    except Incomplete as refusal:
        for each in refusal.missing:
            form.add_error(each.field, each.sentence)
        return _page(request, contribution, form)
    except (Conflict, NotAllowed) as refusal:
        return _conflict(request, contribution, str(refusal))
    forget_sent(request, "contribution", contribution.pk, saved_names([form]))
    messages.success(request, "関係課としての記載を保存しました。")
    return redirect(_way_back(request, contribution))


def _conflict(request, contribution, refusal: str):
    """409 with both texts; where nothing differs, the text is stored and all is well."""
    current = access.contribution_to_write(request.standing, contribution.pk)
    form = _form(request, current, request.POST)
    form.is_valid()
    differing = _differences(form)
    if not differing and current.is_answered and current.report.is_editable:
        forget_sent(request, "contribution", current.pk, saved_names([form]))
        messages.success(request, "関係課としての記載を保存しました。")
        return redirect(_way_back(request, current))
    return _page(request, current, form, refusal=refusal, differences=differing, status=409)


def _differences(form) -> list[merging.Difference]:
    """Where the typed part differs from the stored one."""
    names = (name for name in form.fields if name in form.initial)
    pairs = [
        (name, _shown(form.cleaned_data.get(name)), _shown(form.initial[name])) for name in names
    ]
    return [
        merging.difference(form[name], mine, theirs)
        for name, mine, theirs in pairs
        if mine != theirs
    ]


def _shown(value) -> str:
    if isinstance(value, bool):
        return "印を付ける" if value else "印を付けない"
    return merging.shown(value)


def _way_back(request, contribution) -> str:
    if request.standing.belongs_to(contribution.division_id):
        return tasks.my_measures_url()
    return reverse("progress:report_review", args=[contribution.report_id])


def _page(request, contribution, form, refusal="", differences=(), status=200):
    report = contribution.report
    told = shown_one(report, request.standing.day)
    unsent = unsent_at(request.standing, "contribution", contribution.pk, [form])
    context = {
        "contribution": contribution,
        "unsent": unsent,
        "report": told,
        "deadline": deadline_words(contribution.due, timezone.localdate()),
        "indicator": contribution_pages.shared_indicator(inputs_of(report, told.edition).asked),
        "last_year": contribution_pages.last_years_part(contribution),
        "may_change": report.is_editable,
        "form": form,
        "as_read": unsent.marks,
        "refusal": refusal,
        "differences": differences,
        "has_errors": bool(refusal),
        "page_title": f"関係課としての記載（{told.measure}）",
        "breadcrumbs": [("担当施策", tasks.my_measures_url()), ("関係課としての記載", None)],
    }
    return render(request, "progress/entry/contribution_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@secretariat_required
def report_contributors(request, pk):
    """Whom the secretariat asks for a part; 全課 is one click."""
    report = access.report_at_all(pk)
    choices = askable(timezone.localdate())
    chosen = report.contributions.values_list("division_id", flat=True)
    data = request.POST if request.method == "POST" else kept_data(request)
    form = ContributorsForm(data, choices=choices, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        divisions = choices if "everybody" in request.POST else form.cleaned_data["divisions"]
        try:
            contribution_verbs.name_contributors(report, by=request.standing, divisions=divisions)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "関係課を決めました。")
            return redirect("progress:report_review", pk)
    title = title_of(report)
    context = {
        "report": report,
        "title": title,
        "form": form,
        "page_title": f"関係課（{title}）",
        "breadcrumbs": [
            ("事務局確認", reverse("progress:queue", args=[report.year_id])),
            (title, reverse("progress:report_review", args=[report.pk])),
            ("関係課", None),
        ],
    }
    return render(request, "progress/entry/contributors.html", context)


@require_POST
def note_add(request, pk):
    """Add a 経過メモ to a measure."""
    measure = access.measure_at_all(pk)
    report = next(iter(access.reports_of_measure(measure)), None)
    form = NoteForm(request.POST)
    if report is None or not form.is_valid():
        context = {"measure": measure, "form": form, "page_title": f"経過メモ（{measure}）"}
        return render(request, "progress/entry/note_add.html", context)
    try:
        contribution_verbs.add_note(measure, report, by=request.standing, **form.cleaned_data)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    forget_sent(request, "note", pk, saved_names([form]))
    messages.success(request, "経過メモを書きました。")
    return redirect(measure)
