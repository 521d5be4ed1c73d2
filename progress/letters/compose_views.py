"""Writing letters by hand: to whom, with what is added, a preview, and the act."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from progress import access
from progress.letters import compose_pages, pages, verbs
from progress.letters.forms import ComposeForm
from progress.letters.verbs import Paper
from progress.models import LetterKind
from sakado_dx.fiscal import label_name
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.records import mail


@require_http_methods(["GET", "POST"])
@secretariat_required
def letter_write(request, year_id, kind):
    """依頼 or 照会 of a year to the divisions that are chosen."""
    year = access.year_at_all(year_id)
    if kind not in compose_pages.BY_HAND:
        raise Http404
    title = f"{LetterKind(kind).label}（{label_name(year.fiscal_year)}）"
    return _compose(request, year, kind, compose_pages.to_ask(year, kind), title)


@require_http_methods(["GET", "POST"])
@secretariat_required
def letter_invite(request, pk):
    """開催通知 of a meeting to its members and the divisions on its agenda."""
    meeting = access.meeting_for(request.standing, pk)
    addressed = compose_pages.to_invite(meeting)
    title = f"開催通知（{meeting}）"
    return _compose(request, meeting.year, LetterKind.MEETING, addressed, title)


def _compose(request, year, kind, addressed, title):
    data = request.POST if request.method == "POST" else kept_data(request)
    form = ComposeForm(data)
    lines = pages.lines_of(addressed, data.getlist("to") if data else [])
    if request.method == "POST" and "send" in request.POST and form.is_valid():
        chosen = [each.addressed for each in lines if each.is_ticked]
        if not chosen:
            form.add_error(None, "宛先を一つ以上選んでください。")
        else:
            letters = verbs.send(year, kind, chosen, by=request.standing, paper=form.paper)
            return _done(request, letters)
    paper = form.paper if form.is_bound and form.is_valid() else Paper()
    context = {
        "year": year,
        "form": form,
        "lines": lines,
        "letter": pages.preview(year, kind, lines, request.user, paper),
        "uses_mail": mail.is_used(),
        "today": timezone.localdate(),
        "kind": kind,
        "page_title": title,
        "breadcrumbs": [("文書の記録", reverse("progress:letter_list")), (title, None)],
    }
    return render(request, "progress/letters/compose.html", context)


def _done(request, letters):
    """What was written by which way, and the sheets to print."""
    if not letters:
        messages.info(
            request, "新しく作った文書はありません。選んだ宛先には、今日、既に作っています。"
        )
        return redirect("progress:letter_list")
    on_paper = [each for each in letters if not each.is_mailed]
    mailed = len(letters) - len(on_paper)
    said = [f"{mailed}通をメールで送ります。"] if mailed else []
    said += [f"{len(on_paper)}通は紙で渡してください。"] if on_paper else []
    messages.success(request, f"文書を{len(letters)}通作りました。{''.join(said)}")
    if not on_paper:
        return redirect("progress:letter_list")
    query = "&".join(f"letter={each.pk}" for each in on_paper)
    return redirect(f"{reverse('progress:letter_papers')}?{query}")
