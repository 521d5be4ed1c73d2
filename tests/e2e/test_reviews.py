"""三年目の見直し by each role with the keyboard alone, and its pages while it is under way."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from progress.meetings import verbs as meetings
from progress.models import (
    Budget,
    MeasureReview,
    Meeting,
    NewMeasureProposal,
    PlanReview,
    PlanRevision,
    ReviewYear,
)
from progress.reviews import decision_verbs, measure_verbs, new_verbs
from progress.reviews import verbs as reviews
from sakado_dx.organization.models import User
from tests.e2e.checks import IN_FULL, check_page, must, strips_fit
from tests.e2e.hands import focused, skip_to_main, tab_to
from tests.e2e.widths import faults_of

# What breaks on a phone is the wide window's in the long run.
WIDTHS = (1280, 375) if IN_FULL else (375,)
CODE = "I-1-2"
TITLE = "計画の見直し（R5〜R8年度）"
REASON = "窓口の利用が3年続けて増えたため。"
WORK = "対象の手続を、すべての窓口に広げる。"
OPINION = "効果を毎年度確かめること。"


@pytest.fixture
def council_meets(years) -> Meeting:
    """A meeting of yesterday whose result is open, beside the four sample years."""
    year = ReviewYear.objects.select_related("plan").newest()
    by = User.objects.get(username="secretariat1")
    yesterday = timezone.localdate() - timedelta(days=1)
    return meetings.plan_meeting(year, by=by, kind="推進会議", held_on=yesterday)


def press(page: Page, text: str) -> None:
    """Tab to the link or button that says this, and press Enter; it leads to another page."""
    tab_to_text(page, text)
    enter(page)


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to_text(page: Page, text: str) -> None:
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = focused(page)
        must(stop["outline"] == "solid 4px", page, stop)
        if (stop["text"] or "").strip().startswith(text):
            return
    must(False, page, f"Tab does not lead to {text}")


def write(page: Page, name: str, text: str) -> None:
    tab_to(page, name=name)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def choose(page: Page, name: str, word: str) -> None:
    """One of some radio buttons: Tab to the group, then the arrows."""
    tab_to(page, name=name)
    page.keyboard.press("Space")
    for _ in range(12):
        label = page.evaluate("document.activeElement.labels[0].innerText")
        if label.strip().startswith(word):
            return
        page.keyboard.press("ArrowDown")
    must(False, page, f"no {word} in {name}")


def into_main(page: Page) -> None:
    """From the top of a page that was just opened, by its first link."""
    skip_to_main(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_review_goes_from_its_opening_to_a_revision_by_keyboard(council_meets, page_as, width):
    window = {"viewport": {"width": width, "height": 900}}
    people = ("secretariat1", "reporter1", "head1", "council1", "executive1", "promoter2")
    pages = (page_as(login, **window) for login in people)
    desk, reporter, head, council, executive, promoter = pages
    open_review(desk, width)
    fill_in(reporter, width)
    hand_in(head, width)
    propose(desk, width)
    read(council, width)
    read(executive, width)
    see_own_alone(promoter, width)
    decide(desk, width)
    settle(desk, council_meets, width)
    take_over(desk, width)
    paper = MeasureReview.objects.get(review__title=TITLE, measure__code=CODE)
    revision = PlanRevision.objects.get(review__title=TITLE)
    assert {each.measure_review_id for each in revision.changes.all()} == {paper.pk}


def look(page: Page, width: int) -> None:
    """Sound and accessible at both widths, and back to the reader's own."""
    check_page(page)
    strips_fit(page)
    page.set_viewport_size({"width": width, "height": 900})


def paper() -> MeasureReview:
    return MeasureReview.objects.get(review__title=TITLE, measure__code=CODE)


def open_review(page: Page, width: int) -> None:
    page.goto(reverse("progress:plan_review_list"))
    into_main(page)
    press(page, "見直しを始める")
    look(page, width)
    into_main(page)
    tab_to(page, name="last_fiscal_year")
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")  # R9 → R8
    write(page, "due_on", str(timezone.localdate() + timedelta(days=14)))
    press(page, "見直しを始める")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    look(page, width)


def fill_in(page: Page, width: int) -> None:
    """From his own list to the 調書 of one of his measures."""
    page.goto(reverse("progress:my_measures"))
    into_main(page)
    press(page, TITLE)
    into_main(page)
    press(page, CODE)
    look(page, width)
    into_main(page)
    press(page, "調書を書く")
    look(page, width)
    into_main(page)
    choose(page, "outlook", "拡充")
    write(page, "reason", REASON)
    write(page, "work", WORK)
    write(page, "direction-2027", "拡大")
    press(page, "確認へ")
    look(page, width)
    into_main(page)
    press(page, "予算への影響を選んでください")
    choose(page, "budget", "影響なし")
    press(page, "確認へ")
    row = paper()
    assert (row.state, str(row.outlook), row.work) == ("draft", "拡充", WORK)
    look(page, width)


def hand_in(page: Page, width: int) -> None:
    page.goto(paper().get_absolute_url())
    into_main(page)
    press(page, "提出する")
    expect(page.get_by_role("status").first).to_contain_text("調書を提出しました。")
    look(page, width)


def propose(page: Page, width: int) -> None:
    page.goto(PlanReview.objects.get(title=TITLE).get_absolute_url())
    into_main(page)
    write(page, "q", CODE)
    enter(page)  # and stands at #main still
    press(page, CODE)
    look(page, width)
    into_main(page)
    choose(page, "propose-outlook", "拡充")
    write(page, "propose-note", "調書のとおりとする。")
    press(page, "事務局案を保存する")
    assert str(paper().proposed_outlook) == "拡充"


def read(page: Page, width: int) -> None:
    """Council and executives read what was handed in and the 案, and change nothing."""
    page.goto(PlanReview.objects.get(title=TITLE).get_absolute_url())
    look(page, width)
    into_main(page)
    write(page, "q", CODE)
    enter(page)  # and stands at #main still
    press(page, CODE)
    expect(page.get_by_role("main")).to_contain_text(REASON)
    expect(page.get_by_role("main")).to_contain_text("調書のとおりとする。")
    assert page.locator("main form").count() == 0
    look(page, width)


def see_own_alone(page: Page, width: int) -> None:
    """Another division reads of its own measures, by way of its own list, and of no other's."""
    page.goto(reverse("progress:my_measures"))
    into_main(page)
    press(page, TITLE)
    expect(page.get_by_role("main")).not_to_contain_text(re.compile(f"(?<![IV]){CODE} "))
    look(page, width)
    into_main(page)
    press(page, "I-1-1")
    look(page, width)


def decide(page: Page, width: int) -> None:
    review = PlanReview.objects.get(title=TITLE)
    page.goto(review.get_absolute_url())
    into_main(page)
    press(page, "会議の決定")
    look(page, width)
    into_main(page)
    press(page, "決定を記録する")
    look(page, width)
    into_main(page)
    write(page, "opinion", OPINION)
    press(page, "決定（案）を記録する")
    expect(page.get_by_role("main")).to_contain_text("案：拡充")
    look(page, width)


def settle(page: Page, meeting: Meeting, width: int) -> None:
    page.goto(meeting.get_absolute_url())
    into_main(page)
    press(page, "会議結果を確定する")
    expect(page.get_by_role("heading", name="計画の見直しの決定（1件）")).to_be_visible()
    look(page, width)
    into_main(page)
    write(page, "chair_title", "副市長")
    write(page, "chair_name", "坂戸 花子")
    press(page, "会議結果を確定する")
    expect(page.get_by_role("status").first).to_contain_text("会議結果を確定しました。")


def take_over(page: Page, width: int) -> None:
    page.goto(reverse("progress:review_decisions", args=[PlanReview.objects.get(title=TITLE).pk]))
    into_main(page)
    press(page, "決定を計画の見直しの案に引き継ぐ")
    look(page, width)
    into_main(page)
    press(page, "案を作って引き継ぐ")
    expect(page.get_by_role("main")).to_contain_text("に引き継ぎました。")
    look(page, width)


# What only a review under way has, as the secretariat sees it: its pages by name.
UNDER_WAY = {
    "progress:plan_review": "review",
    "progress:plan_review_change": "review",
    "progress:review_decisions": "review",
    "progress:review_take_over": "review",
    "progress:new_measure_add": "review",
    "progress:measure_review": "paper",
    "progress:measure_review_edit": "paper",
    "progress:measure_review_decide": "decided",
    "progress:new_measure": "new",
    "progress:new_measure_edit": "new",
    "progress:new_measure_decide": "new",
    "progress:review_decision_drop": "decision",
    "progress:meeting_settle": "meeting",
}


def test_pages_of_a_review_under_way_fit_every_width(council_meets, page_as):
    places = under_way(council_meets)
    page, faults, strips = page_as("secretariat1"), [], {}
    for name, place in UNDER_WAY.items():
        page.goto(reverse(name, args=[places[place]]))
        check_page(page)
        strips[name] = strips_fit(page)
        faults += [f"{name}: {each}" for each in faults_of(page)]
    assert faults == []
    assert strips["progress:plan_review"] == 1


def under_way(meeting: Meeting) -> dict[str, int]:
    """A review with a 調書 that is half done, one that is decided and a proposal."""
    by = User.objects.get(username="secretariat1")
    review = reviews.open_review(
        meeting.year.plan, by=by, first_fiscal_year=2023, last_fiscal_year=2026,
        changes_from=2027, due_on=timezone.localdate(), note="期限までに提出してください。",
    )  # fmt: skip
    blank, row = review.measure_reviews.with_measure().in_plan_order()[:2]
    on_behalf = {"by": by, "reason": "紙で届いたため"}
    outlook = meeting.year.plan.words.get(vocabulary="outlook", word="拡充")
    fields = {"outlook": outlook, "reason": REASON, "work": WORK, "budget": Budget.NONE}
    measure_verbs.save(row, version=0, fields=fields, **on_behalf)
    measure_verbs.submit(row, version=1, **on_behalf)
    measure_verbs.propose(row, by=by, version=2, outlook=outlook, note=OPINION)
    told = {"by": by, "version": 3, "meeting": meeting, "outlook": outlook}
    decision = decision_verbs.decide(row, opinion=OPINION, **told)
    return {
        "review": review.pk,
        "paper": blank.pk,
        "decided": row.pk,
        "new": proposal(review, row, by).pk,
        "decision": decision.pk,
        "meeting": meeting.pk,
    }


def proposal(review: PlanReview, row: MeasureReview, by: User) -> NewMeasureProposal:
    fields = {
        "direction": row.measure.direction, "name": "書かない窓口の拡大", "work": WORK,
        "goal": "令和9年度までに20件", "reason": REASON, "budget": Budget.NEW,
        "budget_amount": 3500,
    }  # fmt: skip
    division = row.lead_division(timezone.localdate())
    told = {"by": by, "division": division, "behalf_reason": "電話で聞いたため"}
    return new_verbs.propose_measure(review, fields=fields, **told)
