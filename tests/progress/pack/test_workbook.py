"""The workbook of a meeting: words, numbers that are numbers, native charts, set up for A4."""

import zipfile
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from measures.models import Direction, Policy
from progress.models import ProgressReport
from progress.pack.making import bytes_of
from tests.progress.conftest import make_measure
from tests.progress.pack.papers import HEAD, order_of, plan_meeting

pytestmark = pytest.mark.one_database


def made(world, meeting=None) -> bytes:
    return bytes_of(order_of(world, meeting, format="xlsx"), timezone.now(), HEAD).content


def rows_of(sheet) -> list[tuple]:
    return [tuple(cell for cell in row if cell is not None) for row in sheet.values if any(row)]


def test_workbook_has_a_sheet_for_each_policy_with_the_same_figures(world):
    world.bring_to("confirmed")
    file = load_workbook(BytesIO(made(world, plan_meeting(world))))
    assert file.sheetnames == ["概要", "審議事項", "個別施策の一覧", "I 窓口の改善"]
    summary, agenda, strip, policy = (rows_of(each) for each in file)
    assert ("推進会議（R5実績）　会議資料一式",) in summary
    assert (f"操作の記録の控え　{HEAD}",) in summary
    assert agenda[2][:3] == (1, "I-1-1 施策I-1-1", "審議")
    assert strip[3][:4] == ("I-1-1", "施策I-1-1", "情報課、市民課、各課", "順調")
    assert ("I-1-1 処理件数（件）",) in policy
    own = {row[0]: row[1:] for row in policy}
    assert (own["目標"][0], own["実績"]) == (10, (12,))


def test_charts_are_native_and_read_their_cells(world):
    world.bring_to("confirmed")
    parts = zipfile.ZipFile(BytesIO(made(world)))
    charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3
    assert "'I 窓口の改善'!$D$" in parts.read(charts[-1]).decode()
    assert not [name for name in parts.namelist() if "media" in name]


def test_sheets_are_set_up_for_the_offices_paper(world):
    for sheet in load_workbook(BytesIO(made(world))):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (
            True, 0,
        )  # fmt: skip
        assert (sheet.oddFooter.center.text, sheet.oddHeader.left.text) == (
            "&P / &N", "庁内限り",
        )  # fmt: skip


def test_what_is_missing_is_no_zero_and_what_people_write_is_no_formula(world):
    world.bring_to("submitted")
    texts = {"done": "=1+1 & <b> $x_{ 😀 \x07" + "長" * 2000}
    ProgressReport.objects.filter(pk=world.report.pk).update(**texts)
    world.measure.name = "@施策 & '引用'"
    world.measure.save()
    file = load_workbook(BytesIO(made(world)))
    policy = file["I 窓口の改善"]
    cells = [cell for row in policy.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert any(str(cell.value).startswith("=1+1 & <b> $x_{ 😀 長") for cell in cells)
    own = {row[0]: row[1:] for row in rows_of(policy)}
    assert own["実績"] == (12,)
    assert 0 not in own["実績"]


def test_year_and_policies_of_one_name_have_sheets_of_their_own(world):
    policy = Policy.objects.create(plan=world.plan, number=2, label="A", name="窓" + "長" * 40)
    other = Policy.objects.create(plan=world.plan, number=3, label="A", name="窓" + "長" * 41)
    for number, each in enumerate((policy, other), start=3):
        direction = Direction.objects.create(policy=each, number=1, name="方向")
        measure = make_measure(world.plan, direction, f"II-{number}", number, [])
        ProgressReport.objects.create(year=world.year, measure=measure)
    names = load_workbook(BytesIO(made(world))).sheetnames
    assert len(names) == len(set(names)) == 6
