"""A form that is sent a second time does nothing more, and its answer is that of the first."""

from datetime import date

import pytest
from django.urls import reverse

from progress.entry import verbs as entry
from progress.meetings import verbs as meetings
from progress.models import DeadlineExtension, ProgressNote, WarningAnswer, YearChange
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
        "opened_on": "R6.4.1", "report_due": "R7.5.30",
        "extension-TOTAL_FORMS": "1", "extension-INITIAL_FORMS": "0",
        "extension-0-division": world.divisions["lead"].pk,
        "extension-0-report_due": "R7.6.30", "extension-0-reason": "災害対応",
    }  # fmt: skip
    assert twice("secretariat", "year_change", world.year.pk, form) == [302, 302]
    assert DeadlineExtension.objects.get().report_due == date(2025, 6, 30)
    assert YearChange.objects.filter(verb="change").count() == 1


def test_day_of_publication_is_recorded_once(twice, world):
    form = {"publish_on-publish_on": "R6.9.1", "publish_on-reason": "議会の後"}
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
    meeting = meetings.plan_meeting(world.year, by=by, kind="council", held_on=held_on)
    item = meeting.agenda.create(report=world.report, cause="late")
    assert twice("secretariat", "agenda_remove", meeting.pk, {}, item.pk) == [302, 302]
    assert not meeting.agenda.exists()
