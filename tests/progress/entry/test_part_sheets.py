"""関係課回答票: one page a division and year, each row saved by itself."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.entry import contribution_verbs, part_sheet_pages
from progress.models import Contribution, IndicatorResult, ProgressReport
from progress.year import verbs as year_verbs
from sakado_dx.organization.models import Division
from sakado_dx.records.models import AuditRecord
from tests.progress.conftest import World, make_indicator, make_measure


class Sheet:
    """市民課's sheet of two rows: I-1-1, whose co-owner it is, and I-1-2, for which it is named."""

    def __init__(self, world: World, client):
        self.world, self.client = world, client
        self.division = world.divisions["second"]
        self.url = reverse("progress:part_sheet", args=[world.year.pk, self.division.pk])

    def part(self, code: str = "I-1-1") -> Contribution:
        rows = Contribution.objects.with_report().filter(division=self.division)
        return rows.get(report__measure__code=code)

    def row(self, code: str = "I-1-1", version: int | None = None, **fields) -> dict:
        part = self.part(code)
        sent = {f"version-{part.pk}": part.version if version is None else version}
        return sent | {f"part-{part.pk}-{name}": value for name, value in fields.items()}

    def send(self, role: str, *rows: dict, **more):
        self.client.force_login(self.world.people[role])
        return self.client.post(self.url, {k: v for row in rows for k, v in row.items()} | more)

    def stored(self, code: str = "I-1-1") -> tuple:
        part = self.part(code)
        return part.text, part.share, part.has_nothing, part.version


@pytest.fixture
def sheet(world, client) -> Sheet:
    world.leave_parts_open()
    other = world.year.reports.get(measure__code="I-1-2")
    secretary = world.people["secretariat"]
    contribution_verbs.name_contributors(
        world.fresh(other), by=secretary, divisions=[world.divisions["second"]]
    )
    return Sheet(world, client)


def test_sheet_lists_every_measure_in_which_the_division_is_named(sheet):
    sheet.client.force_login(sheet.world.people["co_owner"])
    page = sheet.client.get(sheet.url)
    assert [row.report.measure.code for row in page.context["rows"]] == ["I-1-1", "I-1-2"]
    text = page.content.decode()
    assert "2件のうち未回答2件" in text and "回答期限は令和81年5月25日です" in text
    # The indicator is entered under the first measure, and its share asked there alone.
    assert text.count("数値の内訳（件）：I-1-1") == 1 and text.count('inputmode="decimal"') == 1


def test_rows_are_saved_each_by_itself(sheet):
    first = sheet.row(text="窓口で使った。", share="３")
    second = sheet.row("I-1-2", text="道路台帳を渡した。", has_nothing="on")
    answer = sheet.send("co_owner", first, second)
    assert answer.status_code == 200
    assert sheet.stored() == ("窓口で使った。", Decimal(3), False, 1)
    assert sheet.stored("I-1-2") == ("", None, False, 0)
    page = answer.content.decode()
    assert "1件を保存しました。" in page and "1件は保存していません。" in page
    assert "該当なしのときは、記載を空欄にしてください。" in page
    assert "道路台帳を渡した。" in page  # nothing typed is lost
    second = sheet.row("I-1-2", text="道路台帳を渡した。")
    assert sheet.send("co_owner", second).status_code == 302
    assert sheet.stored("I-1-2") == ("道路台帳を渡した。", None, False, 1)


def test_blank_row_waits_on_and_number_that_cannot_be_read_stays_in_its_cell(sheet):
    answer = sheet.send("co_owner", sheet.row(text="", share="三件"), sheet.row("I-1-2", text=""))
    assert answer.status_code == 200 and 'value="三件"' in answer.content.decode()
    assert not Contribution.objects.filter(answered_at__isnull=False).exists()


def test_rest_of_the_sheet_has_nothing_by_one_button(sheet):
    rows = sheet.row(text="窓口で使った。"), sheet.row("I-1-2", text="")
    assert sheet.send("co_owner", *rows, rest="1").status_code == 302
    assert [sheet.stored(), sheet.stored("I-1-2")] == [
        ("窓口で使った。", None, False, 1),
        ("", None, True, 1),
    ]


def test_zero_is_a_share(sheet):
    sheet.send("co_owner", sheet.row(share="0"))
    assert sheet.stored() == ("", Decimal(0), False, 1)


def test_blank_row_that_a_colleague_has_answered_meanwhile_is_left(sheet):
    stale = sheet.row(text="")
    sheet.send("co_owner", sheet.row(text="先に書いた。"))
    sheet.send("co_owner", stale, sheet.row("I-1-2", text=""), rest="1")
    assert sheet.stored() == ("先に書いた。", None, False, 1)
    assert sheet.stored("I-1-2") == ("", None, True, 1)


def test_row_that_two_wrote_is_asked_about_and_the_others_are_saved(sheet):
    stale = sheet.row(text="後から書いた。")
    sheet.send("co_owner", sheet.row(text="先に書いた。"))
    answer = sheet.send("co_owner", stale, sheet.row("I-1-2", has_nothing="on"))
    assert answer.status_code == 409
    assert sheet.stored("I-1-2") == ("", None, True, 1)
    page = answer.content.decode()
    assert "先に書いた。" in page and "後から書いた。" in page
    # The choice itself is nothing that is kept as unsent input.
    assert page.count(f'name="choice:keep-{sheet.part().pk}"') == 2
    part = sheet.part()
    again = sheet.row(version=1, text="後から書いた。") | {f"asked-{part.pk}": "1"}
    assert "どちらを残すかを選んでください。" in sheet.send("co_owner", again).content.decode()
    assert sheet.stored() == ("先に書いた。", None, False, 1)
    assert sheet.send("co_owner", again, **{f"choice:keep-{part.pk}": "theirs"}).status_code == 302
    assert sheet.stored() == ("先に書いた。", None, False, 1)
    assert sheet.send("co_owner", again, **{f"choice:keep-{part.pk}": "mine"}).status_code == 302
    assert sheet.stored() == ("後から書いた。", None, False, 2)


def test_row_that_nobody_touched_is_no_conflict(sheet):
    sheet.client.force_login(sheet.world.people["co_owner"])
    marks = sheet.client.get(sheet.url).context["unsent"].marks
    stale = sheet.row(text="", share="")
    sheet.send("co_owner", sheet.row(text="先に書いた。"))
    row = sheet.row("I-1-2", text="道路台帳を渡した。")
    assert sheet.send("co_owner", stale, row, as_read=marks).status_code == 302
    assert sheet.stored() == ("先に書いた。", None, False, 1)


def test_same_sheet_sent_twice_is_no_conflict(sheet):
    sent = sheet.row(text="一度だけ。", share="1"), sheet.row("I-1-2", has_nothing="on")
    assert [sheet.send("co_owner", *sent).status_code for _ in range(2)] == [302, 302]
    assert (sheet.stored()[3], sheet.stored("I-1-2")[3]) == (1, 1)


def test_answered_row_is_not_emptied(sheet):
    sheet.send("co_owner", sheet.row(text="書いた。"))
    answer = sheet.send("co_owner", sheet.row(text=""))
    assert "記載するか、「該当なし」を選んでください。" in answer.content.decode()
    assert sheet.stored() == ("書いた。", None, False, 1)


def test_row_that_the_lead_closed_says_who_and_when_and_gives_the_text_back(sheet):
    typed = sheet.row(text="間に合わなかった。")
    sheet.world.bring_to("submitted")
    answer = sheet.send("co_owner", typed, sheet.row("I-1-2", has_nothing="on"))
    assert answer.status_code == 409
    page = answer.content.decode()
    at = timezone.localtime(ProgressReport.objects.get(pk=sheet.world.report.pk).submitted_at)
    assert f"{sheet.world.people['head']}が報告を提出しました" in page
    assert f"{at.hour}時{at.minute:02}分" in page
    assert "間に合わなかった。" in page and "待たない理由：電話で確かめた。" in page
    assert sheet.stored() == ("", None, False, 0)
    assert sheet.stored("I-1-2") == ("", None, True, 1)
    sheet.client.force_login(sheet.world.people["co_owner"])
    page = sheet.client.get(reverse("progress:my_measures"))
    (shut,) = page.context["tasks"].shut
    assert (shut.title, shut.url) == (
        "I-1-1 施策I-1-1（市民課、R5）",
        f"{sheet.url}#part-{sheet.part().pk}",
    )
    text = page.content.decode()
    assert f"{sheet.world.people['head']}が報告を提出しました" in text
    assert "待たない理由：電話で確かめた。" in text


def test_returned_report_opens_its_rows_again(sheet):
    sheet.world.bring_to("returned")
    assert sheet.send("co_owner", sheet.row(text="間に合った。")).status_code == 302
    assert sheet.stored() == ("間に合った。", None, False, 1)


def test_secretariat_answers_on_behalf_with_a_reason_of_the_sheet(sheet):
    row = sheet.row(text="電話で聞いた。")
    page = sheet.send("secretariat", row).content.decode()
    assert "代行して入力する理由を入力してください。" in page and "電話で聞いた。" in page
    assert sheet.stored() == ("", None, False, 0)
    assert sheet.send("secretariat", row, reason="担当者が休職中のため").status_code == 302
    rows = AuditRecord.objects.filter(
        table_name="progress_contribution", reason="担当者が休職中のため"
    )
    assert rows.count() == 1


@pytest.mark.parametrize(("role", "status"), [("reporter", 403), ("other", 403), ("council", 403)])
def test_sheet_is_its_divisions_and_the_secretariats(sheet, role, status):
    sheet.client.force_login(sheet.world.people[role])
    assert sheet.client.get(sheet.url).status_code == status


def test_my_measures_names_the_sheet_with_its_day_until_all_is_answered(sheet):
    def listed() -> tuple:
        tasks = sheet.client.get(reverse("progress:my_measures")).context["tasks"]
        return tuple([(task.title, task.url) for task in own] for own in (tasks.owed, tasks.done))

    sheet.client.force_login(sheet.world.people["co_owner"])
    assert listed() == ([("関係課回答票（市民課）　2行のうち未回答2行", sheet.url)], [])
    page = sheet.client.get(reverse("progress:my_measures"))
    assert page.context["tasks"].owed[0].due == date(2099, 5, 25)
    sheet.send("co_owner", sheet.row(text="書いた。"), sheet.row("I-1-2"), rest="1")
    assert listed() == ([], [("関係課回答票（市民課）　2行", sheet.url)])


def test_menu_counts_a_sheet_once(sheet):
    counted = Contribution.objects.unanswered([sheet.division.pk])
    assert (counted.count(), counted.one_a_sheet().count()) == (2, 1)


def test_head_hands_in_one_by_one_what_waits_for_other_divisions(sheet):
    world = sheet.world
    world.bring_to("draft")
    sheet.client.force_login(world.people["head"])
    url = reverse("progress:head_check")
    (refused,) = sheet.client.get(url).context["prospects"].refused
    assert "回答していない関係課があります。" in refused.refusal
    sent = {f"version-{world.report.pk}": 1, "report": world.report.pk}
    sheet.client.post(url, sent)
    assert world.fresh().state == "draft"


def test_list_of_the_secretariat_counts_the_rows_and_names_what_was_closed(sheet):
    sheet.send("co_owner", sheet.row("I-1-2", has_nothing="on"))
    sheet.world.bring_to("submitted")
    sheet.client.force_login(sheet.world.people["secretariat"])
    page = sheet.client.get(reverse("progress:part_sheet_list", args=[sheet.world.year.pk]))
    (line,) = page.context["lines"]
    assert (line.division, line.unanswered, line.answered, len(line.shut)) == (
        sheet.division, 0, 1, 1,
    )  # fmt: skip
    assert "が報告を提出しました" in page.content.decode()


def test_last_years_answer_stands_beside_also_after_a_reorganisation(sheet):
    world = sheet.world
    sheet.send("co_owner", sheet.row(text="去年の分。"))
    heir = Division.objects.create(name="市民窓口課", order=3)
    sheet.division.successors.add(heir)
    year = year_verbs.open_year(
        world.plan,
        by=world.people["secretariat"],
        fiscal_year=2024,
        report_due=world.year.report_due,
        contributors={world.measure.pk: [heir.pk]},
    )
    (row,) = part_sheet_pages.sheet_of(year, heir, timezone.localdate()).rows
    assert row.last_year.text == "去年の分。"


def test_share_is_asked_of_a_number_only(sheet):
    IndicatorResult.objects.all().delete()
    sheet.world.indicator.kind = "qualitative"
    sheet.world.indicator.save()
    sheet.client.force_login(sheet.world.people["co_owner"])
    assert 'inputmode="decimal"' not in sheet.client.get(sheet.url).content.decode()


def test_sheet_takes_the_same_queries_however_many_rows_it_has(
    sheet, django_assert_max_num_queries
):
    world = sheet.world
    sheet.client.force_login(world.people["co_owner"])
    with django_assert_max_num_queries(21) as few:
        sheet.client.get(sheet.url)
    direction = world.measure.direction
    for number in range(3, 13):
        measure = make_measure(
            world.plan, direction, f"I-1-{number}", number, [world.divisions["lead"]]
        )
        make_indicator(world.plan, measure.code, measure)
        report = ProgressReport.objects.create(year=world.year, measure=measure)
        Contribution.objects.create(report=report, division=sheet.division, is_named=True)
    with django_assert_max_num_queries(len(few)):
        page = sheet.client.get(sheet.url)
    assert len(page.context["rows"]) == 12
