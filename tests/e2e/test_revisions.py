"""計画の見直し in the browser: from an empty draft to its decision, and what a division reads."""

import re
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from measures.models import Measure
from progress.models import PlanRevision
from progress.plan_editions.writing import write_edition
from tests.e2e.checks import check_page

NAME, POLICY = "業務を棚卸しする", "新しいICTの活用"


def submit(page: Page) -> None:
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_load_state()


def _begin(page: Page, measure: Measure) -> None:
    """A draft with its first line, a new name."""
    page.goto(reverse("progress:revision_new"))
    check_page(page)
    page.fill("#id_title", "軽微な変更")
    page.get_by_label("軽微な変更", exact=True).check()
    page.fill("#id_effective_on", str(timezone.localdate() + timedelta(days=1)))
    submit(page)
    page.goto(measure.get_absolute_url())
    page.get_by_role("link", name="改定案で変更する").click()
    check_page(page)
    page.fill("#id_name", NAME)
    page.fill("#id_reason", "読みやすくするため")
    submit(page)
    check_page(page)
    assert NAME in page.inner_text("main")


def test_draft_goes_from_its_first_word_to_its_decision(city, page_of):
    measure = Measure.objects.order_by("order")[0]
    if not measure.plan.editions.exists():
        write_edition(measure.plan, effective_on=date(2023, 4, 1), by="事務局")
    today = str(timezone.localdate())
    page = page_of("secretariat")
    _begin(page, measure)
    draft = page.url
    for name in (
        "新しい個別施策を加える",
        "計画の階層の名称を変える",
        "名称・種類・施行日を直す",
        "報告への影響を調べる",
        "庁内照会の日を決める",
    ):
        page.get_by_role("link", name=name).click()
        check_page(page)
        page.goto(draft)
    page.goto(measure.direction.policy.get_absolute_url())
    page.get_by_role("link", name="改定案で変更する").click()
    check_page(page)
    page.fill("#id_name", POLICY)
    submit(page)
    check_page(page)
    assert POLICY in page.inner_text("main")
    page.goto(f"{draft}share/")
    page.fill("#id_shared_on", today)
    submit(page)
    reader = page_of("reporter")
    reader.goto(draft)
    check_page(reader)
    assert NAME in reader.inner_text("main")
    page.goto(f"{draft}steps/?kind=mayor")
    check_page(page)
    page.fill("#id_on", today)
    submit(page)
    page.get_by_role("link", name="決定を記録する").click()
    check_page(page)
    page.fill("#id_decided_on", today)
    submit(page)
    check_page(page)
    assert PlanRevision.objects.get().state == "decided"
    page.goto(f"{draft}table/")
    paper = page.pdf(prefer_css_page_size=True)
    [(width, height)] = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert float(width) > float(height)  # one sheet, laid on its side, heading and table
