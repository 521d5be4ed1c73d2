"""`manage.py import_sheet`: the same as the wizard, from the shell."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from glossary.models import Term
from measures.models import IndicatorTarget
from progress.models import ReportEffect
from sakado_dx.fiscal import format_date
from sakado_dx.imports.models import Import
from sakado_dx.organization.models import Membership
from tests.progress.imports.conftest import TARGETS
from tests.sakado_dx.workbooks import workbook


@pytest.fixture
def run(world, tmp_path):
    def runs(rows, wanted="用語", by="secretariat", **options) -> str:
        path, out = tmp_path / "一覧.xlsx", StringIO()
        path.write_bytes(workbook(rows))
        said = [str(path), "--list", wanted, "--by", by]
        call_command("import_sheet", *said, stdout=out, **options)
        return out.getvalue()

    return runs


def test_dry_run_says_what_it_would_do_and_changes_nothing(run):
    assert "追加 1件、変更 0件" in run([["用語"], ["AI"]], dry_run=True)
    assert not Term.objects.exists() and not Import.objects.exists()


def test_dry_run_lists_all_faults_and_ends_with_an_error(run):
    rows = [["用語", "計画での順"], ["AI", "①"], ["", "2"]]
    with pytest.raises(CommandError) as error:
        run(rows, dry_run=True)
    assert error.value.returncode == 1
    assert "誤りが2件" in str(error.value) and "B2 計画での順「①」" in str(error.value)


def test_it_takes_in_with_its_reason_and_leaves_an_import(run):
    assert "取り込みました" in run([["用語"], ["AI"]], reason="年度の見直し")
    made = Import.objects.get()
    assert (made.door, made.reason, made.added) == ("command", "年度の見直し", 1)
    assert "追加 0件、変更 0件、変更なし 1件" in run([["用語"], ["AI"]], reason="もう一度")
    assert Import.objects.count() == 1


def test_without_a_reason_nothing_is_taken_in(run):
    with pytest.raises(CommandError, match="取り込む理由を入力してください。何も変更していません"):
        run([["用語"], ["AI"]])
    assert not Term.objects.exists()


def test_what_it_does_to_reports_must_be_accepted_and_explained(run, world, preparing):
    world.bring_to("confirmed")
    rows, options = [TARGETS, ["I-1-1", "R5", "目標", "20"]], {"reason": "改定", "wanted": "目標値"}
    with pytest.raises(CommandError, match="--accept"):
        run(rows, **options)
    with pytest.raises(CommandError, match="判定などが変わる理由"):
        run(rows, accept=True, **options)
    assert IndicatorTarget.objects.get(indicator=world.indicator).value == 10
    said = run(rows, accept=True, why="第1次改定", **options)
    assert "指標I-1-1の判定：達成 → 未達成" in said
    assert {each.reason for each in ReportEffect.objects.filter(is_content=True)} == {"第1次改定"}


def test_what_changes_on_which_day_is_told_and_what_to_look_at_must_be_accepted(run, world):
    """As on the page of the wizard: nobody is left without a place by a command alone."""
    rows = [["ログインID", "所属", "役割", "開始日", "終了日"]]
    place = Membership.objects.filter(user=world.people["head"], role="head").get()
    rows += [["head", place.division.name, "所属長", format_date(place.first_day), "R72.3.31"]]
    said = {"wanted": "所属", "by": "administrator", "reason": "人事異動"}
    told = run(rows, dry_run=True, **said)
    assert (
        "令和72年4月1日から\n  - " in told
        and f"{place.division.name}」の所属長ではなくなり" in told
    )
    assert "確かめてください：所属も全庁の役割もない人" in told
    assert "ファイルにない列：" in told and "（そのまま残します）" in told
    with pytest.raises(CommandError, match="--accept"):
        run(rows, **said)
    assert "取り込みました" in run(rows, accept=True, **said)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"by": "nobody-knows"}, "利用者はいません"),
        ({"by": "reporter"}, "「用語」を取り込めません"),
        ({"wanted": "知らない一覧"}, "選べるもの：.*用語"),
        ({"scope": "令和50年度"}, "選べるもの：試験市DX計画"),
        ({"sheet": "無い"}, "シート「無い」はありません"),
    ],
)
def test_what_it_cannot_do_it_says(run, options, words):
    with pytest.raises(CommandError, match=words):
        run([["用語"], ["AI"]], reason="理由", **options)
    assert not Term.objects.exists()
