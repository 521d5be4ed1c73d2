"""Pages about the plan itself: overview, chronology, the index 資料, help."""

from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac

from measures import frame, structure
from measures.forms import SearchForm
from measures.models import ChronologyEvent, Plan
from measures.structure_picture import WIDTHS, picture_of
from measures.words import (
    MEANINGS,
    MISSING_WORDS,
    OUTLOOKS,
    missing_word,
    own_missing_words,
    told_of,
)
from sakado_dx import fiscal, lists
from sakado_dx.lists import Column, Listing
from sakado_dx.organization.access import staff_required

CHRONOLOGY = "主なデジタル関連施策"
EVENT_COLUMNS = (
    Column(
        "年月", lambda each: f"{each.era_year}（{each.year}年）{each.month}月", "when", css="nowrap"
    ),
    Column("出来事", lambda each: each.event),
)


@staff_required
def library(request: HttpRequest) -> HttpResponse:
    """資料: what there is to look up, with counts."""
    plan = Plan.objects.current()
    context = {"page_title": "資料", "breadcrumbs": [("資料", None)], "plan": plan}
    if plan:
        context |= {
            "system_count": plan.information_systems.count(),
            "term_count": plan.terms.count(),
            "event_count": plan.chronology.count(),
        }
    return render(request, "measures/library.html", context)


@staff_required
def plan_overview(request: HttpRequest) -> HttpResponse:
    """計画の概要: period, place, laws, challenges, bodies, policies, and slips for those who mend."""
    plan = Plan.objects.current()
    context = {
        "page_title": "計画の概要",
        "breadcrumbs": [("資料", reverse("measures:library")), ("計画の概要", None)],
        "plan": plan,
    }
    if plan:
        policies = frame.policies_with_counts(plan)
        context |= {
            "policies": policies,
            "measure_count": _measure_count(policies),
            "challenges": frame.challenges_of(plan, policies),
            "years": _years(plan),
            "slips": frame.slips_of(plan, policies) if request.standing.is_secretariat else [],
        }
        context |= _structure(plan)
    return render(request, "measures/plan_overview.html", context)


def _measure_count(policies) -> int:
    directions = (direction for policy in policies for direction in policy.directions.all())
    return sum(direction.measure_count for direction in directions)


def _years(plan: Plan) -> list[dict]:
    today = fiscal.current_fiscal_year()
    return [
        {"label": fiscal.label_long(year), "is_current": year == today}
        for year in plan.fiscal_years
    ]


def _structure(plan: Plan) -> dict:
    """The bodies in words, and the sizes of their picture."""
    groups = structure.groups_of(plan)
    return {
        "groups": groups,
        "picture_alt": f"推進体制の図。{''.join(map(structure.sentence, groups))}",
        "wide": picture_of(groups, "wide"),
        "narrow": picture_of(groups, "narrow"),
    }


# Opened by itself, the picture may load nothing and run nothing.
@staff_required
@csp({"default-src": ["'none'"]})
def structure_picture(request: HttpRequest, width: str) -> HttpResponse:
    """The bodies of the current plan drawn as SVG; width is wide or narrow."""
    plan = Plan.objects.current()
    if plan is None or width not in WIDTHS:
        raise Http404
    picture = picture_of(structure.groups_of(plan), width)
    svg = render_to_string("measures/structure_picture.svg", {"picture": picture})
    etag = f'"{salted_hmac("structure picture", svg).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    response = HttpResponse(svg, content_type="image/svg+xml", headers=headers)
    return get_conditional_response(request, etag=etag, response=response)


@staff_required
def chronology_list(request: HttpRequest) -> HttpResponse:
    """主なデジタル関連施策 by year and month, oldest first as printed or newest first."""
    events = ChronologyEvent.objects.of_plan(Plan.objects.current())
    form = SearchForm(request.GET, label="出来事")
    listing = Listing(CHRONOLOGY, EVENT_COLUMNS, events, form, request.GET, at_once=True)
    context = {"breadcrumbs": [("資料", reverse("measures:library")), (CHRONOLOGY, None)]}
    return lists.answer(request, listing, context, "measures/chronology_list.html")


@login_not_required
def help(request: HttpRequest) -> HttpResponse:
    """使い方, for those too who cannot sign in."""
    plan = Plan.objects.current()
    own = own_missing_words(plan.missing_words) if plan else ()
    missing = {status: missing_word(status, own) for status in MISSING_WORDS}
    return render(request, "measures/help.html", {"missing": missing} | _words_of(plan))


def _words_of(plan: Plan | None) -> dict[str, list[tuple[str, str, str]]]:
    """(meaning, word, sentence) of each word of progress and of outlook, as the plan has them."""
    progress = {meaning: told_of(meaning) for meaning in MEANINGS}
    outlook = {meaning: told for meaning, (_, told) in OUTLOOKS.items()}
    own = list(plan.words.all()) if plan else []
    if not own:
        return {
            "progress": [(key, each.word, progress[key]) for key, each in MEANINGS.items()],
            "outlook": [(key, word, told) for key, (word, told) in OUTLOOKS.items()],
        }
    return {
        name: [
            (each.meaning, each.word, told[each.meaning]) for each in own if each.vocabulary == name
        ]
        for name, told in (("progress", progress), ("outlook", outlook))
    }


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, for everybody."""
    return render(request, "measures/accessibility.html")
