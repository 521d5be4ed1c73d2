"""過去の年度の移行: a file, what it would make, and the yes to exactly that."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from progress import access
from progress.editions import history_pages, migrating
from progress.editions.history_forms import HistoryFileForm, HistoryReasonForm
from progress.editions.sheet import TITLE, read_history
from progress.models import ReviewYear
from progress.workflow.refusals import Incomplete, NotAllowed
from progress.year.pages import CALENDAR
from sakado_dx.files import file_answer
from sakado_dx.imports.recording import SourceFile, TakenAlready
from sakado_dx.organization.access import secretariat_required
from sakado_dx.records.acting import Door
from sakado_dx.spreadsheets import writing
from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.storage import PrivateStorage, facts_of, ticket

GONE = "表示した内容の控えが残っていません（1日で消えます）。もう一度ファイルを選んでください。"
PAGE = "過去の年度の移行"


@require_GET
@secretariat_required
def history(request):
    return _page(request, HistoryFileForm())


def _page(request, form, *, status=200, **more):
    plan = access.plan_or_404()
    context = {
        "form": form,
        "plan": plan,
        "open_years": migrating.open_for_history(plan),
        "page_title": PAGE,
        "breadcrumbs": [CALENDAR, (PAGE, None)],
        **more,
    }
    return render(request, "progress/editions/history.html", context, status=status)


@require_GET
@secretariat_required
def history_form(request):
    """A workbook with a line for each indicator of the years that can be taken over."""
    plan = access.plan_or_404()
    years = [each.fiscal_year for each in migrating.open_for_history(plan)]
    content = writing.to_xlsx(TITLE, *history_pages.form_rows(plan, years))
    return file_answer(content, f"{TITLE}の様式.xlsx")


@require_POST
@secretariat_required
def history_check(request):
    """Keep the file, and show what it would make."""
    form = HistoryFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    file, sheet = form.cleaned_data["file"], form.cleaned_data["sheet"]
    content = file.read()
    try:
        preview = history_pages.preview_of(access.plan_or_404(), file.name, content, sheet)
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return _page(request, form)
    if not preview.is_ready:
        return _page(request, HistoryFileForm(), name=file.name, preview=preview)
    storage = PrivateStorage()
    storage.save(content)
    facts = {"name": file.name, "sheet": sheet, "stored": storage.name, "user": request.user.pk}
    facts["years"] = [each.fiscal_year for each in preview.years]
    return _preview(request, preview, HistoryReasonForm(initial={"ticket": ticket(**facts)}), facts)


def _preview(request, preview, form, facts, status=200):
    context = {
        "preview": preview,
        "form": form,
        "name": facts["name"],
        "page_title": f"{PAGE}の確認",
        "breadcrumbs": [CALENDAR, (PAGE, None)],
    }
    return render(request, "progress/editions/history_preview.html", context, status=status)


@require_POST
@secretariat_required
def history_load(request):
    """Make the years that were shown; sent again, say that they stand."""
    facts = facts_of(request.POST.get("ticket", ""), request.user.pk)
    if facts is None:
        return _page(request, HistoryFileForm(), status=409, problem=GONE)
    plan, storage = access.plan_or_404(), PrivateStorage(facts["stored"])
    try:
        content = storage.read()
    except FileNotFoundError:
        return _done(request, plan, facts) or _page(
            request, HistoryFileForm(), status=409, problem=GONE
        )
    form = HistoryReasonForm(request.POST)
    if form.is_valid():
        try:
            _load(request, plan, content, facts, form.cleaned_data["reason"])
        except TakenAlready:
            return _done(request, plan, facts)
        except (NotAllowed, Incomplete) as refusal:
            form.add_error(None, str(refusal))
        else:
            storage.remove()
            return _done(request, plan, facts)
    return _done(request, plan, facts) or _again(request, plan, content, form, facts)


def _again(request, plan, content: bytes, form, facts: dict):
    """What the file would make by now, and why it did not."""
    status = 409 if form.non_field_errors() else 200
    preview = history_pages.preview_of(plan, facts["name"], content, facts["sheet"])
    if preview.is_ready:
        return _preview(request, preview, form, facts, status)
    return _page(request, HistoryFileForm(), status=409, name=facts["name"], preview=preview)


def _load(request, plan, content: bytes, facts: dict, reason: str) -> None:
    read = read_history(plan, facts["name"], content, facts["sheet"])
    if read.faults:
        raise NotAllowed("表示した後に計画の登録内容が変わり、誤りのある行ができました。")
    migrating.load_file(
        plan,
        SourceFile(facts["name"], content, facts["stored"]),
        by=request.standing,
        reason=reason,
        years=read.reports,
        door=Door.IMPORT,
        tell=partial(messages.warning, request),
    )


def _done(request, plan, facts: dict):
    """The way to the first of the years, where this person has made them all."""
    years = ReviewYear.objects.filter(plan=plan, fiscal_year__in=facts["years"])
    made = years.filter(changes__verb="load_history", changes__by=request.user)
    found = list(made.order_by("fiscal_year"))
    if len(found) != len(facts["years"]):
        return None
    labels = "、".join(each.label for each in found)
    messages.success(request, f"{labels}を、締めた年度として移行しました。")
    return redirect("progress:dashboard", found[0].pk)
