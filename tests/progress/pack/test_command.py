"""`manage.py make_pack`: the same file without the page, and refusals that say what to write."""

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from progress.models import Pack
from tests.progress.pack.papers import plan_meeting

pytestmark = pytest.mark.one_database


def test_file_of_a_year_or_a_meeting_is_written(world, tmp_path, capsys):
    world.bring_to("confirmed")
    meeting = plan_meeting(world)
    for name, more in (("year.xlsx", []), ("meeting.xlsx", ["--meeting", str(meeting.pk)])):
        call_command("make_pack", "--year", "R5", "--marking", "案", *more, str(tmp_path / name))
        assert name in capsys.readouterr().out
    titles = [
        load_workbook(tmp_path / name)["概要"]["A1"].value for name in ("year.xlsx", "meeting.xlsx")
    ]
    assert titles == [
        "令和5年度（R5）実績　年度の資料一式", "推進会議（R5実績）　会議資料一式",
    ]  # fmt: skip
    assert Pack.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--year", "R5", "a.txt"], "年度の資料一式のファイルは、.pdf、.xlsx、.docx です"),
        (["--year", "R9", "a.pdf"], "R9 の年度はありません。"),
        (["--year", "あした", "a.pdf"], "あした"),
        (["--year", "R5", "--meeting", "0", "a.pdf"], "番号 0 の会議はありません"),
        (["--year", "R5", "--kind", "ballot", "a.pdf"], "--meeting が必要です"),
        (["--year", "R5", "/no/such/folder/a.xlsx"], "書き込めません"),
        (["--year", "R5", "--kind", "report", "a.pdf"], "公表されている報告がありません"),
    ],
)
def test_what_cannot_be_made_says_what_is_wrong(world, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("make_pack", *arguments)
