"""議会提出用 and the published 進捗状況報告書: what citizens read, and nothing else."""

from datetime import date

import pytest

from progress.models import ProgressReport, ReviewYear
from progress.pack import printing
from sakado_dx.jobs.running import Unmakeable
from tests.progress.pack.papers import order_of, plan_meeting, read_back, text_of

pytestmark = [
    pytest.mark.skipif(bool(printing.why_not()), reason=printing.why_not()),
    pytest.mark.one_database,
]


def public_order(world, kind="report"):
    return order_of(world, kind=kind, markings=())


def publish(world, on: date):
    world.bring_to("evaluated")
    texts = {
        "issues": "内部の課題",
        "secretariat_note": "内部の所見",
        "public_text": "窓口を改めました。",
    }
    ProgressReport.objects.filter(pk=world.report.pk).update(**texts)
    world.report = world.fresh()
    world.make_public(on)
    ReviewYear.objects.filter(pk=world.year.pk).update(publish_on=on)
    world.year.refresh_from_db()


@pytest.mark.parametrize("kind", ["report", "assembly"])
def test_only_what_is_public_stands_in_it(world, kind):
    publish(world, date(2024, 9, 1))
    text = text_of(read_back(public_order(world, kind)))
    for told in (
        "I-1-1施策I-1-1",
        "窓口を改めました。",
        "12件",
        "公表している内容だけで作りました",
    ):
        assert told in text, told
    for inner in ("内部の課題", "内部の所見", "I-1-2", "secretariat", "庁内限り"):
        assert inner not in text, inner


def test_before_the_day_nothing_is_made_and_it_says_why(world):
    publish(world, date(2099, 9, 1))
    with pytest.raises(
        Unmakeable, match="公表されている報告がありません。公表日（令和81年9月1日）"
    ):
        read_back(public_order(world))


def test_ballot_has_a_line_for_each_item_and_the_words_to_choose_from(world):
    world.bring_to("confirmed")
    text = text_of(read_back(order_of(world, plan_meeting(world), kind="ballot")))
    for told in (
        "推進会議（R5実績）審議結果記入票", "案件1I-1-1施策I-1-1〔審議〕", "進捗順調・遅れ・休止",
        "方針継続・見直し", "案件2次期計画の策定について〔審議〕", "了承・修正のうえ了承・継続審議",
    ):  # fmt: skip
        assert told in text, told
