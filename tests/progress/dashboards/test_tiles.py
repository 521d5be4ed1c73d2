"""The indicators of a policy as small multiples."""

import re
from dataclasses import replace

from django.urls import reverse

from measures.models import Measure, MeasureIndicator
from progress.dashboards.tile_pages import MOST_TILES, tiles_of
from progress.reading.years import read_year
from tests.progress.conftest import make_indicator


def page_of(world, client, **query) -> str:
    client.force_login(world.people["council"])
    policy = world.measure.direction.policy
    address = reverse("progress:policy_detail", args=[policy.pk])
    return client.get(address, {"year": world.year.pk, **query}).content.decode()


def tiles(world, rows=None):
    read = read_year(world.year)
    return tiles_of(world.year, read.frame, rows or read.rows, pending=False)


def test_page_of_a_policy_shows_each_indicator_in_a_small_picture(world, client):
    world.bring_to("confirmed")
    page = page_of(world, client)
    own = re.search(r'<ul class="tiles">.*?</ul>', page, re.S).group()
    assert own.count("<img") == own.count("<li") == 1
    address = f"/indicators/{world.indicator.pk}/chart/{world.year.pk}/small/"
    assert f'src="{address}' in own and 'alt="棒グラフ。' in own
    assert "処理件数</a>" in own and "達成</p>" in own
    order = [page.index(each) for each in ('id="strip"', 'id="indicators"', "table--measures")]
    assert order == sorted(order)


def test_what_has_no_figure_yet_is_named_in_a_line(world, client):
    page = page_of(world, client)
    assert '<ul class="tiles">' not in page
    line = re.search(r"<p>図に示す実績がまだないもの：(.*?)</p>", page, re.S).group(1)
    assert "処理件数</a>（未報告）" in line


def test_the_switch_draws_what_is_only_submitted(world, client):
    world.bring_to("submitted")
    assert '<ul class="tiles">' not in page_of(world, client)
    assert re.search(r"/small/\w+\.svg\?pending=1", page_of(world, client, pending=1))


def test_shared_indicator_stands_once(world):
    other = Measure.objects.exclude(pk=world.measure.pk).first()
    MeasureIndicator.objects.get_or_create(measure=other, indicator=world.indicator)
    shown = tiles(world)
    assert [each.row.measure_id for each in (*shown.drawn, *shown.blank)] == [world.measure.pk]


def test_more_than_an_eye_compares_are_counted_and_left_to_the_table(world):
    make_indicator(world.plan, "x", world.measure)
    (row, *_) = read_year(world.year).rows
    many = [
        replace(
            row,
            indicators=tuple(replace(each, indicator_id=10 * at) for each in row.indicators[:1]),
        )
        for at in range(MOST_TILES + 3)
    ]
    shown = tiles(world, many)
    assert (len(shown.drawn) + len(shown.blank), shown.left_out) == (MOST_TILES, 3)
