"""The pictures themselves, as matplotlib writes them."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
from fontTools.ttLib import TTFont
from matplotlib_fontja import get_font_ttf_path
from PIL import Image

from progress.charts.drawing import draw, draw_png, drawable
from progress.charts.indicator import indicator_chart
from progress.charts.indicator_layout import indicator_marks
from progress.charts.marks import Area, Box, Line, label_at, text_width
from progress.charts.policies import policies_chart
from progress.charts.policies_layout import policies_marks, policies_size
from tests.progress.indicators import R5, R9, RPA, figures, number, policy_counts

ROOT = Path(__file__).parents[3]
YEARS = tuple(range(R5, R9 + 1))
HATCHED = Box(Area(0, 0, 40, 40), "#FFE380", "#1A1A1A", hatch="////")
SVG = "{http://www.w3.org/2000/svg}"


def marks(facts=RPA, shape="wide", **values):
    return indicator_marks(indicator_chart(facts, figures(**values), YEARS), shape)


def test_the_same_marks_give_the_same_bytes():
    for each in (marks(R5=19), [HATCHED]):
        assert draw(each, 720, 320, "図") == draw(each, 720, 320, "図")


def test_the_same_marks_give_the_same_png():
    own = marks(R5=19)
    assert draw_png(own, 720, 350, "図", 1.5) == draw_png(own, 720, 350, "図", 1.5)


def test_a_png_is_drawn_as_the_svg_is_and_sharper():
    box = Box(Area(10, 10, 20, 20), "#FF0000", "#FF0000")
    for scale in (1, 2):
        picture = Image.open(BytesIO(draw_png([box], 40, 40, "図", scale))).convert("RGB")
        assert picture.size == (40 * scale, 40 * scale)
        assert picture.getpixel((20 * scale, 20 * scale)) == (255, 0, 0)
        assert picture.getpixel((5 * scale, 35 * scale)) == (255, 255, 255)


def test_another_process_draws_the_same_bytes():
    code = (
        "import django, sys; django.setup(); from progress.charts.drawing import draw;"
        "from progress.charts.marks import label_at;"
        "sys.stdout.buffer.write(draw([label_at('目標 19', 50, 20, 14)], 100, 50, '図'))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert run.stdout == draw([label_at("目標 19", 50, 20, 14)], 100, 50, "図")


def test_two_threads_never_draw_at_once():
    """Unlocked, the second would go on with the settings that the first has put back."""
    first_began, second_began, first_ended = Event(), Event(), Event()

    def first():
        first_began.set()
        second_began.wait(0.2)
        yield HATCHED

    def second():
        second_began.set()
        first_ended.wait(5)
        yield HATCHED

    alone = draw([HATCHED], 50, 50, "図")
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(draw, first(), 50, 50, "図")
        first_began.wait(5)
        other = pool.submit(draw, second(), 50, 50, "図")
        pictures = [one.result()]
        first_ended.set()
        pictures.append(other.result())
    assert pictures == [alone, alone]


def test_a_picture_is_an_svg_of_its_size_in_px_without_a_date():
    picture = draw(marks(R5=19), 720, 320, "RPA導入業務数")
    root = ElementTree.fromstring(picture)
    assert (root.tag, root.get("width"), root.get("height")) == (f"{SVG}svg", "720", "320")
    assert root.findtext(f".//{SVG}title") or b"RPA" in picture
    assert b"dc:date" not in picture
    assert root.findall(f".//{SVG}text") == []  # all text is paths


@pytest.mark.parametrize("unit", ["$", "$x^2$", "\\frac", "<script>", "--> ]]> &amp;", "%"])
def test_what_people_write_is_text_and_nothing_else(unit):
    facts = number((R5, 19), unit=unit)
    picture = draw(marks(facts, R5=19), 720, 320, f"指標{unit}")
    root = ElementTree.fromstring(picture)
    assert {each.tag for each in root.iter() if "script" in str(each.tag)} == set()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("件数", "件数"),
        ("髙﨑①㎡", "髙﨑①㎡"),
        ("満足度😀", "満足度〓"),
        ("t-CO₂", "t-CO2"),
        ("a\x00b\x1b\u200b\u202ec", "abc"),
        ("葛\U000e0100飾", "葛飾"),
        ("カ\u3099ス", "ガス"),
    ],
)
def test_only_what_the_font_has_is_drawn(text, shown):
    assert drawable(text) == shown


@pytest.mark.parametrize("text", ["\x00", "😀", "", "\ud800"])
def test_no_text_stops_the_drawing(text):
    draw([label_at(text, 20, 10, 14)], 40, 40, text)


def test_no_letter_of_the_font_is_wider_than_it_is_thought_to_be():
    font = TTFont(get_font_ttf_path())
    em, widths = font["head"].unitsPerEm, font["hmtx"]
    too_wide = {
        chr(code): widths[glyph][0] / em
        for code, glyph in font.getBestCmap().items()
        if widths[glyph][0] / em > text_width(chr(code), 1) + 0.001
    }
    assert too_wide == {}


def test_marks_are_painted_in_their_order():
    line = Line(((0, 5), (9, 5)), "#ff0000")
    box = Box(Area(0, 0, 9, 9), "#00ff00", "#000000")
    picture = draw([line, box], 10, 10, "図").decode()
    assert picture.index("#ff0000") < picture.index("#00ff00")


def test_dollars_are_no_formula():
    picture = draw([label_at("$x^2$", 40, 10, 14)], 80, 40, "図")
    root = ElementTree.fromstring(picture)
    assert len(root.findall(f".//{SVG}g[@id='text_1']//{SVG}use")) == len("$x^2$")


@pytest.mark.parametrize("shape", ["wide", "narrow"])
def test_progress_by_policy_is_drawn_with_its_hatches(shape):
    counts = [policy_counts(1, "ICT", {"on_track": 3, "slightly_late": 2, "late": 1})]
    chart = policies_chart(counts, "基本方針")
    picture = draw(policies_marks(chart, shape), *policies_size(chart, shape), chart.name)
    patterns = ElementTree.fromstring(picture).findall(f".//{SVG}pattern")
    assert len(patterns) == 2


def test_a_thousand_billions_is_drawn():
    facts = number((R9, Decimal("999999999999999")))
    draw(marks(facts, "narrow", R5="999999999999999"), 328, 280, "図")
