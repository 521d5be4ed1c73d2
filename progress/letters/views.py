"""文書: each on A4 and as a Word file, and that they were handed over."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from progress.letters import verbs
from progress.letters.forms import HandOverForm, LetterFilter
from progress.letters.list_pages import LOG, query_of
from progress.models import Letter
from progress.workflow import posts
from progress.workflow.refusals import NotAllowed
from sakado_dx.files import file_answer
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import secretariat_required
from sakado_dx.records.mail import OutgoingMail

MOST_SHEETS = 200


@require_GET
@secretariat_required
def letter_detail(request, pk):
    """One letter on A4, with its text to copy, and what became of it."""
    letter = get_object_or_404(Letter.objects.select_related("division", "year", "by"), pk=pk)
    mails = OutgoingMail.objects.filter(causes__cause=letter.mail_cause)
    context = {
        "letter": letter,
        "mails": list(mails.select_related("recipient")),
        "word_url": f"{reverse('progress:letter_papers_word')}?letter={pk}",
        "page_title": f"{letter.get_kind_display()}（{letter.addressee}）",
        "breadcrumbs": [(LOG, reverse("progress:letter_list")), (str(letter), None)],
    }
    return render(request, "progress/letters/detail.html", context)


@require_GET
@secretariat_required
def letter_papers(request, kind=""):
    """The letters of the log's filters as sheets, to print or to write on."""
    letters = LetterFilter(request.GET).narrowed(Letter.objects.order_by("division__order", "pk"))
    sheets = list(letters[:MOST_SHEETS])
    if not sheets:
        raise Http404
    title = f"文書 {format_date(timezone.localdate())}"
    if kind:
        from progress.letters.paper_word import to_word  # late: it loads python-docx

        return file_answer(to_word(sheets, title, timezone.now()), f"{title}.docx")
    waiting = [each for each in sheets if each.is_waiting]
    context = {
        "sheets": sheets,
        "left_out": letters.count() - len(sheets),
        "waiting": waiting,
        "form": HandOverForm(),
        "word_url": f"{reverse('progress:letter_papers_word')}?{query_of(request.GET)}",
        "page_title": "文書の印刷",
        "breadcrumbs": [(LOG, reverse("progress:letter_list")), ("文書の印刷", None)],
    }
    return render(request, "progress/letters/papers.html", context)


@require_POST
@secretariat_required
def letter_hand_over(request):
    """Record that letters on paper were handed over."""
    form = HandOverForm(request.POST)
    chosen = posts.numbers(request.POST.getlist("letter"))
    if not form.is_valid():
        messages.error(request, f"渡した日：{form.errors['on'][0]}")
        return redirect(_back(chosen))
    try:
        number = verbs.hand_over(chosen, by=request.standing, on=form.cleaned_data["on"])
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(_back(chosen))
    if number:
        messages.success(request, f"{number}通を、紙で渡したと記録しました。")
    else:
        messages.info(request, "新しく記録したものはありません。")
    return redirect("progress:letter_list")


def _back(chosen) -> str:
    """To the sheets that were shown."""
    query = "&".join(f"letter={pk}" for pk in sorted(chosen))
    name = "progress:letter_papers" if chosen else "progress:letter_list"
    return f"{reverse(name)}?{query}"
