"""資料4 as a Word file."""

from io import BytesIO

import pytest
from django.utils import timezone
from docx import Document

from progress.models import ProgressReport
from progress.pack.making import bytes_of
from tests.progress.pack.papers import HEAD, order_of, plan_meeting

pytestmark = pytest.mark.one_database


def test_items_stand_in_their_order_with_marks_chart_and_room_for_the_result(world):
    world.bring_to("confirmed")
    hostile = "<b>太字</b> & $x_{ 😀 \x07" + "長" * 2000
    ProgressReport.objects.filter(pk=world.report.pk).update(done=hostile)
    order = order_of(world, plan_meeting(world), format="docx")
    file = Document(BytesIO(bytes_of(order, timezone.now(), HEAD).content))
    headings = [each.text for each in file.paragraphs if each.style.name == "Heading 2"]
    assert headings == ["案件1　I-1-1 施策I-1-1〔審議〕", "案件2　次期計画の策定について〔審議〕"]
    texts = [each.text for each in file.paragraphs]
    assert "<b>太字</b> & $x_{ 😀 " + "長" * 2000 in texts
    assert texts.count("審議の結果：（ここに書いてください。）") == 2
    [table] = file.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["区分", "自己評価", "事務局案", "会議の確認結果"],
        ["進捗", "順調", "記載なし", ""],
        ["今後の方針", "継続", "―", ""],
    ]
    assert len(file.inline_shapes) == 1
    assert file.sections[0].header.paragraphs[0].text == "庁内限り"
