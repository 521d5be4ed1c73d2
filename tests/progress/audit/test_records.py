"""The page 操作の記録 and the file for an 情報公開 request: records in words."""

import csv
import json
import re
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from glossary.models import Term
from progress.audit import list_pages, subjects, views
from progress.audit.words import MOST_CHANGES, MOST_LETTERS, Change, Line, in_words
from progress.corrections import verbs as corrections
from progress.corrections.pages import result_value
from progress.entry import verbs as entry
from progress.judging.completeness import ResultEntry
from progress.models import ProgressReport, ReviewYear
from progress.publication import verbs as publication
from sakado_dx.organization.models import CityRole, Division, Membership
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.triggers.tables import recorded_models
from tests.list_pages import file_cells, page_cells
from tests.progress.closing import close_year
from tests.records.reading import Written, run_sql

PAGE = "/records/"


def told(condition=None) -> list[tuple]:
    """(operation, noun, title, changes) of each record, oldest first."""
    records = AuditRecord.objects.order_by("pk")
    lines = in_words(list(records.filter(condition) if condition is not None else records))
    return [
        (
            line.record.operation,
            line.noun,
            line.title,
            [(each.label, each.before, each.after) for each in line.changes],
        )
        for line in lines
    ]


def text_of(response) -> str:
    return response.content.decode()


def test_a_save_reads_as_fields_from_what_to_what(world):
    report = world.bring_to("draft")
    written = Written()
    fields = {
        "progress": world.word("遅れ"),
        "progress_reason": "契約が遅れた。",
        "initial_budget": 1200,
    }
    entries = {world.indicator.pk: ResultEntry(status="not_applicable")}
    entry.save(report, by=world.people["reporter"], version=1, fields=fields, results=entries)
    lines = {line.noun: line for line in in_words(written.records())}
    assert lines["進捗報告"].title == "I-1-1 施策I-1-1 R5"
    changes = {each.label: (each.before, each.after) for each in lines["進捗報告"].changes}
    assert changes["進捗"] == ("順調", "遅れ")
    assert changes["進捗の理由"] == ("（空欄）", "契約が遅れた。")
    assert changes["当初予算額（千円）"] == ("（空欄）", "1,200")
    changes = {each.label: (each.before, each.after) for each in lines["実績値"].changes}
    assert changes["状況"] == ("実績あり", "対象外")
    assert changes["実績値"] == ("12", "（空欄）")
    assert lines["状態の記録"].title == "I-1-1 施策I-1-1 R5 保存"


@pytest.mark.parametrize("name", ["bool", "day", "choice", "reference", "year"])
def test_values_are_written_as_people_write_them(world, name):
    AuditRecord.objects.all().delete()
    user, division = world.people["nobody"], world.divisions["other"]
    changes = {
        "bool": lambda: type(user).objects.filter(pk=user.pk).update(is_active=False),
        "day": lambda: Division.objects.filter(pk=division.pk).update(last_day="2025-03-31"),
        "choice": lambda: Membership.objects.filter(user__username="head").update(role="deputy"),
        "reference": lambda: Division.objects.filter(pk=division.pk).update(
            parent=world.divisions["department"]
        ),
        "year": lambda: world.indicator.targets.update(fiscal_year=2024),
    }
    changes[name]()
    expected = {
        "bool": ("有効", "はい", "いいえ"),
        "day": ("廃止日", "（空欄）", "令和7年3月31日"),
        "choice": ("役割", "所属長", "所属長代理"),
        "reference": ("部", "（空欄）", "総務部"),
        "year": ("年度", "令和5年度（R5）", "令和6年度（R6）"),
    }
    assert told()[0][3] == [expected[name]]


def test_a_lost_row_keeps_its_words(world):
    term = Term.objects.create(plan=world.plan, term="RPA", explanation="自動化", order=3)
    AuditRecord.objects.all().delete()
    term.delete()
    (line,) = told()
    assert line[:3] == ("delete", "用語", "RPA")
    assert ("説明", "自動化", "（空欄）") in line[3]


def test_a_reference_to_a_lost_row_says_its_number(world):
    division = Division.objects.create(name="廃止課")
    AuditRecord.objects.all().delete()
    membership = Membership.objects.create(
        user=world.people["nobody"], division=division, role="head"
    )
    membership.delete()
    gone = division.pk
    division.delete()
    lines = told()
    assert ("所属", f"（番号{gone}。いまは無い行）", "（空欄）") in lines[1][3]
    assert lines[1][2].startswith("番号")


def test_a_table_of_an_older_program_is_told_by_its_name(db):
    AuditRecord.objects.create(
        table_name="old_table", row_key="7", operation="insert", after='{"id":7}', actor_name="甲",
        door="page", at="2024-04-01T00:00Z",
    )  # fmt: skip
    assert told() == [("insert", "old_table", "番号7", [])]


def test_every_row_of_a_whole_plan_and_its_years_can_be_told(sakado_plan):
    from progress.demo.loading import load_demo

    load_demo()
    records = []
    for model in recorded_models():
        of_table = AuditRecord.objects.filter(table_name=model._meta.db_table)
        records += list(of_table.order_by("-pk")[:3])
    lines = in_words(records)
    assert [line.title for line in lines if line.title.startswith("番号")] == []
    assert [line.noun for line in lines if line.noun.isascii()] == []
    ascii_labels = {
        (line.noun, each.label) for line in lines for each in line.changes if each.label.isascii()
    }
    assert ascii_labels == set()
    assert brackets_in(lines) == set()
    assert codes_in(lines) == set()
    assert [line.title for line in lines if " object (" in line.title] == []


def codes_in(lines) -> set[tuple[str, str, str]]:
    """(noun, label, value) of the values that are words of the program: ``on_track``."""
    return {
        (line.noun, each.label, value)
        for line in lines
        for each in line.changes
        for value in (each.before, each.after)
        if re.fullmatch(r"[a-z]+([_.][a-z]+)*", value)
    }


def brackets_in(lines) -> set[tuple[str, str]]:
    """(noun, label) of the values that look like JSON."""
    return {
        (line.noun, each.label)
        for line in lines
        for each in line.changes
        for value in (each.before, each.after)
        if value[:1] in '[{"' or "{" in value or '":' in value
    }


def test_copies_withheld_items_and_corrections_are_told_in_words(world):
    """What is kept as JSON: an edition of a closed year, of a publication, a corrected value."""
    secretary, second = world.people["secretariat"], world.people["second_secretariat"]
    report = world.bring_to("evaluated")
    version = report.version
    reasons = {"outlook": "協議の途中です。"}
    ReviewYear.objects.update(publish_on="2024-10-01")
    publication.withhold(report, by=secretary, version=version, withheld=reasons)
    publication.publish(world.fresh(), by=secretary, version=version + 1)
    left = {each.pk: "災害対応" for each in world.year.reports.exclude(pk=report.pk)}
    close_year(world.fresh().year, by=secretary, reasons=left)
    written = Written()
    values = result_value(ResultEntry(status="reported", value=Decimal("13")), "件")
    correction = corrections.propose_correction(
        world.fresh(), by=secretary, kind="correct", place=f"result-{world.indicator.pk}",
        after=values, reason="数え直し",
    )  # fmt: skip
    corrections.confirm_correction(correction, by=second)
    lines = in_words(list(AuditRecord.objects.order_by("pk")))
    assert brackets_in(lines) == set()
    told = {
        (line.noun, each.label): each.after
        for line in in_words(written.records())
        for each in line.changes
        if line.title.startswith("I-1-1")
    }
    assert told["確定・訂正", "正"] == "13件"
    for place in (("締めた年度の控え", "内容"), ("公表", "公表内容")):
        assert "処理件数：13件（" in told[place]
        assert "誤 12件　正 13件" in told[place]
        assert "今後の方針：" in told[place] or place[0] == "公表"
    assert "公表していない項目：今後の方針" in told["公表", "公表内容"]
    before = {(each.label, each.after) for line in lines for each in line.changes}
    assert ("公表しない項目", "今後の方針：協議の途中です。") in before


@pytest.mark.parametrize("stored", ['{"layout":9}', '["前","後"]', '"文"', "7"])
def test_copy_in_an_unknown_layout_is_told_value_by_value(db, stored):
    record = AuditRecord(
        table_name="progress_reportsnapshot", row_key="7", operation="insert",
        after=json.dumps({"id": 7, "content": json.loads(stored)}), actor_name="甲", door="page",
        at="2024-04-01T00:00Z",
    )  # fmt: skip
    (line,) = in_words([record])
    expected = {"{": "9", "[": "前、後", '"': "文", "7": "7"}[stored[0]]
    assert [each.after for each in line.changes] == [expected]


def test_a_measure_has_its_reports_results_and_indicators_and_no_other_s(world):
    world.bring_to("submitted")
    records = AuditRecord.objects.filter(subjects.of_measure(world.measure))
    by_table = {}
    for each in records:
        by_table.setdefault(each.table_name, set()).add(each.row_key)
    assert by_table["measures_measure"] == {str(world.measure.pk)}
    assert by_table["progress_progressreport"] == {str(world.report.pk)}
    assert by_table["measures_indicator"] == {str(world.indicator.pk)}
    assert {"progress_statuschange", "progress_indicatorresult", "measures_measuredivision",
            "measures_indicatortarget", "measures_yearlydirection"} <= set(by_table)  # fmt: skip
    assert "organization_division" not in by_table
    other = ProgressReport.objects.exclude(pk=world.report.pk).get()
    assert {str(other.pk)} == {
        each.row_key
        for each in AuditRecord.objects.filter(
            subjects.of_report(other), table_name="progress_progressreport"
        )
    }


def test_what_was_deleted_still_belongs_to_its_measure(world):
    world.bring_to("draft")
    results = "progress_indicatorresult"
    run_sql("DELETE FROM progress_indicatorresult")
    run_sql("DELETE FROM measures_measureindicator")
    records = AuditRecord.objects.filter(subjects.of_measure(world.measure))
    assert [each.operation for each in records.filter(table_name=results)] == ["insert", "delete"]
    assert records.filter(table_name="measures_indicator").exists()


def test_the_record_of_a_year_and_of_a_person(world):
    head = world.people["head"]
    world.bring_to("submitted")
    of_year = AuditRecord.objects.filter(subjects.of_year(world.year))
    assert of_year.filter(table_name="progress_progressreport", operation="insert").count() == 2
    of_person = AuditRecord.objects.filter(subjects.of_person(head))
    assert {each.table_name for each in of_person} == {
        "organization_user", "organization_membership",
    }  # fmt: skip
    assert not of_person.exclude(table_name="organization_user").exclude(
        row_key=str(head.memberships.get().pk)
    )


@pytest.mark.parametrize(
    ("role", "status"),
    [("secretariat", 200), ("administrator", 200), ("council", 404), ("executive", 404),
     ("head", 404), ("reporter", 404)],
)  # fmt: skip
def test_secretariat_and_administrator_have_the_page(client, world, role, status):
    client.force_login(world.people[role])
    assert client.get(PAGE).status_code == status


def test_an_administrator_reads_no_report_and_the_secretariat_no_people(client, world):
    world.bring_to("submitted")
    CityRole.objects.filter(user=world.people["nobody"]).delete()
    pages = {}
    for role in ("secretariat", "administrator"):
        client.force_login(world.people[role])
        pages[role] = text_of(client.get(PAGE, {"page": "1"})) + text_of(
            client.get(PAGE, {"page": "2"})
        )
    assert "窓口の様式を見直した。" in pages["secretariat"]
    assert "窓口の様式を見直した。" not in pages["administrator"]
    assert "ログインID" in pages["administrator"]
    assert "ログインID" not in pages["secretariat"]


@pytest.mark.parametrize(
    ("operation", "changes", "is_folded"),
    [
        ("update", [("状態", "下書き", "提出済み")] * MOST_CHANGES, False),
        ("update", [("状態", "下書き", "提出済み")] * (MOST_CHANGES + 1), True),
        ("update", [("課題", "", "あ" * MOST_LETTERS)], True),
        ("insert", [("版", "", "1")], True),
    ],
)
def test_what_is_more_than_a_row_of_the_list_holds_is_folded(operation, changes, is_folded):
    record = AuditRecord(operation=operation)
    line = Line(record, "進捗報告", "I-1-1", [Change(*each) for each in changes])
    assert line.is_folded == is_folded


def test_the_page_narrows_by_measure_report_year_person_kind_door_day_and_name(client, world):
    world.bring_to("submitted")
    with acting("manage.py load_plan", Door.COMMAND):
        Term.objects.create(plan=world.plan, term="RPA", order=0)
    client.force_login(world.people["secretariat"])

    def found(**query) -> set[str]:
        lines = client.get(PAGE, query).context["list"].shown
        return {f"{line.noun}：{line.title}" for line in lines}

    report = "進捗報告：I-1-1 施策I-1-1 R5"
    assert report in found(measure=world.measure.pk)
    assert "用語：RPA" not in found(measure=world.measure.pk)
    assert report in found(report=world.report.pk)
    assert "個別施策：I-1-1 施策I-1-1" not in found(report=world.report.pk)
    assert report in found(year=world.year.pk)
    assert report in found(person=world.people["reporter"].pk)
    assert found(kind="用語") == {"用語：RPA"}
    assert found(door="command") == {"用語：RPA"}
    assert found(actor="load_plan") == {"用語：RPA"}
    assert found(since="いつか") != set()  # a year that is none filters nothing
    assert found(since="2099-04-01") == set()
    assert found(until="2020-04-01") == set()
    assert found(measure="x", year="0", door="window") != set()


@pytest.mark.parametrize("query", ["", "&sort=at", "&door=command"])
def test_file_holds_the_records_of_all_pages_in_their_words(client, world, query, monkeypatch):
    monkeypatch.setattr(list_pages, "AT_ONCE", 7)
    monkeypatch.setattr(views, "PER_PAGE", 20)
    world.bring_to("submitted")
    with acting("manage.py load_plan", Door.COMMAND, "訂正"):
        Term.objects.create(plan=world.plan, term="=1+1", order=0)
        Term.objects.update(explanation="長い\n説明")
    client.force_login(world.people["secretariat"])
    address = f"{PAGE}?since=R5.4.1{query}"
    saved = file_cells(client, address, "xlsx")
    assert len(saved) > (1 if "door" in query else 20)
    assert saved == page_cells(client, address, saved[0])


def test_texts_of_users_are_escaped(client, world):
    with acting(world.people["secretariat"], Door.PAGE, "<script>1</script>"):
        Term.objects.create(plan=world.plan, term="<b>RPA</b>", order=0)
    client.force_login(world.people["secretariat"])
    page = text_of(client.get(PAGE))
    assert "<b>RPA" not in page and "<script>1" not in page
    assert "&lt;b&gt;RPA&lt;/b&gt;" in page and "理由：&lt;script&gt;" in page


def test_the_page_takes_the_same_queries_for_one_record_as_for_fifty(
    client, world, django_assert_max_num_queries
):
    client.force_login(world.people["secretariat"])
    client.get(PAGE)
    for number in range(60):
        Term.objects.create(plan=world.plan, term=f"用語{number}", order=number)
    with django_assert_max_num_queries(9):
        page = client.get(PAGE, {"kind": "用語"})
    assert len(page.context["list"].shown) == 50
    assert "2 ページ" in text_of(page)


def test_a_measure_s_record_is_written_to_files(world, tmp_path, capsys):
    world.bring_to("submitted")
    Division.objects.create(name="無関係な課")
    call_command("export_record", "I-1-1", "--to", str(tmp_path))
    (as_csv,), (as_json,) = (list(tmp_path.glob(f"*.{end}")) for end in ("csv", "json"))
    rows = list(csv.DictReader(StringIO(as_csv.read_text("utf-8-sig"))))
    assert {row["対象"] for row in rows} >= {"個別施策", "進捗報告", "実績値", "状態の記録", "指標"}
    (done,) = [row for row in rows if row["項目"] == "取り組んだこと"]
    assert (done["変更前"], done["変更後"]) == ("（空欄）", "窓口の様式を見直した。")
    assert (done["操作した人"], done["入口"], done["行"]) == (
        "reporter", "画面", "I-1-1 施策I-1-1 R5",
    )  # fmt: skip
    content = json.loads(as_json.read_text())
    assert content["measure"] == "I-1-1 施策I-1-1"
    assert (
        len(content["records"])
        == AuditRecord.objects.filter(subjects.of_measure(world.measure)).count()
    )
    assert "無関係な課" not in as_csv.read_text("utf-8-sig") + as_json.read_text()
    assert f"{len(content['records'])}件" in capsys.readouterr().out


def test_the_csv_is_never_a_formula(world, tmp_path):
    world.bring_to("draft")
    fields = {"issues": "=1+1"}
    entry.save(world.fresh(), by=world.people["reporter"], version=1, fields=fields)
    call_command("export_record", "I-1-1", "--to", str(tmp_path))
    (file,) = tmp_path.glob("*.csv")
    assert '"\'=1+1"' in file.read_text("utf-8-sig")


def test_the_command_says_what_it_cannot_find_or_write(world, tmp_path):
    with pytest.raises(CommandError, match="番号 X-9 の施策はありません"):
        call_command("export_record", "X-9")
    with pytest.raises(CommandError, match="に書き込めません"):
        call_command("export_record", "I-1-1", "--to", str(tmp_path / "nowhere"))


def test_pages_of_a_report_a_year_and_a_person_lead_to_the_record(client, world):
    client.force_login(world.people["secretariat"])
    page = text_of(client.get(reverse("progress:report_review", args=[world.report.pk])))
    assert f'href="/records/?report={world.report.pk}"' in page
    page = text_of(client.get(reverse("progress:queue", args=[world.year.pk])))
    assert f'href="/records/?year={world.year.pk}"' in page
    client.force_login(world.people["administrator"])
    head = world.people["head"].pk
    page = text_of(client.get(reverse("admin:organization_user_change", args=[head])))
    assert f'href="/records/?person={head}"' in page


def test_pages_of_measure_lead_to_the_record(client, world):
    client.force_login(world.people["secretariat"])
    page = text_of(client.get(reverse("progress:measure_detail", args=[world.measure.pk])))
    assert f'href="/records/?measure={world.measure.pk}"' in page
    client.force_login(world.people["reporter"])
    page = text_of(client.get(reverse("progress:measure_detail", args=[world.measure.pk])))
    assert "/records/" not in page
