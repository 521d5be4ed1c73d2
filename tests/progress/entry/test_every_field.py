"""Every field of the entry form stands wherever the report is read."""

import json
from dataclasses import replace

import pytest
from django.urls import reverse

from progress.desk import verbs as desk
from progress.editions.exporting import year_file
from progress.entry import verbs as entry
from progress.models import AgendaItem, Meeting, ReviewYear
from progress.models import report_fields as fields
from sakado_dx.numbers import format_number

pytestmark = pytest.mark.one_database  # what pages say is decided in Python

NOTE = "3月末の集計による。"


@pytest.fixture
def filled(world):
    """A confirmed report in which each field says something of its own; what is to be read of it,
    by the field's label."""
    texts = {name: f"{name}に書いたこと。" for name in fields.names(fields.TEXT, fields.LINE)}
    amounts = {name: 12_340 - place for place, name in enumerate(fields.names(fields.AMOUNT))}
    words = {"progress": world.word("遅れ"), "outlook": world.word("見直し", "outlook")}
    results = {pk: replace(each, note=NOTE) for pk, each in world.entry("7").items()}
    choices = {name: fields.field(name).choices[0] for name in fields.names(fields.CHOICE)}
    everything = texts | choices | amounts | words
    people = world.people
    report = entry.save(
        world.report, by=people["reporter"], version=0, fields=everything, results=results
    )
    entry.submit(report, by=people["head"], version=1)
    desk.confirm(report, by=people["secretariat"], version=2)
    meeting = Meeting.objects.create(
        year=world.year, kind="推進会議", held_on="2024-07-10", by=people["secretariat"]
    )
    item = AgendaItem.objects.create(meeting=meeting, report=report, order=1)
    told = {
        fields.field(name).label: format_number(value) if isinstance(value, int) else str(value)
        for name, value in everything.items()
    }
    return world, item, told | {"実績値": "7", "補足": NOTE}


def lacking(text: str, told: dict[str, str]) -> list[str]:
    return [label for label, words in told.items() if words not in text]


def test_form_has_exactly_the_fields_that_this_test_walks(client, filled):
    world, _, told = filled
    assert set(told) == {each.label for each in fields.FIELDS} | {"実績値", "補足"}


def test_every_field_stands_on_check_review_measure_page_and_meeting(client, filled):
    world, item, told = filled
    pages = {
        "check": ("reporter", reverse("progress:report_check", args=[world.report.pk])),
        "review": ("secretariat", reverse("progress:report_review", args=[world.report.pk])),
        "measure": ("other", reverse("progress:measure_detail", args=[world.measure.pk])),
        "meeting": (
            "council",
            reverse("progress:meeting_project", args=[item.meeting_id, item.pk]),
        ),
    }
    wanting = {}
    for name, (role, address) in pages.items():
        client.force_login(world.people[role])
        wanting[name] = lacking(client.get(address).content.decode(), told)
    assert wanting == dict.fromkeys(pages, [])


def test_every_field_stands_in_the_files_of_the_year(filled):
    world, _, told = filled
    plain = {label: words.replace(",", "") for label, words in told.items()}
    year = ReviewYear.objects.select_related("plan").get(pk=world.year.pk)
    csv = year_file(year, "csv")[1].decode("utf-8-sig")
    assert lacking(csv, plain) == []
    assert [label for label in told if label not in csv.splitlines()[0]] == []
    of_measure = json.loads(year_file(year, "json")[1])["reports"][0]
    assert lacking(json.dumps(of_measure, ensure_ascii=False), plain) == []
