"""年表: events of the plan and milestones that were reached."""

from datetime import date

import pytest
from model_bakery import baker

from progress.charts.marks import Diamond, Dot, Label
from progress.charts.timeline import Point, TimelineChart, YearRow
from progress.charts.timeline_layout import timeline_marks, timeline_size
from progress.models import IndicatorResult
from progress.reference.timeline_pages import chart_of, timeline_of


def add_milestone(world, key, done_on, done=True):
    indicator = baker.make(
        "measures.Indicator", plan=world.plan, key=key, name=f"{key}を導入", kind="milestone"
    )
    baker.make("measures.MeasureIndicator", measure=world.measure, indicator=indicator)
    IndicatorResult.objects.create(
        indicator=indicator, fiscal_year=2023, report=world.report, status="reported",
        done=done, done_on=done_on,
    )  # fmt: skip


@pytest.fixture
def events(world):
    for year, month, event in ((2019, 7, "無線を配備"), (2019, 8, "案内を開始"), (2021, 1, "発行")):
        world.plan.chronology.create(year=year, month=month, event=event)
    add_milestone(world, "文書管理", date(2024, 2, 3))
    add_milestone(world, "電子決裁", None)
    add_milestone(world, "庶務事務", None, done=False)
    return world


def told(world):
    found = timeline_of(world.plan)
    return [(each.number, each.when, each.text) for each in found.happenings]


EVENTS = [
    (1, "令和元年7月", "無線を配備"),
    (2, "令和元年8月", "案内を開始"),
    (3, "令和3年1月", "発行"),
]


@pytest.mark.parametrize("state", ["not_started", "draft", "submitted", "confirmed"])
def test_a_milestone_is_not_told_before_its_report_is_evaluated(events, state):
    events.bring_to(state)
    assert told(events) == EVENTS and timeline_of(events.plan).undated == ()


def test_a_milestone_of_an_evaluated_report_stands_on_its_day(events):
    events.bring_to("evaluated")
    assert told(events) == [*EVENTS, (4, "令和6年2月3日", "I-1-1 文書管理を導入")]
    assert [each.text for each in timeline_of(events.plan).undated] == [
        "I-1-1 電子決裁を導入（令和5年度）"
    ]


def test_the_drawing_has_all_years_quiet_ones_too(events):
    events.bring_to("evaluated")
    chart = chart_of(timeline_of(events.plan))
    assert [row.short for row in chart.years] == [str(year) for year in range(2019, 2025)]
    assert chart.years[0].label == "平成31・令和元年"
    assert [row.points for row in chart.years if row.points] == [
        (Point(7, 1, False), Point(8, 2, False)),
        (Point(1, 3, False),),
        (Point(2, 4, True),),
    ]


@pytest.mark.parametrize("shape", ["wide", "narrow"])
def test_marks_lie_within_the_picture_and_do_not_touch(shape):
    points = tuple(Point(month, month + 40, month == 3) for month in (1, 2, 3, 3, 12))
    chart = TimelineChart("年表", (YearRow("令和4年", "2022", points),))
    (width, height), marks = timeline_size(chart, shape), timeline_marks(chart, shape)
    placed = [mark.area for mark in marks if isinstance(mark, Dot | Diamond | Label)]
    assert all(each.x >= 0 and each.right <= width for each in placed)
    assert all(each.y >= 0 and each.top <= height for each in placed)
    shapes = [mark.area for mark in marks if isinstance(mark, Dot | Diamond)]
    labels = [mark.area for mark in marks if isinstance(mark, Label)]
    assert len(shapes) == 5
    assert not [1 for each in shapes for label in labels if each.overlaps(label)]


def test_the_page_lists_and_draws(events, client, django_assert_max_num_queries):
    events.bring_to("evaluated")
    client.force_login(events.people["reporter"])
    client.get("/help/")
    with django_assert_max_num_queries(10):
        page = client.get("/timeline/").content.decode()
    assert "出来事は3件、計画の期間に達成した目標は2件です。" in page
    assert "日付の記載なし" in page and "令和6年2月3日" in page
    assert 'alt="年を縦、月を横に並べた年表。平成31・令和元年から令和6年まで。' in page


def test_without_events_nothing_is_drawn(world, client):
    client.force_login(world.people["reporter"])
    page = client.get("/timeline/").content.decode()
    assert "chart__image" not in page and "年表に載せるものはまだありません" in page
    assert client.get("/timeline/wide.svg").status_code == 200
