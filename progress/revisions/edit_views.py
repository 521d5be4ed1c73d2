"""Changing a measure, a new one, an indicator, and what the plan calls them: in a draft."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from progress.revisions import edit_pages, editing, fetching
from progress.revisions.indicator_forms import IndicatorForm
from progress.revisions.list_pages import way_to
from progress.revisions.measure_forms import MeasureForm
from progress.revisions.pages import drafts_of_today
from progress.revisions.words_forms import WORDS, WordsForm
from progress.workflow import posts
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data

# By what an address says which row is changed.
CHOSEN = ("measure", "policies")


@require_GET
@secretariat_required
def revision_choose(request):
    """In which draft a measure or a policy is changed: the only one, or one of several."""
    asked = {name: request.GET[name] for name in CHOSEN if name in request.GET}
    links = [(each, _address(each, asked)) for each in drafts_of_today()]
    if len(links) == 1:
        return redirect(links[0][1])
    context = {
        "links": links,
        "page_title": "どの見直しの案で変えるか",
        "breadcrumbs": [
            ("計画の見直し", reverse("progress:revision_list")),
            ("案の選択", None),
        ],
    }
    return render(request, "progress/revisions/choose.html", context)


def _address(revision, asked: dict[str, str]) -> str:
    if "policies" in asked:
        return f"{reverse('progress:revision_words', args=[revision.pk])}?{urlencode(asked)}"
    key = {"measure": asked.get("measure", "")}
    return f"{reverse('progress:revision_measure', args=[revision.pk])}?{urlencode(key)}"


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_measure(request, pk):
    """A measure as the draft would have it; without ?measure= a new one."""
    revision = fetching.revision_for(request.standing, pk)
    frame = edit_pages.frame_of(revision, request.standing.day)
    key = _row(request, frame, "measure", "measures")
    data = request.POST if request.method == "POST" else kept_data(request)
    form = MeasureForm(data, frame=frame, key=key)
    if _is_put(request, revision, form):
        return redirect(revision)
    title = frame.teller.title("measures", key) if key else f"新しい{frame.measure_word}"
    more = edit_pages.page_of_measure(form) | {"key": key and key[0]}
    return _page(request, revision, form, "progress/revisions/measure.html", title, more)


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_indicator(request, pk):
    """A new indicator of a measure, or a changed definition of one (?indicator=)."""
    revision = fetching.revision_for(request.standing, pk)
    frame = edit_pages.frame_of(revision, request.standing.day)
    measure = _row(request, frame, "measure", "measures")
    if measure is None:
        raise Http404
    earlier = _row(request, frame, "indicator", "indicators")
    data = request.POST if request.method == "POST" else kept_data(request)
    form = IndicatorForm(data, frame=frame, measure=measure, earlier=earlier)
    if _is_put(request, revision, form):
        return redirect(revision)
    title = "定義の変更" if earlier else "新しい指標"
    more = edit_pages.page_of_indicator(form)
    return _page(request, revision, form, "progress/revisions/indicator.html", title, more)


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_words(request, pk):
    """How the plan words a policy, a direction or an indicator (?policies=); without one which
    there are."""
    revision = fetching.revision_for(request.standing, pk)
    frame = edit_pages.frame_of(revision, request.standing.day)
    template = "progress/revisions/words.html"
    noun = next((each for each in WORDS if request.GET.get(each)), None)
    if noun is None:
        levels = {"levels": edit_pages.levels_of(frame)}
        return _page(request, revision, None, template, "計画の階層の名称", levels)
    key = _row(request, frame, noun, noun)
    data = request.POST if request.method == "POST" else kept_data(request)
    form = WordsForm(data, frame=frame, noun=noun, key=key)
    if _is_put(request, revision, form):
        return redirect(revision)
    return _page(request, revision, form, template, frame.teller.title(noun, key), {})


def _row(request, frame, name: str, noun: str):
    """The row that the address names; None where it names none, 404 where there is none."""
    key = request.GET.get(name, "")
    if not key:
        return None
    found = edit_pages.standing(frame, noun, key)
    if found is None:
        raise Http404
    return found


def _is_put(request, revision, form) -> bool:
    """Whether what the form says stands in the draft now."""
    if request.method != "POST" or not form.is_valid():
        return False
    wanted = form.wanted()
    lines = editing.lines_for(form.frame.before, wanted, form.cleaned_data["reason"])
    told = {"version": posts.version_of(request.POST), "lines": lines, "places": list(wanted)}
    try:
        editing.put(revision, by=request.standing, **told)
    except posts.REFUSALS as refusal:
        if not editing.stands(revision, **told):
            form.add_error(None, str(refusal))
            return False
    said = (
        f"案に保存しました（変更{len(lines)}件）。"
        if lines
        else "今の計画と同じため、ここの変更はありません。"
    )
    messages.success(request, said)
    return True


def _page(request, revision, form, template: str, title: str, more: dict):
    context = {
        "revision": revision,
        "form": form,
        "version": revision.version,
        "page_title": f"{title}（{revision}）",
        "breadcrumbs": way_to(revision, (title, None)),
        **more,
    }
    status = 409 if form and form.non_field_errors() else 200
    return render(request, template, context, status=status)
