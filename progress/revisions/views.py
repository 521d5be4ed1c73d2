"""計画の見直し: the list, a new one, the lines of one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from progress.plan_document.exporting import document_of
from progress.plan_document.loading.opening import open_document
from progress.plan_document.schema.faults import DocumentRefused
from progress.plan_document.sheets.workbook import to_workbook
from progress.revisions import drafting, fetching, list_pages, pages
from progress.revisions.effect_pages import effect_of
from progress.revisions.forms import NewRevisionForm
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx import lists
from sakado_dx.files import file_answer
from sakado_dx.lists import Listing
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.records.acting import Door


@require_GET
def revision_list(request):
    """Revisions as far as this person may read them."""
    rows = fetching.revisions_for(request.standing)
    form = list_pages.RevisionFilter(request.GET)
    listing = Listing(list_pages.TITLE, list_pages.COLUMNS, rows, form, request.GET)
    more = {
        "plan_in_force": pages.plan_in_force(),
        "breadcrumbs": list_pages.way((list_pages.TITLE, None)),
    }
    return lists.answer(request, listing, more, "progress/revisions/list.html")


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_new(request):
    """A new draft, empty or with the differences of a document."""
    plan, faults = pages.plan_in_force(), []
    data = request.POST if request.method == "POST" else kept_data(request)
    form = NewRevisionForm(data, request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_made(request, plan, form))
        except DocumentRefused as refused:
            faults = refused.faults
        except (NotAllowed, Incomplete) as refusal:
            if made := pages.made_before(plan, request.user, form.cleaned_data["title"]):
                return redirect(made)
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "faults": faults,
        "plan_in_force": plan,
        "page_title": "新しい計画の見直し",
        "breadcrumbs": list_pages.way(
            (list_pages.TITLE, reverse("progress:revision_list")), ("新しい見直し", None)
        ),
    }
    status = 409 if faults or form.non_field_errors() else 200
    return render(request, "progress/revisions/new.html", context, status=status)


def _made(request, plan, form):
    """The draft of a form that is filled in. Raises NotAllowed, Incomplete, DocumentRefused."""
    if plan is None:
        raise NotAllowed(drafting.NOT_IN_FORCE)
    told = dict(form.cleaned_data)
    file = told.pop("document")
    said = {"by": request.standing, "door": Door.PAGE, **told}
    if not file:
        revision = drafting.draft(plan, **said)
        said = f"見直しの案を作りました。{plan.measure_label}のページから、変更を加えます。"
        messages.success(request, said)
        return revision
    document, notices = open_document(file.name, file.read())
    revision = drafting.draft_from_document(plan, document, **said)
    count = revision.changes.count()
    messages.success(request, f"文書「{file.name}」との違い{count}件を、見直しの案にしました。")
    for each in notices:
        messages.warning(request, f"{each.place} {each.problem}")
    return revision


@require_GET
@secretariat_required
def revision_form(request):
    """The plan in force as a workbook, to be changed and taken in as a draft."""
    plan = pages.plan_in_force()
    if plan is None:
        raise Http404
    return file_answer(to_workbook(document_of(plan)), f"{plan.title}（見直しの様式）.xlsx")


@require_GET
def revision_detail(request, pk):
    """A revision: its lines in words, and where it stands."""
    revision = fetching.revision_for(request.standing, pk)
    context = {
        "revision": revision,
        **pages.page_of(request.standing, revision),
        "effect": effect_of(revision, request.standing),
        "page_title": str(revision),
        "breadcrumbs": list_pages.way_to(revision),
    }
    return render(request, "progress/revisions/detail.html", context)
