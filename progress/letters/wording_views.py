"""ひな形: the wording of each kind of letter, from whom they come, whom to ask."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress import access
from progress.letters import verbs
from progress.letters.wording import FIELDS, STANDARD, filled_wording
from progress.letters.wording_forms import HeadForm, WordingForm
from progress.models import Letter, LetterHead, LetterKind, LetterTemplate
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data

LOG = ("文書の記録", "progress:letter_list")
PAGE = ("文書のひな形", "progress:wording_list")


@require_GET
@secretariat_required
def wording_list(request):
    """The kinds, each with its 件名, and the head of all of them."""
    plan = access.plan_or_404()
    own = {each.kind: each for each in LetterTemplate.objects.filter(plan=plan)}
    context = {
        "kinds": [(kind, own.get(kind.value), STANDARD[kind]) for kind in LetterKind],
        "office": verbs.office_of(plan, LetterKind.REQUEST),
        "page_title": PAGE[0],
        "breadcrumbs": [(LOG[0], reverse(LOG[1])), (PAGE[0], None)],
    }
    return render(request, "progress/letters/wording_list.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_required
def letter_head(request):
    """From whom a plan's letters come."""
    plan = access.plan_or_404()
    head = LetterHead.objects.filter(plan=plan).first() or LetterHead(plan=plan)
    data = request.POST if request.method == "POST" else kept_data(request)
    as_read = verbs.read_mark_of(head) if data is None else data.get("as_read")
    form, current = HeadForm(data, instance=head), None
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_head(form.instance, by=request.standing, as_read=as_read)
        except Conflict as refusal:
            current = refusal.current
            as_read = verbs.read_mark_of(current)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "文書の発信者と担当を保存しました。")
            return redirect(PAGE[1])
    title = "発信者と担当"
    context = {
        "form": form,
        "current": current,
        "as_read": as_read,
        "page_title": title,
        "breadcrumbs": [(LOG[0], reverse(LOG[1])), (PAGE[0], reverse(PAGE[1])), (title, None)],
    }
    status = 409 if current else 200
    return render(request, "progress/letters/head.html", context, status=status)


@require_http_methods(["GET", "POST"])
@secretariat_required
def wording_edit(request, kind):
    """A kind's wording, with what can be inserted and how it will look."""
    plan = access.plan_or_404()
    _known(kind)
    own = LetterTemplate.objects.filter(plan=plan, kind=kind).first()
    form = _form(request, kind, own)
    if request.method == "POST" and form.is_valid() and "save" in request.POST:
        try:
            verbs.change_template(
                plan, kind, form.wording, by=request.standing, version=form.cleaned_data["version"]
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"「{LetterKind(kind).label}」のひな形を保存しました。")
            return redirect(PAGE[1])
    title = f"ひな形（{LetterKind(kind).label}）"
    context = {
        "form": form,
        "kind": kind,
        "own": own,
        "names": FIELDS[kind],
        "letter": _sample(plan, kind, form, request.user),
        "page_title": title,
        "breadcrumbs": [(LOG[0], reverse(LOG[1])), (PAGE[0], reverse(PAGE[1])), (title, None)],
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "progress/letters/wording_edit.html", context, status=status)


def _known(kind: str) -> None:
    if kind not in LetterKind.values:
        raise Http404


def _form(request, kind: str, own: LetterTemplate | None) -> WordingForm:
    standard = vars(STANDARD[kind]) | {"version": 0}
    names = ("subject", "body", "particulars", "version")
    initial = {name: getattr(own, name) for name in names} if own else standard
    data = request.POST if request.method == "POST" else kept_data(request)
    return WordingForm(data, kind=kind, initial=initial)


def _sample(plan, kind: str, form: WordingForm, user) -> Letter:
    """The wording with the names of the fields in it."""
    office = verbs.office_of(plan, kind)
    wording = form.wording if form.is_bound and form.is_valid() else office.wording
    filled = filled_wording(wording, {name: f"〔{name}〕" for name in FIELDS[kind]})
    return Letter(
        plan=plan,
        kind=kind,
        addressee="各所属長",
        number="〔文書番号〕",
        dated_on=timezone.localdate(),
        sender=office.sender,
        contact=office.contact,
        by=user,
        **vars(filled),
    )


@require_POST
@secretariat_required
def wording_restore(request, kind):
    """The portal's own wording again."""
    _known(kind)
    verbs.restore_template(access.plan_or_404(), kind, by=request.standing)
    messages.success(request, f"「{LetterKind(kind).label}」のひな形を、初めの文に戻しました。")
    return redirect(PAGE[1])
