"""Pictures are drawn once, kept, and thrown away when nothing shows them any more."""

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from PIL import Image

from progress import access
from progress.charts import cache as charts_cache
from progress.charts import cache as pictures
from progress.charts.cache import PREFIX, NotDrawn, drawn, fingerprint, printed, prune
from progress.charts.indicator import indicator_chart
from progress.charts.policies import policies_chart
from progress.charts.sources import chart_of_directions, chart_of_policies, charts_of_indicators
from tests.progress.indicators import R5, R9, RPA, figures, policy_counts

YEARS = tuple(range(R5, R9 + 1))
NO_MATPLOTLIB = """
import os, sys
import django
django.setup()
from django.core.cache import cache
from progress.charts import views
from progress.charts.context import chart_context
from progress.charts.cache import drawn, fingerprint
from progress.charts.policies import policies_chart
from progress.charts.cache import PREFIX
chart = policies_chart([], "基本方針")
cache.set(PREFIX + fingerprint(chart, "wide"), b"<svg/>")
assert drawn(chart, "wide") == b"<svg/>"
print("matplotlib" in sys.modules)
drawn(chart, "narrow")
print("matplotlib" in sys.modules, "matplotlib.pyplot" in sys.modules)
"""


def chart_of(**values):
    return indicator_chart(RPA, figures(**values), YEARS)


def stored(chart, shape):
    return cache.get(f"{PREFIX}{fingerprint(chart, shape)}")


def run(*arguments):
    out = StringIO()
    call_command("draw_charts", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_a_picture_is_kept_and_comes_from_the_cache(db):
    chart = chart_of(R5=19)
    picture = drawn(chart, "wide")
    assert picture == stored(chart, "wide")
    cache.set(f"{PREFIX}{fingerprint(chart, 'wide')}", b"kept")
    assert drawn(chart, "wide") == b"kept"


def test_the_fingerprint_changes_with_data_shape_and_style(monkeypatch):
    names = {
        fingerprint(chart_of(R5=19), "wide"),
        fingerprint(chart_of(R5=20), "wide"),
        fingerprint(chart_of(R5=19), "narrow"),
        fingerprint(policies_chart([], "基本方針"), "wide"),
    }
    monkeypatch.setattr(pictures, "STYLE_VERSION", "next")
    names.add(fingerprint(chart_of(R5=19), "wide"))
    assert len(names) == 5


def test_the_fingerprint_does_not_depend_on_the_order_of_a_policys_meanings():
    one = policies_chart([policy_counts(1, "ICT", {"late": 1, "done": 2})], "基本方針")
    other = policies_chart([policy_counts(1, "ICT", {"done": 2, "late": 1})], "基本方針")
    assert fingerprint(one, "wide") == fingerprint(other, "wide")


def test_a_picture_that_cannot_be_kept_is_shown_all_the_same(db, monkeypatch):
    def refuse(key, value):
        raise DatabaseError("database is locked")

    monkeypatch.setattr(charts_cache.cache, "set", refuse)
    assert drawn(chart_of(R5=19), "wide").startswith(b"<?xml")


def test_a_cached_picture_costs_no_matplotlib(settings):
    environment = {"DJANGO_SETTINGS_MODULE": "sakado_dx.settings", "CACHE_URL": "locmemcache://"}
    process = subprocess.run(
        [sys.executable, "-c", NO_MATPLOTLIB],
        capture_output=True,
        text=True,
        env={"PATH": "", "DATABASE_URL": "sqlite:///:memory:"} | environment,
        cwd=settings.BASE_DIR,
        check=False,
    )
    assert process.stderr == ""
    assert process.stdout.splitlines() == ["False", "True False"]


def test_pruning_keeps_what_is_shown_and_leaves_other_entries_alone(db):
    kept, gone = chart_of(R5=19), chart_of(R5=20)
    for chart in (kept, gone):
        drawn(chart, "wide")
    cache.set("something-else", "stays")
    assert prune({fingerprint(kept, "wide")}) == 1
    assert stored(kept, "wide") and stored(gone, "wide") is None
    assert cache.get("something-else") == "stays"


def test_many_pictures_are_pruned_at_once(db):
    for number in range(510):
        cache.set(f"{PREFIX}{number}", b"")
    assert prune(set()) == 510


def test_a_cache_that_lists_nothing_is_not_pruned(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    assert prune(set()) is None


def test_the_command_draws_every_picture_of_the_year(world):
    world.bring_to("confirmed")
    assert run() == [
        "1年度分、10枚のグラフがキャッシュにあります。",
        "使われなくなったグラフを0枚消しました。",
    ]
    (indicator,) = charts_of_indicators(world.year, ["confirmed"])
    assert all(stored(indicator, shape) for shape in ("wide", "narrow", "small", "screen"))
    assert stored(chart_of_policies(world.year, ["confirmed"]), "narrow")


def test_the_command_draws_the_ribbons_too(world):
    run()
    ribbons = chart_of_directions(access.measure_at_all(world.measure.pk), world.year)
    assert stored(ribbons, "wide") and stored(ribbons, "narrow")
    assert run()[1] == "使われなくなったグラフを0枚消しました。"


def test_the_command_prunes_pictures_of_figures_that_no_longer_stand(world):
    run()
    world.bring_to("confirmed")
    assert run("--year", "R5")[1] == "使われなくなったグラフを8枚消しました。"


def test_the_command_keeps_pictures_that_count_what_is_not_confirmed(world):
    world.bring_to("submitted")
    (pending,) = charts_of_indicators(world.year, ["confirmed", "submitted"])
    drawn(pending, "wide")
    run()
    assert stored(pending, "wide")


def test_pictures_for_word_are_kept_and_are_as_wide_as_the_text_of_a_sheet(world):
    world.bring_to("confirmed")
    (chart,) = charts_of_indicators(world.year, ["confirmed"])
    picture = Image.open(BytesIO(printed(chart)))
    assert (picture.width, round(picture.width / picture.info["dpi"][0] * 25.4)) == (1339, 170)
    assert round(picture.info["dpi"][0]) == 200
    assert printed(chart) == stored(chart, "png")
    run()
    assert stored(chart, "png")


UNDRAWABLE = Decimal("NaN")  # no place on an axis: what no form lets in and a program may make


def test_a_chart_that_cannot_be_drawn_says_so_and_leaves_nothing_in_the_cache(db):
    chart = replace(chart_of(R5=19), actuals=(UNDRAWABLE, None, None, None, None))
    for draw in (lambda: drawn(chart, "wide"), lambda: printed(chart)):
        with pytest.raises(NotDrawn):
            draw()
    assert (stored(chart, "wide"), stored(chart, "png")) == (None, None)


@pytest.mark.parametrize(
    ("year", "message"),
    [("R6", "R6の進捗管理はまだ始まっていません。"), ("来年", "年度の書き方になっていません")],
)
def test_the_command_refuses_a_year_that_it_cannot_draw(world, year, message):
    with pytest.raises(CommandError, match=message):
        run("--year", year)
