"""The PDF of a meeting, read back: names, figures, tags, bookmarks, fonts, and nothing that runs."""

import re

import numpy as np
import pypdfium2
import pytest
from django.db import transaction

from progress.models import ProgressReport
from progress.pack import printing
from tests.progress.closing import close_year
from tests.progress.conftest import make_world
from tests.progress.pack.papers import HEAD, order_of, plan_meeting, read_back, text_of

pytestmark = [
    pytest.mark.skipif(bool(printing.why_not()), reason=printing.why_not()),
    pytest.mark.one_database,
]
HOSTILE = "<b>太字</b> & $x_{ 😀 CO₂ {{ title }} \x07 <img src=x onerror=alert(1)>"
BARS = (0x34, 0x60, 0xFB), (0x9D, 0xB7, 0xF9)
PAPERS = [
    "資料1 概要と審議事項", "資料2 前回の審議結果と対応状況", "資料3 個別施策の一覧",
    "資料4 審議案件", "参考資料1 個別施策ごとの資料", "参考資料2 指摘事項と対応",
    "参考資料3 情報処理システム（施策ごと）", "参考資料4 用語", "参考資料5 集計と判定の方法",
    "参考資料6 正誤表",
]  # fmt: skip


def tags_of(node, found: list) -> list:
    """(tag, alternative text) of the structure tree, in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for each in node:
            tags_of(each, found)
    elif isinstance(node, dict) and "/S" in node:
        found.append((node["/S"], str(node.get("/Alt", ""))))
        tags_of(node.get("/K", []), found)
    return found


def fonts_of(reader) -> dict[str, bool]:
    """The fonts' names, each with whether its file is inside."""
    found = {}
    for page in reader.pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            name = str(inner["/BaseFont"]).partition("+")[2].removesuffix("-Bold")
            found[name] = any(key.startswith("/FontFile") for key in descriptor)
    return found


@pytest.fixture(scope="module")
def reader(django_db_setup, django_db_blocker):
    """Made once for all that is read in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world.bring_to("confirmed")
        found = read_back(order_of(world, plan_meeting(world)))
        transaction.set_rollback(True)
    return found


def test_all_names_and_figures_stand_in_the_papers_of_a_meeting(reader):
    text = text_of(reader)
    for told in (
        "推進会議（R5実績）会議資料一式", "令和6年7月13日", "庁議室", "council（出席）",
        "（1）I-1-1施策I-1-1〔審議〕", "（2）次期計画の策定について〔審議〕", "案件1I-1-1施策I-1-1",
        "所管課：情報課、市民課", "窓口の様式を見直した。", "処理件数", "12件", "120.0%",
        "I-1-2施策I-1-2", "操作の記録の控え",
    ):  # fmt: skip
        assert told in text, told
    assert HEAD in text


def test_bookmarks_lead_to_the_papers_in_their_order(reader):
    first = [each.title for each in reader.outline if not isinstance(each, list)]
    titles = [" ".join(each.split()) for each in first]
    assert titles == [
        "推進会議（R5実績） 会議資料一式", "次第", "出席者名簿", "資料一覧", *PAPERS,
        "この資料について",
    ]  # fmt: skip


def test_each_page_has_its_number_its_marking_and_the_number_of_its_paper(reader):
    pages = ["".join(page.extract_text().split()) for page in reader.pages]
    assert [f"{place}/{len(pages)}" in page for place, page in enumerate(pages, start=1)] == [
        True
    ] * len(pages)
    assert all("庁内限り" in page for page in pages)
    of_items = [page for page in pages if "案件1" in page]
    assert all("資料4" in page for page in of_items)


def test_file_is_tagged_for_who_cannot_see_it_and_says_so(reader):
    tags = tags_of(reader.trailer["/Root"]["/StructTreeRoot"]["/K"], [])
    names = {name for name, _ in tags}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P", "/Figure"} <= names
    pictures = [alt for name, alt in tags if name == "/Figure"]
    assert pictures
    assert all(
        alt.startswith(("棒グラフ。", "帯グラフ。", "積み上げ横棒グラフ。")) for alt in pictures
    )
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("ja", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] is not None
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert reader.metadata.title == "推進会議（R5実績）　会議資料一式"


def test_only_our_own_font_is_used_and_it_is_inside(reader):
    assert fonts_of(reader) == {"IPAexGothic": True}


def figures_in(page) -> list[bytes]:
    """What is drawn as a figure on the page, each as the PDF has it."""
    content = page.get_contents().get_data()
    return [
        each.partition(b"EMC")[0]
        for each in re.findall(rb"/Figure.*?(?=/Figure|\Z)", content, re.S)
    ]


def test_pictures_are_drawn_on_their_pages(reader):
    """Each with its bars in their own colours, and letters as paths."""
    drawn = [figure for page in reader.pages for figure in figures_in(page)]
    tags = tags_of(reader.trailer["/Root"]["/StructTreeRoot"]["/K"], [])
    assert len(drawn) == sum(name == "/Figure" for name, _ in tags) == 4
    bars = [b"%.6g %.6g %.6g rg" % tuple(part / 255 for part in colour) for colour in BARS]
    assert [any(bar in figure for bar in bars) for figure in drawn] == [True] * 4
    assert min(figure.count(b" c\n") for figure in drawn) > 100


def test_pictures_are_seen_on_their_pages(reader):
    """As a printer would put them: so many dots of a bar's colour, within the page's margins."""
    pdf = pypdfium2.PdfDocument(reader.stream.getvalue())
    seen = []
    for number, page in enumerate(reader.pages):
        if figures_in(page):
            dots = np.asarray(pdf[number].render(scale=2).to_pil().convert("RGB"))
            height, width, _ = dots.shape
            of_bars = np.zeros((height, width), bool)
            for colour in BARS:
                of_bars |= (np.abs(dots.astype(int) - colour) < 3).all(axis=2)
            rows, columns = of_bars.nonzero()
            seen.append(of_bars.sum())
            assert columns.min() > 0.05 * width and columns.max() < 0.95 * width
            assert rows.min() > 0.05 * height and rows.max() < 0.95 * height
    assert len(seen) == 4 and min(seen) > 500, seen


def test_what_people_write_neither_runs_nor_breaks_the_page(world):
    world.bring_to("confirmed")
    texts = {"done": HOSTILE, "effects": "長" * 2000, "issues": "a" * 2000}
    ProgressReport.objects.filter(pk=world.report.pk).update(**texts)
    reader = read_back(order_of(world, plan_meeting(world)))
    text = text_of(reader)
    assert "<b>太字</b>&$x_{〓CO2{{title}}<imgsrc=xonerror=alert(1)>" in text
    assert text.count("長" * 100) > 10
    assert fonts_of(reader) == {"IPAexGothic": True}
    assert [page.images for page in reader.pages if page.images] == []
    pages = ["".join(page.extract_text().split()) for page in reader.pages]
    first, second = (
        next(place for place, page in enumerate(pages) if f"案件{number}" in page)
        for number in (1, 2)
    )
    assert second == first + 1  # one page each, however much was written


def test_draft_is_nobodys_business_on_paper(world):
    world.bring_to("draft")
    text = text_of(read_back(order_of(world, plan_meeting(world))))
    assert "窓口の様式を見直した。" not in text
    assert "まだ提出されていません。" in text
    assert "12件" not in text


def test_papers_of_a_closed_year_say_the_same_whatever_becomes_of_the_plan(world):
    world.bring_to("evaluated")
    reasons = {each.pk: "担当者の不在" for each in world.year.reports.exclude(state="evaluated")}
    close_year(world.year, by=world.people["secretariat"], reasons=reasons)
    world.year.refresh_from_db()
    before = _without_times(text_of(read_back(order_of(world))))
    world.measure.name, world.indicator.name = "別の名称", "別の指標"
    world.measure.save()
    world.indicator.save()
    assert _without_times(text_of(read_back(order_of(world)))) == before


def _without_times(text: str) -> str:
    """Without the minute and the hash, which are another's each time."""
    return re.sub(r"\d{1,2}時\d{2}分|[0-9a-f]{64}", "", text)


def test_address_that_is_not_our_own_stops_the_printing():
    for address in ("http://example.com/a.svg", "file:///etc/passwd", "/other.svg"):
        with pytest.raises(ValueError, match="Not one of our own|Error fetching"):
            printing.document_of(f'<img src="{address}" alt="x">', {})
