"""次第, 進行シナリオ and the draft of the minutes, read back from their Word files; what is next."""

from datetime import date, time
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from lxml import html

from progress.decisions import evaluating
from progress.decisions import verbs as decisions
from progress.follow_ups.requests import Request
from progress.meetings import topic_verbs as topics
from progress.meetings import verbs as meetings
from progress.models import Meeting
from tests.progress.conftest import settle


@pytest.fixture
def meeting(world) -> Meeting:
    by, report = world.people["secretariat"], world.bring_to("confirmed")
    meeting = meetings.plan_meeting(
        world.year, by=by, kind="推進会議", held_on=date(2024, 7, 10), starts_at=time(13, 30),
        place="庁議室", members=[world.people["council"]], guests="有識者 坂戸 一郎",
    )  # fmt: skip
    meetings.add_to_agenda(meeting, by=by, reports=[report])
    matter = topics.add_matter(meeting, by=by, title="次期計画", handling="report")
    topics.change_item(matter, by=by, handling="report", title="次期計画", outcome="報告を受けた。")
    decisions.decide(
        meeting, report, by=by, version=report.version, opinion="早めること。",
        judgement=report.progress, outlook=report.outlook,
        requests=[Request(world.divisions["lead"], "手順を示すこと。", date(2024, 10, 1))],
    )  # fmt: skip
    return meeting


def lines_of(client, meeting, kind: str) -> list[str]:
    answer = client.get(reverse("progress:meeting_paper", args=[meeting.pk, kind]))
    assert answer.status_code == 200
    return [each.text for each in Document(BytesIO(answer.content)).paragraphs if each.text]


def test_order_of_the_day_names_time_place_items_and_members(world, meeting, client):
    client.force_login(world.people["secretariat"])
    assert lines_of(client, meeting, "order") == [
        "推進会議　次第", "日時　令和6年7月10日　13時30分（開催）", "場所　庁議室",
        "１　開会", "２　議題", "（1）I-1-1 施策I-1-1〔審議〕", "（2）次期計画〔報告〕",
        "３　その他", "４　閉会", "出席者", "council（出席）", "有識者 坂戸 一郎",
    ]  # fmt: skip


def test_scenarios_have_a_part_for_each_item(world, meeting, client):
    client.force_login(world.people["secretariat"])
    chair, desk = (lines_of(client, meeting, kind) for kind in ("chair", "desk"))
    asks = "それでは、進捗を「順調」、今後の方針を「継続」とすることで、よろしいでしょうか。"
    assert asks in chair and "ただいまの報告について、ご質問はありますか。" in chair
    assert "議題1　I-1-1 施策I-1-1" in desk and "取り組んだこと：窓口の様式を見直した。" in desk


def test_chair_of_another_body_proposes_what_counts_already(world, meeting, client):
    by, report = world.people["secretariat"], world.fresh()
    world.decide(report, judgement=world.word("遅れ"))
    above = meetings.plan_meeting(world.year, by=by, kind="政策会議", held_on=date(2024, 8, 1))
    meetings.add_to_agenda(above, by=by, reports=[report])
    client.force_login(by)
    asks = "それでは、進捗を「遅れ」、今後の方針を「継続」とすることで、よろしいでしょうか。"
    assert asks in lines_of(client, above, "chair")


def test_minutes_are_drafted_from_the_decisions(world, meeting, client):
    client.force_login(world.people["secretariat"])
    lines = lines_of(client, meeting, "minutes")
    for text in (
        "会議結果は、まだ確定していません（案）。",
        "結果：個別に審議　進捗：順調　今後の方針：継続",
        "意見：早めること。",
        "指摘事項：手順を示すこと。（情報課、令和6年10月1日まで）",
        "結果：報告を受けた。",
    ):
        assert text in lines
    settle(meeting)
    assert "議長　副市長 坂戸 花子（令和6年7月10日確認）" in lines_of(client, meeting, "minutes")


def test_page_of_the_meeting_says_what_comes_next(world, meeting, client):
    client.force_login(world.people["secretariat"])
    by = world.people["secretariat"]

    def told() -> list[str]:
        page = html.fromstring(client.get(meeting.get_absolute_url()).content)
        return page.xpath("//section[@aria-labelledby='next']//a/text()")

    assert told() == ["会議結果を確定する"]
    settle(meeting)
    assert told() == ["まとめて評価済みにする", "議事録を添付する"]
    evaluating.evaluate(world.fresh(), by=by, version=world.fresh().version)
    assert told()[0] == ("決裁を記録する" if world.year.asks_approval else "公表する")
    assert "手順を示すこと。" in client.get(meeting.get_absolute_url()).content.decode()
