"""配付資料 in the browser: chosen, made, watched, downloaded, with a script and without."""

from playwright.sync_api import Page, expect

from progress.models import Meeting
from sakado_dx.jobs.models import Job
from sakado_dx.organization.models import User
from tests.e2e.checks import check_page
from tests.e2e.widths import faults_of


def choose(page: Page, kind: str, form: str) -> None:
    page.get_by_role("radio", name=kind).check()
    page.get_by_role("radio", name=form).check()
    page.get_by_role("checkbox", name="会議後回収").check()
    page.get_by_role("button", name="作る", exact=True).click()


def test_secretariat_makes_a_workbook_and_the_council_takes_it(years, page_as):
    meeting = Meeting.objects.order_by("held_on")[0]
    page = page_as("secretariat1")
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name="配付資料を作る・開く").click()
    choose(page, "会議資料一式", "Excel")
    expect(page.get_by_text("終わりました")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="結果を見る").click()
    check_page(page)
    assert faults_of(page) == []
    choose(page, "会議資料一式", "Excel")
    expect(page.get_by_text("同じものを作り直しません")).to_be_visible()
    council = page_as("council1")
    council.goto(f"{meeting.get_absolute_url()}pack/")
    with council.expect_download() as found:
        council.get_by_role("link", name="会議資料一式（Excel）").click()
    assert found.value.suggested_filename.endswith(".xlsx")


def test_page_of_a_job_follows_it_to_its_end(years, page_as):
    by = User.objects.get(username="secretariat1")
    job = Job.objects.create(
        kind="pack", title="会議資料一式", arguments_hash="a", data_hash="b", by=by, back="/library/",
        state="running", phase="図を描いています", per_cent=40,
    )  # fmt: skip
    page = page_as("secretariat1")
    page.goto(job.get_absolute_url())
    check_page(page)
    assert faults_of(page) == []
    bar = page.get_by_role("progressbar")
    expect(bar).to_have_attribute("value", "40")
    Job.objects.update(per_cent=75, phase="ページを組んでいます")
    expect(page.get_by_text("75％　ページを組んでいます")).to_be_visible()
    assert bar.evaluate("bar => bar.value") == 75
    Job.objects.update(per_cent=100, state="done", ended_at=job.asked_at, result="/library/")
    page.get_by_role("link", name="結果を見る").click()
    expect(page.get_by_role("heading", level=1, name="資料")).to_be_visible()
