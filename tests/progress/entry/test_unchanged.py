"""前年度と変更なし: a button of the entry form that fills what is blank and keeps what was typed."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from measures.models import PlanWord
from progress.entry import content, pages
from progress.entry.forms import ReportForm
from progress.models import ProgressReport
from progress.year import verbs as year_verbs
from sakado_dx.organization.access import standing_of

pytestmark = pytest.mark.one_database  # what pages say is decided in Python

BUTTON = 'name="unchanged"'


@pytest.fixture
def report(world) -> ProgressReport:
    """The report of the year after one that was confirmed."""
    world.bring_to("confirmed")
    year = year_verbs.open_year(
        world.plan, by=world.people["secretariat"], fiscal_year=2024, report_due=date(2099, 5, 31)
    )
    return year.reports.get(measure=world.measure)


def press(client, user, report, **typed):
    client.force_login(user)
    form = {"version": report.version, "unchanged": "1"} | typed
    return client.post(reverse("progress:report_edit", args=[report.pk]), form)


def test_blank_fields_take_last_years_texts_and_the_results_are_left(client, world, report):
    assert press(client, world.people["head"], report).status_code == 302
    fresh = world.fresh(report)
    assert (fresh.done, str(fresh.progress), str(fresh.outlook)) == (
        "窓口の様式を見直した。", "順調", "継続",
    )  # fmt: skip
    assert (fresh.is_unchanged, fresh.results.count()) == (True, 0)
    missing = [each.field for each in content.missing_for_submission(fresh)]
    assert missing == [f"result-{world.indicator.pk}"]


class ReadOnce(ReportForm):
    """Counts how often what was sent is read."""

    times = 0

    def full_clean(self):
        self.times += 1
        super().full_clean()


def test_form_that_is_compared_with_last_year_is_read_once(world, report):
    fresh, last = world.fresh(report), world.fresh()
    data = QueryDict("done=窓口の様式を見直した。")
    entry = pages.entry_for(standing_of(world.people["head"]), fresh, data)
    words = list(PlanWord.objects.filter(plan=world.plan))
    entry.form = ReadOnce(data, report=fresh, planned="", words=words)
    assert not pages.says_what_it_said(entry, last)
    assert (pages.place_of_change(entry), entry.form.times) == ("id_done", 1)


def test_what_was_typed_stays_and_is_a_change(client, world, report):
    typed = {"done": "今年は予約を加えた。", f"result-{world.indicator.pk}-value": "14"}
    press(client, world.people["head"], report, **typed)
    fresh = world.fresh(report)
    assert (fresh.done, str(fresh.progress)) == ("今年は予約を加えた。", "順調")
    assert (fresh.is_unchanged, fresh.results.get().value) == (False, 14)


def test_field_with_an_error_is_shown_again_beside_what_was_filled_in(client, world, report):
    answer = press(client, world.people["head"], report, initial_budget="多い")
    assert answer.status_code == 200
    form = answer.context["form"]
    assert (form["initial_budget"].value(), form["done"].value()) == (
        "多い", "窓口の様式を見直した。",
    )  # fmt: skip
    assert world.fresh(report).done == "窓口の様式を見直した。"


def test_on_behalf_it_asks_for_a_reason(client, world, report):
    press(client, world.people["secretariat"], report, reason="")
    assert world.fresh(report).state == "not_started"
    press(client, world.people["secretariat"], report, reason="担当者が病休のため")
    assert (world.fresh(report).is_unchanged, report.changes.get().reason) == (
        True, "担当者が病休のため",
    )  # fmt: skip


def test_first_year_offers_nothing_and_a_made_up_press_saves_what_was_typed(client, world):
    client.force_login(world.people["head"])
    page = client.get(reverse("progress:report_edit", args=[world.report.pk]))
    assert BUTTON not in page.content.decode()
    press(client, world.people["head"], world.report, done="予約を始めた。")
    assert (world.fresh().done, world.fresh().is_unchanged) == ("予約を始めた。", False)


def test_button_stands_while_the_report_is_written(client, world, report):
    client.force_login(world.people["head"])
    page = client.get(reverse("progress:report_edit", args=[report.pk]))
    assert BUTTON in page.content.decode()


def test_double_click_is_one_save_and_no_conflict(client, world, report):
    answers = [press(client, world.people["head"], report) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert (world.fresh(report).version, world.fresh(report).is_unchanged) == (1, True)


def test_text_that_meets_a_colleagues_unchanged_report_is_shown_beside_it(client, world, report):
    press(client, world.people["head"], report)
    client.force_login(world.people["reporter"])
    form = {"version": 0, "done": "今年は予約を加えた。"}
    answer = client.post(reverse("progress:report_edit", args=[report.pk]), form)
    assert answer.status_code == 409
    differing = {each.label: (each.mine, each.theirs) for each in answer.context["differences"]}
    assert differing["取り組んだこと"] == ("今年は予約を加えた。", "窓口の様式を見直した。")
