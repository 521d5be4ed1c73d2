"""Years before the portal: taken over closed, 評価済み and marked 移行, all or nothing."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from progress.corrections import verbs as corrections
from progress.desk import verbs as desk
from progress.models import IndicatorResult, ProgressReport, ReportSnapshot, ReviewYear, YearChange
from progress.reading.years import read_year
from progress.workflow.refusals import NotAllowed
from sakado_dx.records.chain import current_head
from sakado_dx.records.heads import kept_heads
from sakado_dx.records.models import AuditRecord

HEAD = "年度,施策番号,進捗,進捗の理由,取り組んだこと,今後の方針,指標番号,実績値,確からしさ"
LINES = (
    "R5,I-1-1,順調,,様式を見直した。,継続,I-1-1,１２,",
    "R5,I-1-2,遅れ,人手の不足,道路台帳を電子化した。,見直し,,,",
)


@pytest.fixture
def city(world):
    """The world with R6 as the first year that was opened in the portal."""
    ReviewYear.objects.filter(pk=world.year.pk).update(fiscal_year=2024)
    return world


def run(path, by="secretariat", reason="台帳からの移行", **more) -> None:
    call_command("load_history", str(path), by=by, reason=reason, **more)


def csv_file(tmp_path, *lines: str, head: str = HEAD):
    path = tmp_path / "history.csv"
    path.write_text("\r\n".join([head, *lines]) + "\r\n", encoding="cp932")
    return path


def test_history_makes_a_closed_year_with_evaluated_reports(city, tmp_path, capsys):
    run(csv_file(tmp_path, *LINES))
    year = ReviewYear.objects.select_related("plan").get(fiscal_year=2023)
    assert (year.is_migrated, year.is_open) == (True, False)
    first, second = ProgressReport.objects.filter(year=year).order_by("measure__order")
    assert (first.state, first.done, str(first.progress)) == (
        "evaluated",
        "様式を見直した。",
        "順調",
    )
    assert second.progress_reason == "人手の不足"
    result = IndicatorResult.objects.get()
    assert (result.report, result.fiscal_year, result.value) == (first, 2023, 12)
    causes = ReportSnapshot.objects.values_list("cause", "edition")
    assert list(causes) == [("migration", 1), ("migration", 1)]
    change = YearChange.objects.get(verb="load_history")
    assert (change.year, change.by, change.reason) == (
        year,
        city.people["secretariat"],
        "台帳からの移行",
    )
    rows = read_year(year).rows
    assert [(row.code, row.progress) for row in rows] == [("I-1-1", "順調"), ("I-1-2", "遅れ")]
    assert rows[0].indicators[0].judgement.label == "達成"
    assert "令和5年度" in capsys.readouterr().out


def test_migrated_year_says_so_on_its_page(city, tmp_path, client):
    run(csv_file(tmp_path, *LINES))
    year = ReviewYear.objects.get(fiscal_year=2023)
    client.force_login(city.people["reporter"])
    text = client.get(reverse("progress:measure_year", args=[year.pk, city.measure.pk]))
    assert "移行" in text.content.decode()
    assert client.get(reverse("progress:dashboard", args=[year.pk])).status_code == 200


def test_json_goes_through_the_same_reader(city, tmp_path):
    path = tmp_path / "history.json"
    names = HEAD.split(",")
    rows = [dict(zip(names, line.split(","), strict=True)) for line in LINES]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    run(path)
    assert ProgressReport.objects.filter(year__fiscal_year=2023, state="evaluated").count() == 2
    assert IndicatorResult.objects.get().value == 12


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (
            ["した。", "見直した。"],
            '取り組んだこと「["した。", "見直した。"]」 文字でも数でもない値です。',
        ),
        ({"a": 1}, '取り組んだこと「{"a": 1}」 文字でも数でもない値です。'),
        (True, "取り組んだこと「true」 文字でも数でもない値です。"),
        ("した\x01。", "使えない文字（U+0001）が含まれています。"),
        ("\ud800", "使えない文字（U+D800）が含まれています。"),
        ("あ" * 32_768, "32,767文字を超えています。"),
    ],
)
def test_json_takes_no_more_than_a_cell_holds(city, tmp_path, value, problem):
    """A closed year takes nothing back: what no sheet could bring, no JSON brings either."""
    row = dict(zip(HEAD.split(","), LINES[0].split(","), strict=True)) | {"取り組んだこと": value}
    path = tmp_path / "history.json"
    path.write_text(json.dumps([row]), encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        run(path)
    assert problem in str(refusal.value) and "1行目" in str(refusal.value)
    assert ReviewYear.objects.count() == 1


def test_row_with_a_letter_that_is_none_quotes_it_nowhere(city, tmp_path):
    """Nor is it said twice what is wrong with it."""
    row = dict(zip(HEAD.split(","), LINES[0].split(","), strict=True)) | {"施策番号": "I\x01"}
    path = tmp_path / "history.json"
    path.write_text(json.dumps([row]), encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        run(path)
    assert str(refusal.value).count("  - ") == 1 and "\x01" not in str(refusal.value)


def test_lines_of_json_end_as_those_of_a_sheet(city, tmp_path):
    row = dict(zip(HEAD.split(","), LINES[0].split(","), strict=True))
    path = tmp_path / "history.json"
    path.write_text(json.dumps([row | {"取り組んだこと": "一。\r\n二。"}]), encoding="utf-8")
    run(path)
    assert ProgressReport.objects.get(year__fiscal_year=2023).done == "一。\n二。"


def test_same_file_twice_changes_nothing(city, tmp_path):
    path = csv_file(tmp_path, *LINES)
    run(path)
    with pytest.raises(CommandError, match="既に登録されています"):
        run(path)
    assert ReviewYear.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("R5,X-9,順調,,した。,継続,,,", "「X-9」という施策は登録されていません"),
        ("R5,I-1-1,上々,,した。,継続,,,", "「上々」という進捗は登録されていません"),
        ("R5,I-1-1,,,した。,継続,,,", "「進捗」が空欄です"),
        ("R5,I-1-1,順調,,,継続,,,", "「取り組んだこと」が空欄です"),
        ("R5,I-1-1,順調,,した。,,,,", "「今後の方針」が空欄です"),
        ("R5,I-1-1,遅れ,,した。,継続,,,", "理由が必要です"),
        ("R5,I-1-1,順調,,した。,継続,,12,", "どの指標の実績か分かりません"),
        ("R5,I-1-1,順調,,した。,継続,I-1-1,①,", "「①」"),
        ("R5,I-1-1,順調,,した。,継続,I-1-1,－,", "「集計中」「測定前」「対象外」のどれかを入力"),
        ("R5,I-1-1,順調,,した。,継続,I-1-1,N/A,", "この欄に「対象外」を入力してください"),
        ("R5,2026-01-01,順調,,した。,継続,,,", "表計算ソフトが施策番号を日付に変えたようです"),
        ("R5,I-1-2,順調,,した。,継続,I-1-1,12,", "入力する指標ではありません"),
        ("R5,I-1-1,順調,,した。,継続,I-1-1,123456789012,", "整数が11桁を超えています"),
        ("R5,I-1-1,順調,,した。,継続,I-1-1,12.34567,", "小数が4桁を超えています"),
        ("平成99年度,I-1-1,順調,,した。,継続,,,", "平成はこの年度の前に"),
    ],
)
def test_each_fault_is_named_and_nothing_is_changed(city, tmp_path, line, problem):
    with pytest.raises(CommandError) as refusal:
        run(csv_file(tmp_path, LINES[1] if "I-1-2" not in line else LINES[0], line))
    assert problem in str(refusal.value)
    assert ReviewYear.objects.count() == 1


def test_all_faults_are_listed_at_once(city, tmp_path):
    with pytest.raises(CommandError) as refusal:
        run(csv_file(tmp_path, "R5,X-9,順調,,した。,継続,,,", "R5,I-1-2,上々,,した。,継続,,,"))
    assert "X-9" in str(refusal.value) and "上々" in str(refusal.value)


def test_fault_names_place_value_cause_and_cure(city, tmp_path):
    with pytest.raises(CommandError) as refusal:
        run(csv_file(tmp_path, "R5,I-1-1,順調,,した。,継続,I-1-1,①,"))
    [line] = [each for each in str(refusal.value).splitlines() if each.startswith("  - ")]
    assert line.startswith("  - H2 実績値「①」 「①」は数値に使えません。")
    assert line.endswith("数字だけを入力してください。")


@pytest.mark.parametrize("year", ["R6", "R7"])
def test_year_that_the_portal_opened_or_a_later_one_is_refused(city, tmp_path, year):
    line = f"{year},I-1-1,順調,,した。,継続,,,"
    with pytest.raises(CommandError, match="既に登録|より後の年度"):
        run(csv_file(tmp_path, line))


def test_year_outside_the_plan_is_refused(city, tmp_path):
    with pytest.raises(CommandError, match="この計画の年度"):
        run(csv_file(tmp_path, "R4,I-1-1,順調,,した。,継続,,,"))


@pytest.mark.parametrize("role", ["head", "executive", "administrator", "nobody"])
def test_only_the_secretariat_takes_history_over(city, tmp_path, role):
    with pytest.raises(CommandError, match="事務局"):
        run(csv_file(tmp_path, *LINES), by=role)
    assert ReviewYear.objects.count() == 1


def test_history_needs_a_reason_and_a_known_person(city, tmp_path):
    path = csv_file(tmp_path, *LINES)
    with pytest.raises(CommandError, match="理由"):
        run(path, reason=" ")
    with pytest.raises(CommandError, match="利用者はいません"):
        run(path, by="unknown")
    with pytest.raises(CommandError, match="開けません"):
        run(tmp_path / "none.csv")


def test_migrated_year_is_closed_like_any_other_and_can_be_corrected(city, tmp_path):
    run(csv_file(tmp_path, *LINES))
    report = ProgressReport.objects.with_measure().get(year__fiscal_year=2023, measure=city.measure)
    with pytest.raises(NotAllowed):
        desk.reopen(report, by=city.people["secretariat"], version=1, reason="誤り")
    correction = corrections.propose_correction(
        report,
        by=city.people["secretariat"],
        kind="correct",
        place="done",
        after="様式を3つ見直した。",
        reason="台帳の読み違い",
    )
    corrections.confirm_correction(correction, by=city.people["second_secretariat"])
    assert (
        report.snapshots.latest("edition").content["report"]["texts"]["done"]
        == "様式を3つ見直した。"
    )


def test_history_is_sealed_once_it_is_stored(city, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run(csv_file(tmp_path, *LINES))
    assert kept_heads() == [current_head()]
    assert not AuditRecord.objects.unsealed().exists()


def test_history_stands_where_the_head_cannot_be_written(
    city, tmp_path, settings, capsys, django_capture_on_commit_callbacks
):
    settings.AUDIT_HEADS_FILE = tmp_path  # a folder
    with django_capture_on_commit_callbacks(execute=True):
        run(csv_file(tmp_path, *LINES))
    assert ReviewYear.objects.filter(fiscal_year=2023, closed_at__isnull=False).exists()
    assert "移行は済みましたが、操作の記録の封印" in capsys.readouterr().err


def test_name_beside_the_code_tells_whose_row_it_is(city, tmp_path):
    city.plan.measures.filter(code="I-1-2").update(code="1.10", name="道路の台帳")
    city.plan.measures.filter(code="I-1-1").update(code="1.1")
    head = "年度,施策番号,施策名,進捗,取り組んだこと,今後の方針"

    def loading(code, name):
        line = f"R5,{code},{name},順調,した。,継続"
        try:
            run(csv_file(tmp_path, line, head=head))
        except CommandError as refusal:
            return str(refusal).splitlines()[1]
        return ReviewYear.objects.get(fiscal_year=2023).reports.get().measure.code

    assert loading("1.1", "道路の台帳") == (
        "  - B2 施策番号「1.1」 表計算ソフトが施策番号を「1.1」に変えたようです。横の施策名は施策「1.10」の"
        "ものです。列の表示形式を「文字列」にして、「1.10」と入力し直してください。"
    )
    assert "B2 施策番号「1.1」 施策「1.1」か、表計算ソフトが" in loading("1.1", "")
    assert "C2 施策名「道路台帳」 登録の内容（道路の台帳）と違います" in loading("1.10", "道路台帳")
    assert loading("1.10", "道路の台帳") == "1.10"


def test_what_must_be_known_first_is_accepted_in_so_many_words(city, tmp_path):
    lines = (*LINES, "合計,,,,,,,12,")
    path = csv_file(tmp_path, *lines)
    with pytest.raises(
        CommandError, match="4行目.*合計や注記の行です。取り込みません。(.|\\n)*--accept"
    ):
        run(path)
    assert not ReviewYear.objects.filter(fiscal_year=2023).exists()
    run(path, accept=True)
    assert ProgressReport.objects.filter(year__fiscal_year=2023).count() == 2
