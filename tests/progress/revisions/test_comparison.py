"""新旧対照表: page, PDF, Word and list say what the lines change, and nothing else."""

from copy import deepcopy
from datetime import date
from io import BytesIO

import pytest
from django.utils import timezone
from docx import Document
from docx.enum.section import WD_ORIENT
from openpyxl import load_workbook

from progress.models import PlanChange, PlanRevision
from progress.pack.printing import why_not
from progress.plan_document.rows.keys import key_text
from progress.plan_document.rows.stored import stored_rows
from progress.plan_document.rows.tables import TABLE
from progress.revisions.comparison import GONE, NEW, Grid
from progress.revisions.comparison_pages import paper_of
from progress.revisions.drafting import draft, draft_from_document
from progress.revisions.paper_word import to_word
from progress.revisions.workbook import to_list, told
from sakado_dx.text_changes import ADDED, REMOVED
from tests.conftest import sign_in
from tests.progress.revisions.conftest import measures_of
from tests.progress.revisions.drafts import change
from tests.progress.revisions.drafts import in_force as in_force_world


@pytest.fixture
def revision(in_force, document, clerk):
    """A name, a cell, a target and an aim changed, a measure more, another that ends."""
    first, second = measures_of(document)[:2]
    document["policies"][0]["aim"] = "来なくても、書かなくてもよい窓口にします。"
    first["name"] = "窓口予約の拡大"
    first["yearly_directions"][-1] |= {"printed": "拡充", "resolved": "拡充"}
    first["indicators"][0]["targets"][0]["value"] = "35"
    more = deepcopy(second) | {"code": "A9", "key": "A9", "name": "新しい取組", "indicators": []}
    document["policies"][-1]["directions"][0]["measures"].append(more | {"related": []})
    made = draft_from_document(
        in_force, document, by=clerk, title="第1次改定", reason="実績を踏まえて見直す。"
    )
    for column, after in (("last_day", "2026-03-31"), ("ending", "abandoned")):
        PlanChange.objects.create(
            revision=made, noun="measures", key=key_text((second["key"],)), column=column,
            before=None if column == "last_day" else "", after=after,
            reason="国の制度が廃止された。",
        )  # fmt: skip
    return made


def entry_at(paper, place):
    (found,) = [each for each in paper.entries if place in each.place]
    return found


def underlined(blocks, kind):
    """The texts that are marked on a side."""
    texts = []
    for block in blocks:
        texts += block.cells if isinstance(block, Grid) else [block]
    return [piece.text for text in texts for piece in text.pieces if piece.kind == kind]


def test_changed_words_are_marked_on_both_sides(revision):
    entry = entry_at(paper_of(revision), "窓口予約の拡大\n取組名")
    assert told(entry.new) == "窓口予約の拡大"
    assert told(entry.old) == "窓口予約の導入"
    assert underlined(entry.new, ADDED) == ["拡大"]
    assert underlined(entry.old, REMOVED) == ["導入"]
    assert entry.reason == "実績を踏まえて見直す。"


def test_years_are_a_small_table_in_which_what_differs_is_marked(revision):
    (grid,) = entry_at(paper_of(revision), "年度別の方向性").new
    assert underlined([grid], ADDED) == ["拡充"]
    assert len(grid.headings) == len(grid.cells) > 1


def test_new_target_stands_beside_the_old_one(revision):
    entry = entry_at(paper_of(revision), "成果目標")
    assert underlined(entry.new, ADDED) == ["35%"]
    assert underlined(entry.old, REMOVED) == ["20%"]


def test_measure_that_begins_and_one_that_ends_are_named(revision):
    paper = paper_of(revision)
    new = entry_at(paper, "新しい取組")
    assert told(new.old) == NEW
    assert "A9　新しい取組" in told(new.new)
    end = [each for each in paper.entries if GONE in told(each.new)]
    assert [told(each.new) for each in end] == [f"{GONE}令和8年3月31日をもって廃止"]
    assert end[0].reason == "国の制度が廃止された。"


def test_each_line_of_the_revision_stands_in_one_entry(revision):
    paper = paper_of(revision)
    found = [line.pk for entry in paper.entries for line in entry.lines]
    stand = {line.pk for line in revision.changes.all() if line.column != "order"}
    assert stand <= set(found)
    assert len(found) == len(set(found))


def test_summary_counts_measures_by_what_becomes_of_them(revision):
    summary = paper_of(revision).summary
    assert summary.line == "新規1件・拡充1件・終了1件・目標変更1件"
    assert summary.titles["新規"] == ["A9 新しい取組"]


def test_draft_says_so_and_a_decision_takes_the_word_away(revision):
    assert paper_of(revision).title.endswith("新旧対照表（案）")
    PlanRevision.objects.update(
        state="decided", decided_on=date(2026, 1, 1), effective_on=date(2026, 4, 1)
    )
    revision.refresh_from_db()
    assert paper_of(revision).title.endswith("新旧対照表")


@pytest.mark.parametrize(
    ("kind", "sides"),
    [("revision", ("改定後", "改定前")), ("minor", ("変更後", "変更前")), ("slip", ("正", "誤"))],
)
def test_sides_are_called_by_the_kind_and_new_stands_left_by_setting(revision, kind, sides):
    revision.kind = kind
    assert paper_of(revision).headings[1:3] == sides
    revision.plan.shows_new_left = False
    assert paper_of(revision).headings[1:3] == sides[::-1]


def test_word_read_back_equals_the_changes(revision):
    paper = paper_of(revision)
    file = Document(BytesIO(to_word(paper, timezone.now())))
    assert file.sections[0].orientation == WD_ORIENT.LANDSCAPE
    head, *rows = file.tables[0].rows
    assert tuple(cell.text for cell in head.cells) == paper.headings
    assert head._tr.trPr.xpath("w:tblHeader")
    assert len(rows) == len(paper.entries)
    for row, (entry, left, right) in zip(rows, paper.rows, strict=True):
        assert row.cells[0].text == entry.place
        assert row.cells[3].text == entry.reason
        for cell, blocks, kind in ((row.cells[1], left, ADDED), (row.cells[2], right, REMOVED)):
            assert runs_of(cell) == [each for each in underlined(blocks, kind) if each]


def runs_of(cell) -> list[str]:
    """The underlined texts of a cell, its small tables included."""
    return ["".join(run.xpath(".//w:t/text()")) for run in cell._tc.xpath(".//w:r[w:rPr/w:u]")
            if run.xpath("w:rPr/w:u")[0].val.name != "NONE"]  # fmt: skip


def test_list_for_excel_holds_each_place(revision):
    paper = paper_of(revision)
    book = load_workbook(BytesIO(to_list(paper, timezone.now())))
    rows = [[cell or "" for cell in row] for row in book.active.iter_rows(values_only=True)]
    text = "\n".join("\t".join(map(str, row)) for row in rows)
    for entry in paper.entries:
        assert entry.place.split("\n")[0] in text


@pytest.mark.skipif(bool(why_not()), reason="Pango is not installed")
def test_pdf_lies_on_its_side_and_says_every_changed_word(client, clerk, revision):
    import pypdfium2

    sign_in(client, clerk)
    answer = client.get(f"/plan/revisions/{revision.pk}/table.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = list(pypdfium2.PdfDocument(answer.content))
    assert all(page.get_width() > page.get_height() for page in pages)
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    for entry, left, right in paper_of(revision).rows:
        for blocks, kind in ((left, ADDED), (right, REMOVED)):
            for word in underlined(blocks, kind):
                assert "".join(word.split()) in text, entry.place
    assert text.count("該当箇所") == len(pages)


def test_page_marks_what_changed(client, clerk, revision):
    sign_in(client, clerk)
    page = client.get(f"/plan/revisions/{revision.pk}/table/").content.decode()
    assert "<u>拡大</u>" in page
    assert "<u>導入</u>" in page
    assert "注　下線部分は改定部分" in page
    summary = client.get(f"/plan/revisions/{revision.pk}/summary/").content.decode()
    assert "新規1件・拡充1件・終了1件・目標変更1件" in summary


# Where a row stands alone, or what ends it is not told: no other place, nothing to say.
SAYS_NOTHING = {
    ("measures", "order"), ("measures", "ending"), ("measures", "other_readings"),
    ("measure_divisions", "order"), ("measure_indicators", "order"),
}  # fmt: skip
NOT_OF_THE_PLAN = {
    "terms", "term_aliases", "chronology", "information_systems", "system_divisions",
    "system_measures", "system_amounts", "inventory_note",
}  # fmt: skip


def another(field, value):
    """A value that a column could have instead."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return [*value, "別の語"]
    if field.choices:
        return next(each for each, _ in field.choices if each != value)
    kinds = {"DateField": "2025-04-01", "DecimalField": "77", "PositiveSmallIntegerField": 2025}
    return kinds.get(field.get_internal_type(), f"{value or ''}改")


def test_no_change_of_the_plan_is_left_out_of_the_table(in_force, clerk):
    """Each column of the first row of each noun: what is decided is told, whatever it is."""
    left_out, rows = set(), stored_rows(in_force).rows
    for noun, table in TABLE.items():
        if noun in NOT_OF_THE_PLAN or not rows[noun]:
            continue
        key, values = next(iter(rows[noun].items()))
        for name in set(table.values) - {*table.refs}:
            after = another(table.column(name), values[name])
            said = {"noun": noun, "key": key_text(key), "column": name}
            line = PlanChange(before=values[name], after=after, **said)
            made = draft(in_force, by=clerk, title=f"{noun} {name}", lines=[line])
            if len(paper_of(made).entries) != 1:
                left_out.add((noun, name))
    assert left_out == SAYS_NOTHING


def test_measures_and_indicators_in_another_order_are_told(world):
    """Also where two change places, which is two lines."""
    in_force_world(world.plan)
    other = world.plan.measures.exclude(pk=world.measure.pk).get()
    lines = [
        change("measures", (world.measure.key,), "order", 0, 1),
        change("measures", (other.key,), "order", 1, 0),
    ]
    by = world.people["secretariat"]
    first, second = paper_of(draft(world.plan, by=by, title="並び順", lines=lines)).entries
    assert (told(first.old), told(first.new)) == ("I-1-1 施策I-1-1の次", "（先頭）")
    assert (told(second.old), told(second.new)) == ("（先頭）", "I-1-2 施策I-1-2の次")


def test_an_end_that_is_told_otherwise_stands_beside_what_was_told(world):
    in_force_world(world.plan)
    told_before = {"last_day": date(2026, 3, 31), "ending": "abandoned"}
    world.plan.measures.filter(pk=world.measure.pk).update(**told_before)
    key, by = (world.measure.key,), world.people["secretariat"]
    other = world.plan.measures.exclude(pk=world.measure.pk).get()
    lines = [
        change("measures", key, "ending", "abandoned", "merged"),
        change("measure_successors", (key, (other.key,)), after={}),
    ]
    (entry,) = paper_of(draft(world.plan, by=by, title="終わり方", lines=lines)).entries
    assert told(entry.old) == "令和8年3月31日をもって廃止"
    assert told(entry.new) == "令和8年3月31日をもって統合（「I-1-2 施策I-1-2」に引き継ぐ）"
    assert len(entry.lines) == 2


def test_a_new_definition_says_in_what_it_is_another_and_the_old_one_stands_beside_its_end(world):
    """Of a share what it is made of: the definition alone would not tell."""
    in_force_world(world.plan)
    measure, key, by = (world.measure.key,), (world.indicator.key,), world.people["secretariat"]
    rows = stored_rows(world.plan).rows
    values = rows["indicators"][key] | {"sense": "down", "predecessor_id": key}
    link = rows["measure_indicators"][measure, key]
    lines = [
        change("indicators", ("I-1-1-2",), after=values),
        change("measure_indicators", (measure, ("I-1-1-2",)), after=link | {"order": 1}),
        change("measure_indicators", (measure, key), "last_fiscal_year", None, 2024),
    ]
    ended, begins = paper_of(draft(world.plan, by=by, title="定義", lines=lines)).entries
    assert (told(ended.old), told(ended.new)) == ("処理件数（略）", "R6をもって終了")
    assert told(begins.new).split("\n")[:2] == ["処理件数（件）", "向き：小さいほどよい"]
