"""課の記入用ブック: downloaded, filled in, and taken in once its differences were seen."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress import access
from progress.entry import tasks
from progress.entry.forms import behalf_for
from progress.entry.merging import UNCHOSEN
from progress.sheets import pages, verbs, workbook
from progress.sheets.columns import Readers
from progress.sheets.forms import TicketForm, WorkbookForm
from progress.sheets.gathering import book_of, books_of
from progress.workflow.posts import REFUSALS
from sakado_dx.files import file_answer
from sakado_dx.imports.models import Import
from sakado_dx.imports.recording import SourceFile, TakenAlready
from sakado_dx.organization.access import secretariat_required
from sakado_dx.spreadsheets.annotating import annotated
from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.storage import PrivateStorage, facts_of, ticket

PAGE = "記入用ブック"
GONE = (
    "取り込むファイルが見つかりません。既に取り込まれたか、確認の画面を開いてから1日を過ぎています。"
    "もう一度ファイルを選んでください。"
)
NEXT = "報告と調書の提出と、回答票の回答は、担当施策から行います。"
MOVED = (
    "確認の画面を表示した後に、登録内容が変わりました。まだ何も取り込んでいません。"
    "下の違いを確かめて、もう一度取り込んでください。"
)


@require_http_methods(["GET", "POST"])
def division_workbook(request, year_id, division_id):
    """The workbook of a division: to download, and to give back filled in."""
    year, division = access.workbook_for(request, year_id, division_id)
    if not year.is_open:
        return _closed(request, year)
    if request.method == "GET":
        return _page(request, year, division, WorkbookForm())
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, year, division, form)
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        preview = pages.preview_of(request.standing, year, division, file.name, content, {})
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return _page(request, year, division, form)
    if not (preview.is_ready or preview.faults):
        return _page(request, year, division, WorkbookForm(), preview=preview)
    storage = PrivateStorage()
    storage.save(content)
    facts = {"name": file.name, "stored": storage.name, "division": division.pk, "year": year.pk}
    facts |= {"digest": preview.digest, "user": request.user.pk}
    return _looked_at(request, year, division, preview, facts)


def _looked_at(request, year, division, preview, facts, **more):
    """What is to be confirmed; where nothing can be, why, with a copy of the file to be marked."""
    if preview.is_ready:
        return _preview(request, year, division, preview, facts, **more)
    form = TicketForm(initial={"ticket": ticket(**facts)})
    return _page(request, year, division, WorkbookForm(), preview=preview, marked=form)


def _facts(request, year, division) -> dict | None:
    """What the ticket of a POST says; None where it is nobody's, or of another workbook."""
    facts = facts_of(request.POST.get("ticket", ""), request.user.pk) or {}
    own = (facts.get("year"), facts.get("division")) == (year.pk, division.pk)
    return facts if own else None


@require_POST
def division_workbook_marked(request, year_id, division_id):
    """The file that was given back, each wrong cell marked."""
    year, division = access.workbook_for(request, year_id, division_id)
    if (facts := _facts(request, year, division)) is None:
        return _page(request, year, division, WorkbookForm(), problem=GONE, status=409)
    try:
        content = PrivateStorage(facts["stored"]).read()
        told = _shown_again(request, year, division, facts).faults
        content = annotated(content, [(each.sheet, each.fault) for each in told])
    except (FileNotFoundError, Refused) as error:
        problem = str(error) if isinstance(error, Refused) else GONE
        return _page(request, year, division, WorkbookForm(), problem=problem, status=409)
    return file_answer(content, f"誤りの印_{facts['name']}")


@require_POST
def division_workbook_store(request, year_id, division_id):
    """Take in what was shown, with the choices that were made."""
    year, division = access.workbook_for(request, year_id, division_id)
    if not year.is_open:
        return _closed(request, year)
    if (facts := _facts(request, year, division)) is None:
        return _page(request, year, division, WorkbookForm(), problem=GONE, status=409)
    if made := Import.objects.filter(key=facts["stored"]).first():
        return _done(request, made)
    behalf = behalf_for(request.standing, division, request.POST)
    try:
        preview = _shown_again(request, year, division, facts)
        problem = _against(preview, facts, behalf)
        if not problem and not (behalf and behalf.errors):
            if made := _taken_in(request, verbs.target_of(year, division), preview, facts, behalf):
                PrivateStorage(facts["stored"]).remove()
                return _done(request, made)
            problem, preview = MOVED, _shown_again(request, year, division, facts)
    except (FileNotFoundError, Refused):
        return _page(request, year, division, WorkbookForm(), problem=GONE, status=409)
    facts |= {"digest": preview.digest}
    return _looked_at(request, year, division, preview, facts, behalf=behalf, problem=problem)


def _shown_again(request, year, division, facts):
    """What the kept file would do by now, with the choices that were made."""
    content = PrivateStorage(facts["stored"]).read()
    return pages.preview_of(request.standing, year, division, facts["name"], content, request.POST)


def _against(preview, facts, behalf) -> str:
    """Why what was confirmed is not stored; "" where nothing but the reason may be wanting."""
    if preview.digest != facts["digest"] or not preview.is_ready:
        return MOVED
    if behalf:
        behalf.is_valid()
    return UNCHOSEN if preview.open_choices else ""


def _taken_in(request, into, preview, facts, behalf) -> Import | None:
    """The import that is stored; None where another was faster, since it was compared."""
    reason = behalf.cleaned_data["reason"] if behalf else ""
    content = PrivateStorage(facts["stored"]).read()
    file = SourceFile(facts["name"], content, facts["stored"])
    try:
        return verbs.take_in(preview, into, file, by=request.standing, reason=reason)
    except TakenAlready as error:
        return error.made
    except (*REFUSALS, ValidationError):
        return None


def _done(request, made: Import):
    """What was taken in, by its record, from which it can be taken back."""
    messages.success(
        request, f"「{made.file_name}」の{made.changed}行を、下書きに取り込みました。{NEXT}"
    )
    return redirect(made)


def _closed(request, year):
    messages.info(request, f"{year.label}は締められているため、{PAGE}は使えません。")
    return redirect("progress:dashboard", year.pk)


def _page(request, year, division, form, *, status=200, **more):
    book = book_of(year, division, request.standing.day)
    context = {
        "year": year,
        "division": division,
        "form": form,
        "due": year.due_for(division.pk),  # after the book, which reads the extensions
        "book": book,
        "page_title": f"{PAGE}（{division}、{year.short_label}）",
        "breadcrumbs": [*_from(request, year, division), (PAGE, None)],
        **more,
    }
    return render(request, "progress/sheets/workbook.html", context, status=status)


def _preview(request, year, division, preview, facts, *, behalf=None, problem=""):
    address = reverse("progress:division_workbook", args=[year.pk, division.pk])
    own = behalf or behalf_for(request.standing, division)
    context = {
        "year": year,
        "division": division,
        "preview": preview,
        "form": TicketForm(initial={"ticket": ticket(**facts)}),
        "behalf": own,
        "problem": problem,
        "has_errors": bool(problem or (own and own.errors)),
        "page_title": f"{PAGE}の取込みの確認（{division}、{year.short_label}）",
        "breadcrumbs": [*_from(request, year, division), (PAGE, address), ("取込みの確認", None)],
    }
    status = 409 if problem else 200
    return render(request, "progress/sheets/preview.html", context, status=status)


def _from(request, year, division) -> list[tuple[str, str | None]]:
    """Where this person came from: their own tasks, or the secretariat's list."""
    if request.standing.belongs_to(division.pk):
        return [("担当施策", tasks.my_measures_url())]
    queue = reverse("progress:queue", args=[year.pk])
    return [
        ("事務局確認", queue),
        (f"課の{PAGE}", reverse("progress:workbook_list", args=[year.pk])),
    ]


@require_GET
def division_workbook_file(request, year_id, division_id):
    """The file, as of now."""
    year, division = access.workbook_for(request, year_id, division_id)
    if not year.is_open:
        return _closed(request, year)
    book = book_of(year, division, request.standing.day)
    if book.is_blank:
        messages.info(request, f"{division}には、{year.label}に記入するものがありません。")
        return redirect("progress:division_workbook", year.pk, division.pk)
    content = workbook.to_xlsx(book, Readers(year.plan), timezone.now())
    return file_answer(content, pages.file_name(book))


@require_GET
@secretariat_required
def workbook_list(request, year_id):
    """The workbooks of all divisions, for the secretariat."""
    year = access.year_of_page(request, year_id)
    if not year.is_open:
        return _closed(request, year)
    context = {
        "year": year,
        "lines": pages.book_lines(year, request.standing.day),
        "page_title": f"課の{PAGE}（{year.short_label}）",
        "breadcrumbs": [
            ("事務局確認", reverse("progress:queue", args=[year.pk])),
            (f"課の{PAGE}", None),
        ],
    }
    return render(request, "progress/sheets/list.html", context)


@require_GET
@secretariat_required
def workbook_zip(request, year_id):
    """The files of all divisions in one."""
    year = access.year_of_page(request, year_id)
    if not year.is_open:
        return _closed(request, year)
    books = [(each, pages.file_name(each)) for each in books_of(year, None, request.standing.day)]
    content = workbook.to_zip(books, Readers(year.plan), timezone.now())
    return file_answer(content, f"{PAGE}_{year.short_label}.zip")
