"""Keeping what is typed: a script's messages, and a person's own list."""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress.models.report_fields import MOST_LETTERS
from progress.unsent import lists
from progress.unsent.doors import FORMS, known_place, place_of
from progress.unsent.pages import WINDOW_FIELD
from progress.unsent.reading import Unreadable, message_of, window_of
from sakado_dx.clock import format_clock
from sakado_dx.organization.access import answers_json
from sakado_dx.organization.unsent_verbs import Busy, TooMuch, discard, keep


@answers_json
@require_http_methods(["GET", "POST"])
def unsent_keep(request, form, subject):
    """Keep what a window has typed (reading.message_of); by GET a fresh CSRF token for it, since
    a login in another tab changes that."""
    place = place_of(request.standing, form, subject)
    if request.method == "GET":
        return JsonResponse({"token": get_token(request)})
    try:
        message = message_of(request.body)
    except Unreadable as error:
        return JsonResponse({"sentence": str(error)}, status=400)
    if message.user != request.user.pk:
        sentence = "この画面は、別の利用者が開いたものです。開き直してください。"
        return JsonResponse({"sentence": sentence}, status=409)
    return _kept(request, place, message)


def _kept(request, place, message):
    try:
        outcome = keep(place, by=request.user, window=message.window, typed=message.typed)
    except TooMuch:
        sentence = "入力が多すぎるため、保管できません。下書きに保存してください。"
        return JsonResponse({"sentence": sentence}, status=413)
    except Busy:
        return JsonResponse({"sentence": "混み合っています。"}, status=503)
    newer = {
        name: {"text": each.text, "words": each.words, "at": format_clock(each.at)}
        for name, each in outcome.newer.items()
    }
    told = {
        "said": f"{format_clock(timezone.now())}に入力を保管",
        "newer": newer,
        "was_sent": outcome.was_sent,
        "too_long": message.too_long,
        "most": MOST_LETTERS,
    }
    return JsonResponse(told)


@require_POST
def unsent_discard(request, form, subject):
    """Throw one's own unsent input away; whoever lost the form may do that too."""
    window = window_of(request.POST.get(WINDOW_FIELD, ""))
    discard(known_place(form, subject), by=request.user, window=window)
    if "list" in request.POST:
        return redirect("progress:unsent_list")
    return redirect(FORMS[form].page, subject)


@require_GET
def unsent_list(request):
    """All that this person has typed and not sent, to copy, to go on with, to throw away."""
    context = {"rows": lists.own_rows(request.standing), "page_title": "未送信の入力"}
    return render(request, "progress/unsent/list.html", context)
