"""Every page, as each role reaches it by links, in four years of sample data."""

from collections.abc import Iterator
from itertools import count

import pytest
from django.urls import get_resolver, reverse
from playwright.sync_api import Page

from measures.models import Measure
from progress.models import (
    Approval,
    Correction,
    Meeting,
    ProgressReport,
    ReviewYear,
)
from tests.e2e.checks import (
    A4,
    IN_FULL,
    NARROW,
    WIDE,
    check_fits,
    check_page,
    must,
    problems_of,
    violations_in_admin,
    white_on_paper,
)
from tests.e2e.walk import SHOWN, names_of, walk
from tests.e2e.widths import faults_of

READ = {
    "glossary:term_list",
    "measures:accessibility",
    "measures:chronology_list",
    "measures:help",
    "measures:library",
    "measures:plan_overview",
    "organization:password_change",
    "progress:dashboard",
    "progress:division_list",
    "progress:edition_detail",
    "progress:edition_list",
    "progress:division_year",
    "progress:errata_list",
    "progress:help_counting",
    "progress:measure_brief",
    "progress:measure_detail",
    "progress:measure_list",
    "progress:measure_year",
    "progress:policy_detail",
    "progress:policy_list",
    "progress:promoter_list",
    "progress:revision_list",
    "progress:publication_detail",
    "progress:publication_list",
    "progress:year_amounts",
    "progress:year_beside",
    "progress:year_budget",
    "progress:year_directions",
    "progress:year_effects",
    "progress:year_findings",
    "progress:system_detail",
    "progress:system_overview",
    "progress:timeline",
    "progress:revision_detail",
    "progress:revision_summary",
    "progress:revision_table",
    "progress:year_ways",
    "search:search",
    "systems_inventory:system_list",
}
REVIEW = {
    "progress:measure_review",
    "progress:new_measure",
    "progress:plan_review",
    "progress:plan_review_list",
}
WRITE = {
    "progress:division_paper",
    "progress:division_table",
    "progress:division_workbook",
    "progress:follow_up_detail",
    "progress:follow_up_list",
    "progress:handover",
    "progress:head_check",
    "progress:my_measures",
    "progress:part_sheet",
    "progress:report_check",
    "progress:report_done",
    "progress:report_edit",
    "progress:report_examples",
    "progress:report_paper",
    "progress:unsent_list",
}
MEET = {
    "progress:decision_list",
    "progress:meeting_detail",
    "progress:meeting_list",
    "progress:meeting_pack",
    "progress:meeting_screen",
    "progress:review_budget",
    "progress:review_decisions",
    "progress:year_pack",
}
DESK = {
    "organization:power_list",
    "progress:plan_review_open",
    "progress:approval_change",
    "progress:approval_detail",
    "progress:approve_bulk",
    "progress:confirm_bulk",
    "progress:correction_detail",
    "progress:correction_new",
    "progress:correction_places",
    "progress:decision_edit",
    "progress:desk_start",
    "progress:division_workbook",
    "progress:evaluate_bulk",
    "progress:history",
    "progress:import_list",
    "progress:import_new",
    "progress:letter_detail",
    "progress:letter_head",
    "progress:letter_invite",
    "progress:letter_list",
    "progress:letter_papers",
    "progress:letter_write",
    "progress:measure_take_out",
    "progress:meeting_agenda",
    "progress:meeting_edit",
    "progress:meeting_new",
    "progress:meeting_project",
    "progress:office_day_list",
    "progress:retention_list",
    "progress:retention_set",
    "progress:part_sheet",
    "progress:part_sheet_list",
    "progress:person_list",
    "progress:publish_bulk",
    "progress:queue",
    "progress:record_export",
    "progress:record_list",
    "progress:abbreviation_list",
    "progress:record_verify",
    "progress:revision_new",
    "progress:term_use",
    "progress:remind_bulk",
    "progress:reminder_list",
    "progress:report_approve",
    "progress:report_contributors",
    "progress:report_publication",
    "progress:report_reopen",
    "progress:report_review",
    "progress:report_unlock",
    "progress:unlock_bulk",
    "progress:workbook_list",
    "progress:wording_edit",
    "progress:wording_list",
    "progress:year_calendar",
    "progress:year_change",
    "progress:year_close",
    "progress:year_open",
    "progress:year_parts",
    "progress:year_undo_open",
}
PUBLIC = {
    "progress:data_dictionary",
    "progress:data_list",
    "progress:public_about",
    "progress:public_accessibility",
    "progress:public_errata",
    "progress:public_glossary",
    "progress:public_home",
    "progress:public_measure",
    "progress:public_opinions",
    "progress:public_policy",
    "progress:public_revision",
    "progress:public_revisions",
    "progress:public_year",
}
# What each role must find, at least; who may see what is tests/access_table.py.
FOUND = {
    "secretariat1": READ | MEET | DESK | REVIEW,
    "head2": READ | WRITE | REVIEW,
}
# Those whose pages are nearly the same once more.
AGAIN = {
    "council1": READ | MEET | REVIEW,
    "executive1": READ | MEET | REVIEW,
    "admin1": READ | {"progress:record_list", "progress:record_verify", "progress:year_calendar"},
    "deputy2": READ | WRITE | REVIEW,
}
# What shows nothing of its own, and what tests of its own walk.
ELSEWHERE = {
    "progress:plan_as_of": "it only leads on to the edition of a day",
    "progress:revision_change": "test_revisions: of a draft",
    "progress:revision_choose": "test_revisions: it leads on to the draft",
    "progress:revision_impact": "test_revisions: of a draft",
    "progress:revision_indicator": "test_revisions: of a draft",
    "progress:revision_measure": "test_revisions: of a draft",
    "progress:revision_decide": "test_revisions: of a draft",
    "progress:revision_line": "test_revisions: of a draft",
    "progress:revision_share": "test_revisions: of a draft",
    "progress:revision_step": "test_revisions: of a draft",
    "progress:revision_withdraw": "test_revisions: of a draft",
    "progress:revision_words": "test_revisions: of a draft",
    "progress:revision_publish": "revisions/test_effect_views: of a decided one",
    "progress:revision_undecide": "revisions/test_effect_views: of a decided one",
    "progress:revision_undo": "revisions/test_effect_views: of one that takes effect today",
    "progress:home": "it only leads on to where each begins",
    "jobs:job_detail": "jobs/test_views: how far long work is",
    "jobs:job_state": "jobs/test_views: what its script asks for",
    "progress:import_looked": "imports/test_working: what a job has found out of a large file",
    "progress:import_detail": "imports/test_undo: of an import, which the sample has not",
    "progress:import_undo": "imports/test_undo: of an import, which the sample has not",
    "organization:login": "test_journey: sign_in",
    "organization:power_notices": "organization/powers/test_views: of a notice, which the sample has not",
    "organization:link_use": "test_edges: test_one_time_link_sets_a_password_and_is_spent",
    "progress:content_check_bulk": "test_meetings: the executives' alone",
    "progress:department_check": "test_handover: of a 部, which the sample has not",
    "progress:agenda_item_edit": "test_meetings: of a meeting that is not settled",
    "progress:decision_drop": "test_meetings: of a draft",
    "progress:measure_review_edit": "test_reviews: of a review under way",
    "progress:new_measure_add": "test_reviews: of a review under way",
    "progress:new_measure_edit": "test_reviews: of a review under way",
    "progress:plan_review_change": "test_reviews: of a review under way",
    "progress:review_take_over": "test_reviews: of a review under way",
    "progress:measure_review_decide": "test_reviews: of a review under way",
    "progress:new_measure_decide": "test_reviews: of a review under way",
    "progress:review_decision_drop": "test_reviews: of a review under way",
    "progress:follow_up_change": "test_meetings: of one that is open",
    "progress:meeting_answer": "test_members: of a meeting held in writing",
    "progress:meeting_attendance": "test_meetings",
    "progress:meeting_drop": "test_meetings: of a meeting that has decided nothing",
    "progress:measure_add": "year/test_back: of a measure that takes no part, which the sample has not",
    "progress:reorganization": "test_admin_of_people: the administrators' alone",
    "progress:reorganization_list": "test_admin_of_people: the administrators' alone",
    "progress:disposal_new": "retention/test_disposal: of an expired year, which the sample has not",
    "progress:disposal_detail": "retention/test_disposal: of a proposal, which the sample has not",
    "progress:report_content_check": "approvals/test_views: the executives' alone",
    "progress:report_evaluate": "decisions/test_evaluating_views: of a decided report",
    "progress:meeting_minutes": "test_meetings: a file, where there is one",
    "progress:meeting_settle": "test_meetings: of a meeting with drafts",
    "progress:meeting_rest": "test_meetings: of a meeting that is not settled",
    "progress:screen_version": "test_screen: what the projector asks for",
    "progress:part_row": "it only leads on to the row of its sheet",
    "progress:report_table": "it only leads on to the table of the division",
    "progress:unsent_keep": "test_unsent: it takes what a script sends",
    "progress:public_years": "public.test_many_years: of more years than a page shows",
    "progress:reference_value_list": "reference_values: of a changed definition; the sample has none",
}
# The box in the header leads there, and no link.
FOUND_BY_WORD = "/search/?q=利用"
AXE_AT = (WIDE, NARROW) if IN_FULL else (NARROW,)
# Pages of one kind: measures differ in their indicators, so `make test-long` looks at more.
MOST = 3 if IN_FULL else 1


# Of these pages each state is drawn.
LIVING = {f"progress:{name}" for name in SHOWN}
# The longest walks are looked at in parts, as many pages in each.
PARTS = {"secretariat1": 4, "head2": 2}


def _walks() -> Iterator[tuple[str, int]]:
    for login in FOUND | (AGAIN if IN_FULL else {}):
        yield from ((login, part) for part in range(PARTS.get(login, 1)))


def test_each_page_of_the_portal_is_walked_by_somebody():
    walked = PUBLIC.union(*FOUND.values())
    # What programs read has two pages, which test_api_page looks at.
    pages = {name for name in names_of(get_resolver()) if not name.startswith("api:")}
    assert pages == walked | set(ELSEWHERE)
    assert not walked & set(ELSEWHERE)


@pytest.mark.parametrize(("login", "part"), list(_walks()))
def test_every_page_is_sound_and_led_to(years, page_as, kept, login, part):
    """The short run reads all pages that each role is led to, and draws some of those of
    `_measured`."""
    page, own = page_as(login), _measured(login)
    start = ["/", *_deeper(login), FOUND_BY_WORD]
    found = kept.found(f"pages_of_{login}", lambda: walk(page, start, MOST))
    assert (FOUND | AGAIN)[login] - {name for _, name in found} == set()
    shown = [(address, name) for address, name in found if not name.startswith("admin:")]
    shown = [each for each in shown if IN_FULL or each[1] in own]
    _look(page, shown, part, PARTS.get(login, 1))


def test_every_public_page_is_sound_and_led_to_without_a_cookie(years, page_as):
    page = page_as()
    found = walk(page, ["/public/"], MOST)
    assert {name for _, name in found} == PUBLIC
    _look(page, found)
    assert page.context.cookies() == []


def _look(page: Page, pages: list[tuple[str, str]], part: int = 0, parts: int = 1) -> None:
    """Draw a part of these pages, and measure the layout of the first of each name. The short run
    draws that one alone (of a page that shows an open and a closed year, the one that is reached
    first) and each state of what is `LIVING`, and zooms every fourth that it measures."""
    firsts = {name: address for address, name in reversed(pages)}
    drawn = [each for each in pages if IN_FULL or firsts[each[1]] == each[0] or each[1] in LIVING]
    faults, turn = [], count()
    for address, name in drawn[part::parts]:
        answer = page.goto(address)
        must(answer.ok, page, answer.status)
        check_page(page, AXE_AT)
        if IN_FULL or firsts[name] == address:
            found = faults_of(page, is_zoomed=IN_FULL or next(turn) % 4 == 0)
            faults += [f"{page.url}: {each}" for each in found]
    assert faults == []


def _measured(login: str) -> set[str]:
    """The pages that the short run draws: those of the role that sees most of them."""
    return {"secretariat1": READ | MEET | DESK | REVIEW, "head2": WRITE}.get(login, set())


def _deeper(login: str) -> list[str]:
    """What no link from a first page of its kind leads to."""
    reports = ProgressReport.objects.filter(year=ReviewYear.objects.newest()).order_by("pk")
    drafts, handed_in = reports.filter(state="draft"), reports.filter(state="submitted")
    if login in ("head2", "deputy2"):
        own = {"measure__divisions__memberships__user__username": login}
        drafts, handed_in = drafts.filter(**own), handed_in.filter(**own)
        return [
            reverse("progress:report_check", args=[drafts[0].pk]),
            reverse("progress:report_done", args=[handed_in[0].pk]),
        ]
    if login == "secretariat1":
        closed = Meeting.objects.filter(year__closed_at__isnull=False)[0]
        waiting = Correction.objects.waiting().get()
        return [
            closed.get_absolute_url(),
            waiting.get_absolute_url(),
            Approval.objects.latest("pk").get_absolute_url(),
        ]
    return []


def test_admin_breaks_no_rule_of_the_content_security_policy(years, page_as, subtests):
    """Lists, forms, imports and exports of every model, as the index links them; the short run looks
    at the forms of every third list."""
    for login in ("secretariat1", "admin1") if IN_FULL else ("admin1",):
        page = page_as(login)
        page.goto("/admin/")
        lists = _addresses(page, "#content th[scope=row] a")
        for number, address in enumerate(lists):
            with subtests.test(f"{login} {address}"):
                _check_admin_page(page, address)
                if not IN_FULL and number % 3:
                    continue
                further = _addresses(page, ".object-tools a")
                for each in further + _addresses(page, "#result_list tbody tr:first-child th a"):
                    _check_admin_page(page, each)
        assert len(lists) > 10


def _addresses(page: Page, links: str) -> list[str]:
    return page.eval_on_selector_all(links, "all => all.map(a => a.href)")


def _check_admin_page(page: Page, address: str) -> None:
    answer = page.goto(address)
    must(answer.ok, page, answer.status)
    must(not problems_of(page), page, problems_of(page))
    if IN_FULL:
        found = violations_in_admin(page)
        must(not found, page, found)


def test_on_paper_the_menu_is_gone_and_nothing_is_cut_off(years, page_as):
    page = page_as("council1")
    measure = Measure.objects.get(code="III-2-1")
    newest = ReviewYear.objects.newest()
    first = ReviewYear.objects.order_by("fiscal_year")[0]
    for address in (
        newest.get_absolute_url(),
        first.get_absolute_url(),
        measure.get_absolute_url(),
        reverse("progress:measure_year", args=[first.pk, measure.pk]),
    ):
        page.goto(address)
        page.set_viewport_size({"width": A4, "height": 1000})
        page.emulate_media(media="print")
        check_fits(page, A4)
        must(not white_on_paper(page), page, white_on_paper(page))
        assert (
            page.locator(".menu, .skip-link, .breadcrumbs, .site-footer__links").evaluate_all(
                "all => all.filter(each => each.checkVisibility()).length"
            )
            == 0
        )
        assert page.locator("figure img").first.is_visible()
