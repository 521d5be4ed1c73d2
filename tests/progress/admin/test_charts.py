"""An indicator's chart on its page in the admin."""

import re

from progress.admin.charts import IndicatorChartMixin
from progress.models import Contribution, ProgressReport, ReviewYear, YearChange


def chart_of(indicator):
    return " ".join(IndicatorChartMixin().chart(indicator).split())


def test_the_page_shows_the_picture_of_the_newest_year_with_its_table(world):
    world.bring_to("confirmed")
    address = f"/indicators/{world.indicator.pk}/chart/{world.year.pk}"
    html = chart_of(world.indicator)
    assert re.search(
        rf'<img class="chart__image" src="{address}/wide/\w+\.svg" alt="棒グラフ。', html
    )
    assert re.search(rf'srcset="{address}/narrow/\w+\.svg"', html)
    assert "処理件数：目標10件に対し実績12件（120.0%）。目標を達成しています。" in html
    assert '<th scope="row">R5</th><td class="num">10</td><td class="num">12</td>' in html


def test_figures_that_are_not_confirmed_stay_out_of_the_admin_too(world):
    world.bring_to("submitted")
    finding = "処理件数：R5年度の実績は、確認済みの報告にありません。"
    assert chart_of(world.indicator) == finding  # nothing to draw yet


def test_a_milestone_has_its_track(world):
    world.indicator.kind = "milestone"
    html = chart_of(world.indicator)
    assert 'alt="期限と達成を示す年度の線。' in html
    assert '<th scope="row">R5</th><td>期限</td><td>未報告</td><td>未報告</td>' in html


def test_before_the_first_year_the_page_says_what_comes_next(world):
    for model in (Contribution, ProgressReport, YearChange, ReviewYear):
        model.objects.all().delete()
    assert chart_of(world.indicator) == "年度の進捗管理が始まると、ここにグラフが出ます。"


def test_the_chart_costs_three_queries(world, django_assert_num_queries):
    """The year with its plan, results, targets."""
    with django_assert_num_queries(3):
        chart_of(world.indicator)
