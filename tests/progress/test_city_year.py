"""A year of another city from its document alone: opened, reported, decided, closed, published."""

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.models import PlanWord
from progress.decisions import evaluating
from progress.decisions import verbs as decisions
from progress.desk import verbs as desk
from progress.entry import verbs as entry
from progress.judging.completeness import ResultEntry
from progress.meetings import verbs as meetings
from progress.models import ProgressReport, Publication, ReviewYear
from progress.plan_document.loading.loading import load
from progress.plan_document.schema.reading import read
from progress.publication import verbs as publication
from progress.reading.inputs import inputs_of
from progress.year import verbs as year_verbs
from tests.progress.closing import close_year
from tests.progress.conftest import give_role, person, settle

pytestmark = pytest.mark.one_database  # what pages say is decided in Python

# 枚方市 総合計画 施策評価, 令和3年度: its words and levels; measures and figures are our own.
WORDS = {
    "A 効果的": "on_track",
    "B おおむね効果的": "on_track",
    "C 改善に向けた検討を要する": "slightly_late",
}
OUTLOOKS = {"このまま進める": "continue", "やり方を改める": "review"}
NAMES = ("市民の相談", "道路の点検", "図書の貸出")
MARKS = ["担当課の評価", "とりまとめ課の評価", "委員会の評価"]
# What the plan of Sakado calls its levels, words and bodies.
SAKADOS = (
    "坂戸", "基本方針", "施策の方向性", "個別施策", "推進会議", "情報システム検討会議", "成果想定",
    "自己評価", "事務局案", "会議の確認結果", "計画より進んでいる", "やや遅れ",
    "<dt>方針</dt>", "方針ごと", "この方針",
)  # fmt: skip


def document() -> dict:
    cells = [{"fiscal_year": year, "printed": "実施"} for year in (2021, 2022)]
    target = [{"fiscal_year": 2021, "value": "40"}]
    measures = [
        {
            "code": f"S{at}", "name": name, "divisions": ["市民課"], "yearly_directions": cells,
            "indicators": [
                {"name": f"{name}の件数", "label": "めざす値", "unit": "件", "kind": "NUMBER",
                 "measured_as": "FLOW", "targets": target}
            ],
        }
        for at, name in enumerate(NAMES, 1)
    ]  # fmt: skip
    return {
        "format": "dx-plan/1",
        "plan": {
            "title": "総合計画", "city": "枚方市", "first_fiscal_year": 2021, "last_fiscal_year": 2022,
            "level_names": ["基本目標", "施策"], "mark_names": MARKS,
            "meeting_kinds": [{"name": "行政評価委員会", "rank": 1}],
            "progress_words": [{"word": word, "meaning": means} for word, means in WORDS.items()],
            "outlook_words": [{"word": word, "meaning": means} for word, means in OUTLOOKS.items()],
        },
        "divisions": [{"name": "市民課"}],
        "policies": [{"number": 1, "name": "支え合うまち", "directions": [{"measures": measures}]}],
    }  # fmt: skip


@pytest.fixture
def secretaries(db) -> list:
    return [
        give_role(person(login, name), "secretariat").user
        for login, name in (("hisho", "事務局一"), ("fuku", "事務局二"))
    ]


@pytest.fixture
def year(secretaries) -> ReviewYear:
    """The year, closed and published, each report by the verbs."""
    first, second = secretaries
    plan = load(read(json.dumps(document()).encode())).plan
    yesterday = timezone.localdate() - timedelta(days=1)
    year = year_verbs.open_year(
        plan, by=first, fiscal_year=2021, report_due=date(2099, 5, 31), publish_on=yesterday
    )
    words = {each.word: each for each in PlanWord.objects.filter(plan=plan)}
    for report, word in zip(reports_of(year), WORDS, strict=True):
        _report(report, words[word], words["このまま進める"], first, second)
    meeting = meetings.plan_meeting(
        year, by=first, kind="行政評価委員会", held_on=timezone.localdate()
    )
    meetings.fill_agenda(meeting, by=first)
    late = reports_of(year)[-1]
    decided = {"judgement": words["B おおむね効果的"], "outlook": words["やり方を改める"]}
    decisions.decide(
        meeting, late, by=first, version=late.version, opinion="手順を改める。", **decided
    )
    versions = {report.pk: report.version for report in reports_of(year)}
    decisions.decide_rest(meeting, by=first, versions=versions)
    settle(meeting)
    for report in reports_of(year):
        evaluating.evaluate(report, by=first, version=report.version)
    for report in reports_of(year):
        publication.publish(report, by=first, version=report.version)
    return close_year(ReviewYear.objects.get(pk=year.pk), by=first, reason="年度の締め")


def reports_of(year: ReviewYear) -> list[ProgressReport]:
    return list(ProgressReport.objects.for_year(year).with_measure().in_plan_order())


def _report(report: ProgressReport, progress: PlanWord, outlook: PlanWord, first, second) -> None:
    fields = {
        "progress": progress,
        "outlook": outlook,
        "done": f"{report.measure.name}を進めた。",
        "progress_reason": "相談が減ったため。",
    }
    results = {
        each.id: ResultEntry(status="reported", value=Decimal(50))
        for each in inputs_of(report).entered
    }
    entry.save(report, by=first, version=0, fields=fields, results=results, reason="代行")
    entry.submit(report, by=first, version=1, reason="代行")
    desk.confirm(report, by=second, version=2)


def test_closed_and_published_year_speaks_the_citys_own_words(client, year, secretaries):
    client.force_login(secretaries[0])
    report = reports_of(year)[-1]
    pages = {
        "dashboard": reverse("progress:dashboard", args=[year.pk]),
        "list": f"{reverse('progress:measure_list')}?year={year.pk}",
        "policies": reverse("progress:policy_list"),
        "year": reverse("progress:measure_year", args=[year.pk, report.measure_id]),
        "measure": report.measure.get_absolute_url(),
        "review": reverse("progress:report_review", args=[report.pk]),
        "queue": reverse("progress:queue", args=[year.pk]),
        "meetings": reverse("progress:meeting_list", args=[year.pk]),
        "publications": reverse("progress:publication_list"),
        "publication": reverse(
            "progress:publication_detail", args=[Publication.objects.get(report=report).pk]
        ),
        "errata": reverse("progress:errata_list", args=[year.pk]),
        "chart": reverse("progress:policy_chart", args=[year.pk, "wide"]),
        "plan": reverse("measures:plan_overview"),
        "counting": reverse("progress:help_counting"),
        "csv": reverse("progress:year_export", args=[year.pk, "csv"]),
        "json": reverse("progress:year_export", args=[year.pk, "json"]),
    }
    answers = {name: client.get(address) for name, address in pages.items()}
    assert {name: each.status_code for name, each in answers.items()} == dict.fromkeys(pages, 200)
    texts = {name: each.content.decode("utf-8-sig") for name, each in answers.items()}
    foreign = {(name, word) for name, text in texts.items() for word in SAKADOS if word in text}
    assert foreign == set()
    for name in ("dashboard", "list", "year", "publication", "csv", "json"):
        assert "B おおむね効果的" in texts[name], name
    for name in ("dashboard", "policies", "plan", "csv"):
        assert "基本目標" in texts[name], name
    for name in ("year", "review", "csv", "publication"):
        assert "委員会の評価" in texts[name], name
    assert "めざす値" in texts["year"]
    assert "行政評価委員会" in texts["meetings"]


def test_exports_and_cards_count_by_the_citys_own_words(client, year, secretaries):
    client.force_login(secretaries[0])
    content = client.get(reverse("progress:year_export", args=[year.pk, "csv"])).content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["番号"] for row in rows] == ["S1", "S2", "S3"]
    assert [[row[name] for name in ("進捗", *MARKS)] for row in rows] == [
        ["A 効果的", "A 効果的", "", "A 効果的"],
        ["B おおむね効果的", "B おおむね効果的", "", "B おおむね効果的"],
        ["B おおむね効果的", "C 改善に向けた検討を要する", "", "B おおむね効果的"],
    ]
    assert [row["基本目標"] for row in rows] == ["I 支え合うまち"] * 3
    assert [row["施策"] for row in rows] == list(NAMES)
    board = client.get(reverse("progress:dashboard", args=[year.pk])).content.decode()
    assert "100%" in board
