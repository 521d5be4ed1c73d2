"""A form that is sent a second time does nothing more, and its answer is that of the first."""

from datetime import date

import pytest
from django.urls import reverse

from progress.entry import verbs as entry
from progress.follow_ups import verbs as follow_ups
from progress.meetings import verbs as meetings
from progress.models import DeadlineExtension, FollowUp, ProgressNote, WarningAnswer, YearChange
from progress.publication import verbs as publication
from progress.year import verbs as years
from sakado_dx.records.models import AuditRecord
from tests.racing import Browser


@pytest.fixture
def twice(world):
    """Send a form twice; the two answers' statuses."""

    def send(who: str, name: str, pk: int, form: dict, *more: int) -> list[int]:
        browser, address = Browser(world.people[who]), reverse(f"progress:{name}", args=[pk, *more])
        return [browser.post(address, form).status_code for _ in range(2)]

    return send


def test_note_is_written_once(twice, world):
    form = {"note-noted_on": "R5.6.1", "note-text": "説明会を開いた。"}
    assert twice("reporter", "note_add", world.measure.pk, form) == [302, 302]
    assert ProgressNote.objects.count() == 1


def test_year_is_changed_once_and_its_extension_stays(twice, world):
    form = {
        "as_read": years.read_mark_of(world.year), "opened_on": "R6.4.1", "report_due": "R7.5.30",
        "extension-TOTAL_FORMS": "1", "extension-INITIAL_FORMS": "0",
        "extension-0-division": world.divisions["lead"].pk,
        "extension-0-report_due": "R7.6.30", "extension-0-reason": "災害対応",
    }  # fmt: skip
    assert twice("secretariat", "year_change", world.year.pk, form) == [302, 302]
    assert DeadlineExtension.objects.get().report_due == date(2025, 6, 30)
    assert YearChange.objects.filter(verb="change").count() == 1


def test_day_of_publication_is_recorded_once(twice, world):
    form = {"publish_on-publish_on": "R6.9.1", "publish_on-reason": "議会の後"}
    form["as_read"] = publication.read_mark_of(world.year)
    assert twice("secretariat", "year_publish_on", world.year.pk, form) == [302, 302]
    assert YearChange.objects.filter(verb="change").count() == 1


def test_answer_to_a_warning_is_recorded_once(twice, world):
    report, by = world.bring_to("draft"), world.people["reporter"]
    entry.save(report, by=by, version=1, results=world.entry("1"))
    form = {f"caution-far-{world.indicator.pk}": "窓口を閉めていたため"}
    assert twice("reporter", "report_cautions", report.pk, form) == [302, 302]
    assert WarningAnswer.objects.count() == 1
    assert AuditRecord.objects.filter(table_name=WarningAnswer._meta.db_table).count() == 1


def test_item_is_taken_off_the_agenda_once(twice, world):
    by, held_on = world.people["secretariat"], date(2024, 7, 10)
    meeting = meetings.plan_meeting(world.year, by=by, kind="推進会議", held_on=held_on)
    item = meeting.agenda.create(report=world.report, cause="late")
    assert twice("secretariat", "agenda_remove", meeting.pk, {}, item.pk) == [302, 302]
    assert not meeting.agenda.exists()


def ask_of(world, version: int) -> FollowUp:
    """A follow-up that its division has answered `version` times."""
    decision = world.decide(world.bring_to("confirmed"))
    asked = FollowUp.objects.create(
        decision=decision, division=world.divisions["lead"], what="枠を増やす。", due="2024-10-01"
    )
    for number in range(version):
        follow_ups.answer(asked, by=world.people["head"], version=number, text="増やした。")
    return asked


@pytest.mark.parametrize(
    ("who", "name", "form"),
    [
        ("head", "follow_up_answer", {"answer-text": "更に増やした。"}),
        ("secretariat", "follow_up_ask_again", {"ask_again-text": "時期を書くこと。"}),
        ("secretariat", "follow_up_accept", {}),
    ],
)
def test_step_of_a_follow_up_is_done_once(twice, world, who, name, form):
    asked = ask_of(world, 1)
    assert twice(who, name, asked.pk, form | {"version": 1}) == [302, 302]
    assert asked.entries.count() == 2


@pytest.mark.parametrize(
    ("state", "who", "name", "forms"),
    [
        (
            "submitted",
            "secretariat",
            "report_send_back",
            [{"send_back-reason": "根拠を書くこと。"}, {"send_back-reason": "件数も書くこと。"}],
        ),
        (
            "submitted",
            "secretariat",
            "report_comment",
            [{"comment-note": "一つ目の所見"}, {"comment-note": "二つ目の所見"}],
        ),
        (
            "evaluated",
            "secretariat",
            "report_reopen",
            [{"reason": "一つ目の理由"}, {"reason": "二つ目の理由"}],
        ),
    ],
)
def test_second_text_at_the_same_version_is_no_double_click(world, state, who, name, forms):
    """Two tabs of one person: the text of the second one comes back, since it is not stored."""
    report = world.bring_to(state)
    browser, address = Browser(world.people[who]), reverse(f"progress:{name}", args=[report.pk])
    version = {"version": report.version}
    first, second = (browser.post(address, form | version) for form in forms)
    assert (first.status_code, second.status_code) == (302, 409)
    (text,) = forms[1].values()
    assert text in second.content.decode()
    assert world.fresh().version == report.version + 1
