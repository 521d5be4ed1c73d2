"""The 正誤表 of what is published: which lines stand, and what no line lets out."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from progress.corrections import verbs as corrections
from progress.desk import verbs as desk
from progress.entry import verbs as entry
from progress.models import Correction, Publication, ReviewYear
from progress.publication import verbs as publication
from tests.progress.verbs import VERBS

YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def published(world):
    """The world's report, published without a 公表用の記載: what was done stands for it."""
    ReviewYear.objects.update(publish_on=YESTERDAY)
    world.bring_to("evaluated")
    publication.publish(world.fresh(), by=world.people["secretariat"], version=4)
    return world


def correct(world, place: str, after) -> None:
    proposed = corrections.propose_correction(
        world.fresh(),
        by=world.people["secretariat"],
        kind="correct",
        place=place,
        after=after,
        reason="転記の誤り",
    )
    fresh = Correction.objects.select_related("report__year__plan").get(pk=proposed.pk)
    corrections.confirm_correction(fresh, by=world.people["second_secretariat"])


def act(world, verb: str, **more):
    report = world.fresh()
    by = world.people["secretariat"]
    return VERBS[verb](report, by=by, version=report.version, **more)


def newest() -> dict:
    return Publication.objects.latest("edition").content


def lines() -> list[tuple[str, str, str]]:
    return [(line["place"], line["before"], line["after"]) for line in newest()["errata"]]


DONE = ("done", "窓口の様式を見直した。", "様式を減らした。")


def test_withheld_text_goes_from_the_errata_too(published):
    correct(published, "done", "様式を減らした。")
    assert lines() == [DONE]
    act(published, "withhold", withheld={"public_text": "契約前のため"})
    act(published, "publish")
    assert lines() == []
    text = json.dumps(newest(), ensure_ascii=False)
    assert "様式" not in text


def test_lines_outlive_a_publication_that_was_taken_back(published):
    correct(published, "done", "様式を減らした。")
    act(published, "unpublish", reason="確認のため")
    act(published, "publish")
    assert lines() == [DONE]


def test_correction_of_what_was_taken_back_gets_its_line_when_it_is_public_again(published):
    act(published, "unpublish", reason="誤りのため")
    correct(published, "done", "様式を減らした。")
    correct(published, "issues", "人手が足りない。")
    act(published, "publish")
    assert lines() == [DONE]
    assert newest()["public_text"] == "様式を減らした。"


def test_inner_text_that_was_never_shown_gets_no_line(world):
    ReviewYear.objects.update(publish_on=YESTERDAY)
    world.bring_to("draft")
    act(world, "save", fields={"public_text": "窓口が便利になった。"}, reason="代行")
    report = world.fresh()
    entry.submit(report, by=world.people["head"], version=report.version)
    desk.confirm(report, by=world.people["second_secretariat"], version=report.version)
    world.decide(report)
    act(world, "evaluate")
    act(world, "publish")
    act(world, "unpublish", reason="誤りのため")
    correct(world, "done", "様式を減らした。")
    act(world, "publish")
    assert lines() == []
    assert "様式" not in json.dumps(newest(), ensure_ascii=False)


def test_field_withheld_since_leaves_with_its_correction(published):
    act(published, "withhold", withheld={"public_text": "個人が特定されるおそれ"})
    correct(published, "done", "様式を減らした。")
    shown = newest()
    assert (shown["public_text"], shown["withheld"]) == ("", ["公表用の記載"])
    assert "様式" not in json.dumps(shown, ensure_ascii=False)


def test_results_withheld_since_leave_with_their_correction(published):
    act(published, "withhold", withheld={"results": "推計中"})
    place = f"result-{published.indicator.pk}"
    after = {
        "status": "reported", "value": "15", "done": None, "done_on": None, "words": "",
        "certainty": "settled", "unit": "件",
    }  # fmt: skip
    correct(published, place, after)
    assert [each["figure"] for each in newest()["indicators"]] == [None]
    assert lines() == []


def test_emptied_text_for_the_public_gives_way_to_what_was_done(published):
    correct(published, "public_text", "窓口が便利になった。")
    assert newest()["public_text"] == "窓口が便利になった。"
    correct(published, "public_text", "")
    assert newest()["public_text"] == "窓口の様式を見直した。"
