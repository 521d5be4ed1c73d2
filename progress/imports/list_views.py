"""The imports, one of them, and taking it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from progress.audit import list_pages as records
from progress.imports import list_pages as pages
from progress.imports import verbs
from progress.imports.forms import ImportFilter, UndoForm
from progress.imports.lists import lists_for
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx import lists
from sakado_dx.forms import FilterForm
from sakado_dx.imports.models import Import
from sakado_dx.lists import Listing

PER_PAGE = 50


@require_GET
def import_list(request):
    """Who took in what, when, from which file, and whether it stands."""
    imports = list(pages.imports_for(request.standing))
    form = ImportFilter(request.GET, sorted({each.title for each in imports}))
    listing = Listing(pages.TITLE, pages.COLUMNS, imports, form, request.GET, per_page=PER_PAGE)
    context = {"may_import": bool(lists_for(request)), "breadcrumbs": _way()}
    return lists.answer(request, listing, context, "progress/imports/list.html")


def _way(*further):
    home = ("ホーム", reverse("progress:home"))
    if not further:
        return [home, (pages.TITLE, None)]
    return [home, (pages.TITLE, reverse("progress:import_list")), *further]


def _import_for(request, pk: int) -> Import:
    """An import, for who made it and for the secretariat."""
    made = pages.imports_for(request.standing).filter(pk=pk).first()
    if made is None:
        raise Http404
    return made


@require_GET
def import_detail(request, pk):
    """One import: file, rows, reason, what it did, and each row before and after."""
    made = _import_for(request, pk)
    rows = pages.records_for(request.standing, made)
    form = FilterForm(request.GET)
    listing = Listing(
        f"取込の内容（{made}）", records.COLUMNS, rows, form, request.GET, PER_PAGE, records.told
    )
    context = {
        "made": made,
        "rows": pages.rows_in_words(made),
        "state": pages.state_of(made),
        "effects": made.effects.select_related("report__measure", "report__year").order_by("pk"),
        "may_undo": verbs.may_undo(request.standing, made) and not made.is_undone,
        "breadcrumbs": _way((str(made), None)),
    }
    return lists.answer(request, listing, context, "progress/imports/detail.html")


@require_http_methods(["GET", "POST"])
def import_undo(request, pk):
    """What taking it back would do, and the verb."""
    made, effects = _import_for(request, pk), None
    form = UndoForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            verbs.undo(made, by=request.standing, **form.cleaned_data)
        except verbs.Unseen as unseen:
            effects = unseen.effects
            form = UndoForm({**request.POST.dict(), "seen": effects.mark})
        except (NotAllowed, Incomplete) as refusal:
            form.add_error(None, str(refusal))
        if not effects and (not form.errors or _is_done(request, made, form.cleaned_data)):
            messages.success(request, f"「{made}」の取込を取り消しました。")
            return redirect(made)
    context = {
        "made": made,
        "rows": pages.rows_in_words(made),
        "refusal": verbs.refusal_of_undo(made),
        "effects": effects,
        "form": form,
        "page_title": f"取込の取消し（{made}）",
        "breadcrumbs": _way((str(made), made.get_absolute_url()), ("取消し", None)),
    }
    status = 409 if effects or form.non_field_errors() else 200
    return render(request, "progress/imports/undo.html", context, status=status)


def _is_done(request, made: Import, said: dict) -> bool:
    """Whether this very yes came before: a double click gets the answer of the first."""
    stands = Import.objects.filter(pk=made.pk, undone_at__isnull=False)
    return stands.filter(undone_by=request.user, undo_reason=said["reason"]).exists()
