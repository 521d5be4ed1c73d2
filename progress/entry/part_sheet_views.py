"""関係課回答票: one page a division and year, and the secretariat's list of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from progress import access
from progress.entry import merging, part_sheet_pages, tasks
from progress.entry.forms import behalf_for
from progress.entry.part_sheet_verbs import Answers, answer_sheet
from progress.models import Contribution
from progress.models.contributions import SHEET
from progress.unsent.pages import forget_sent, has_unsent, saved_names, unsent_at
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data


@require_http_methods(["GET", "POST"])
def part_sheet(request, year_id, pk):
    """All rows of a division in a year; each is saved by itself."""
    year, division = access.part_sheet_for(request, year_id, pk)
    sheet = part_sheet_pages.sheet_of(year, division, request.standing.day)
    if request.method == "POST":
        return _save(request, sheet)
    data = kept_data(request)
    behalf = behalf_for(request.standing, division, data)
    return _page(request, sheet, data, behalf=behalf)


def _save(request, sheet):
    behalf = behalf_for(request.standing, sheet.division, request.POST)
    data = merging.chosen_of(request.POST, lambda: part_sheet_pages.forms_of(sheet))
    if behalf and not behalf.is_valid():
        return _page(request, sheet, data, behalf=behalf)
    forms = part_sheet_pages.forms_of(sheet, data)
    answers = answer_sheet(
        forms,
        by=request.standing,
        reason=behalf.cleaned_data["reason"] if behalf else "",
        rest_has_nothing="rest" in request.POST,
    )
    _say(request, answers)
    stored = [form for form in forms if form.is_sent and form.contribution.pk not in answers.kept]
    saved = saved_names([*([behalf] if behalf else []), *stored])
    forget_sent(request, SHEET, sheet.subject, saved)
    if not answers.kept:
        return redirect(request.get_full_path())
    fresh = part_sheet_pages.sheet_of(sheet.year, sheet.division, request.standing.day)
    return _page(request, fresh, data, answers=answers, behalf=behalf)


def _say(request, answers: Answers) -> None:
    """How many rows are saved, and what became of the others."""
    if answers.saved:
        messages.success(request, f"{answers.saved}件を保存しました。")
    if answers.left:
        messages.info(
            request, f"{answers.left}件は、先に回答されたか受付を終えたため、そのままです。"
        )
    if answers.kept:
        sentence = "件は保存していません。理由は、それぞれの行にあります。"
        messages.warning(request, f"{len(answers.kept)}{sentence}")
    elif not (answers.saved or answers.left):
        messages.info(request, "変わったところがないため、何も保存していません。")


def _page(request, sheet, data=None, *, answers=None, behalf=None):
    page = Paginator(sheet.changeable, part_sheet_pages.PER_PAGE).get_page(request.GET.get("page"))
    rows = part_sheet_pages.with_forms(page.object_list, data, answers)
    closed = part_sheet_pages.with_kept(sheet.closed, data, answers)
    forms = [row.form for row in rows]
    of_page = [*([behalf] if behalf else []), *forms]
    unsent = unsent_at(request.standing, SHEET, sheet.subject, of_page)
    has_errors = bool(answers and answers.kept) or bool(behalf and behalf.errors)
    context = {
        "sheet": sheet,
        "page_obj": page,
        "rows": rows,
        "closed": closed,
        "behalf": behalf,
        "error_forms": [row.form for row in rows if row.form.errors],
        "unsent": unsent,
        "has_unsent": _has_unsent_of(request.standing, sheet, closed),
        "deadline": part_sheet_pages.deadline_of(sheet, timezone.localdate()),
        "has_errors": has_errors,
        "page_title": f"関係課回答票（{sheet.division}、{sheet.year.short_label}）",
        "breadcrumbs": [_from(request, sheet), ("関係課回答票", None)],
    }
    met = answers and any(each.theirs or each.closed for each in answers.kept.values())
    return render(request, "progress/entry/part_sheet.html", context, status=409 if met else 200)


def _has_unsent_of(standing, sheet, closed) -> bool:
    """Whether anything is kept of rows that take nothing any more; no query where there is none."""
    names = tuple(row.prefix for row in closed)
    return bool(names) and has_unsent(standing, SHEET, sheet.subject, names)


def _from(request, sheet) -> tuple[str, str]:
    """Where this person came from: their own tasks, or the secretariat's list."""
    if request.standing.belongs_to(sheet.division.pk):
        return ("担当施策", tasks.my_measures_url())
    return ("関係課回答票の一覧", reverse("progress:part_sheet_list", args=[sheet.year.pk]))


@require_GET
def part_row(request, pk):
    """The way from one part to its row."""
    return redirect(access.contribution_to_write(request.standing, pk))


@require_GET
@secretariat_required
def part_sheet_list(request, year_id):
    """Which divisions have answered, and which rows were closed without an answer."""
    year = access.year_of_page(request, year_id)
    parts = Contribution.objects.filter(report__year=year).with_report()
    lines = part_sheet_pages.lines_of(
        parts.order_by("division__order", "division", "report__measure__order")
    )
    context = {
        "year": year,
        "lines": lines,
        "shut": part_sheet_pages.titled(lines),
        "today": timezone.localdate(),
        "page_title": f"関係課回答票の一覧（{year.short_label}）",
        "breadcrumbs": [
            ("事務局確認", reverse("progress:queue", args=[year.pk])),
            ("関係課回答票の一覧", None),
        ],
    }
    return render(request, "progress/entry/part_sheet_list.html", context)
