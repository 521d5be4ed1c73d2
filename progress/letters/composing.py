"""The page on which letters are written by hand, whatever they are about: addressees, none of
them ticked, what is added, a preview, a question where one is due, and the act."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from progress.letters import pages, verbs
from progress.letters.filling import Addressed
from progress.letters.forms import ComposeForm
from progress.letters.verbs import Paper
from progress.models import Letter, ReviewYear
from progress.workflow.asking import LETTERS
from progress.workflow.refusals import NotAllowed
from sakado_dx.organization.keeping import kept_data
from sakado_dx.records import mail

Question = Callable[[Sequence[Addressed]], str]
NOBODY = "宛先を一つ以上選んでください。"


def compose(
    request,
    year: ReviewYear,
    kind: str,
    addressed: Sequence[Addressed],
    title: str,
    question: Question = lambda chosen: "",
):
    """The page, or the way on once the letters are written. `question` says what is asked
    before they are; nothing goes out until that is answered by 「それでも送る」."""
    if request.method == "GET" and (closed := verbs.why_closed(year)):
        messages.info(request, closed)
        return redirect("progress:letter_list")
    data = request.POST if request.method == "POST" else kept_data(request)
    form, asked = ComposeForm(data), ""
    lines = pages.lines_of(addressed, data.getlist("to") if data else [])
    wants = request.method == "POST" and not request.POST.keys().isdisjoint({"send", "anyway"})
    if wants and form.is_valid():
        chosen = [each.addressed for each in lines if each.is_ticked]
        asked = question(chosen) if chosen and "anyway" not in request.POST else ""
        if not chosen:
            form.add_error(None, NOBODY)
        elif not asked:
            try:
                letters = verbs.send(year, kind, chosen, by=request.standing, paper=form.paper)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
            else:
                return _done(request, letters)
    paper = form.paper if form.is_bound and form.is_valid() else Paper()
    context = {
        "year": year,
        "form": form,
        "kind": kind,
        "lines": lines,
        "question": asked,
        "consequences": LETTERS,
        "letter": pages.preview(year, kind, lines, request.user, paper),
        "uses_mail": mail.is_used(),
        "page_title": title,
        "breadcrumbs": [("文書の記録", reverse("progress:letter_list")), (title, None)],
    }
    return render(request, "progress/letters/compose.html", context)


def _done(request, letters: Sequence[Letter]):
    """Say by which way they go, and lead to the sheets that are to be printed."""
    if not letters:
        said = "新しく作った文書はありません。選んだ宛先には、今日、既に作っています。"
        messages.info(request, said)
        return redirect("progress:letter_list")
    on_paper = [each for each in letters if not each.is_mailed]
    mailed = len(letters) - len(on_paper)
    said = [f"{mailed}通をメールで送ります。"] if mailed else []
    said += [f"{len(on_paper)}通は、印刷して渡してください。"] if on_paper else []
    messages.success(request, f"文書を{len(letters)}通作りました。{''.join(said)}")
    if not on_paper:
        return redirect("progress:letter_list")
    query = "&".join(f"letter={each.pk}" for each in on_paper)
    return redirect(f"{reverse('progress:letter_papers')}?{query}")
