"""経過メモ taken into the report by a button of its form."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.one_database  # what pages say is decided in Python

NOTE = "入札の準備を始めた。"


@pytest.fixture
def note(world):
    by, now = world.people["reporter"], timezone.now()
    return world.measure.notes.create(noted_on=date(2023, 6, 1), text=NOTE, by=by, at=now)


@pytest.fixture
def address(world, client) -> str:
    client.force_login(world.people["reporter"])
    return reverse("progress:report_edit", args=[world.report.pk])


def test_note_is_added_at_the_end_and_what_was_typed_is_kept(world, client, note, address):
    assert "の終わりに加える" in client.get(address).content.decode()
    sent = {"version": 0, "done": "窓口を見直した。\r\n", "effects": "待ち時間が減った。"}
    answer = client.post(address, sent | {"take_note": note.pk})
    assert answer.status_code == 302
    stored = world.fresh()
    assert (stored.done, stored.effects) == (f"窓口を見直した。\n{NOTE}", "待ち時間が減った。")


def test_note_that_stands_there_already_is_not_written_again(world, client, note, address):
    for version in (0, 1):
        done = world.fresh().done
        client.post(address, {"version": version, "done": done, "take_note": note.pk})
    assert world.fresh().done == NOTE


def test_note_of_another_measure_is_nobodys_here(world, client, note, address):
    other = world.plan.measures.exclude(pk=world.measure.pk).get()
    type(note).objects.filter(pk=note.pk).update(measure=other)
    client.post(address, {"version": 0, "done": "窓口を見直した。", "take_note": note.pk})
    assert world.fresh().done == "窓口を見直した。"


def test_note_and_the_text_stay_on_the_page_of_a_conflict(world, client, note, address):
    client.post(address, {"version": 0, "done": "先の文"})
    answer = client.post(address, {"version": 0, "done": "後の文", "take_note": note.pk})
    assert answer.status_code == 409
    assert answer.context["form"]["done"].value() == f"後の文\n{NOTE}"
