"""自分の様式の表から: columns shown, chosen, kept for the office; the workbook filled in, nothing of
a plan written."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from measures.models import Plan
from progress.plan_document.schema.completing import measures_of
from sakado_dx.records.models import AuditRecord
from tests.progress.conftest import give_role, person
from tests.progress.own_tables import Filled, drawn, figures_table, merged_table
from tests.sakado_dx.workbooks import workbook

TABLE, FILL = "admin:measures_plan_table", "admin:measures_plan_fill"


@pytest.fixture
def secretary(client, db):
    """A browser in which somebody of the secretariat has logged in."""
    user = person("jimu", "事務 一")
    give_role(user, "secretariat")
    client.force_login(user)
    return client


def upload(client, content: bytes, name: str = "つくも.xlsx"):
    return client.post(reverse(TABLE), {"table": SimpleUploadedFile(name, content)})


def choices(page) -> dict[str, str]:
    return {f"role_{column}": chosen for column, *_, chosen in page.context["columns"]}


def test_columns_are_proposed_and_a_workbook_is_filled(secretary):
    page = upload(secretary, drawn(merged_table))
    assert '<option value="goal" selected>目標の文（言葉から読み取る）</option>' in page.text
    assert "業務棚卸の推進／RPAの活用／AIの案内" in page.text
    answer = secretary.post(reverse(FILL), {"ticket": page.context["ticket"], **choices(page)})
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert len(measures_of(Filled(answer.content).document())) == 6
    assert not Plan.objects.exists()


def test_what_was_chosen_is_proposed_for_the_next_table(secretary):
    page = upload(secretary, drawn(figures_table))
    chosen = choices(page) | {"role_10": "source", "role_1": "", "role_2": "nonsense"}
    secretary.post(reverse(FILL), {"ticket": page.context["ticket"], **chosen})
    again = choices(upload(secretary, drawn(figures_table)))
    assert again == chosen | {"role_2": ""}


def test_another_secretary_is_proposed_the_same_and_the_record_says_who_chose(secretary, client):
    page = upload(secretary, drawn(figures_table))
    chosen = choices(page) | {"role_10": "source"}
    for _ in range(2):
        secretary.post(reverse(FILL), {"ticket": page.context["ticket"], **chosen})
    [record] = AuditRecord.objects.filter(table_name="imports_columnchoice")
    assert (record.operation, record.actor_name, record.door) == ("insert", "事務 一", "admin")
    other = person("betsu", "事務 二")
    give_role(other, "secretariat")
    client.force_login(other)
    assert choices(upload(client, drawn(figures_table))) == chosen


def test_heading_of_another_table_is_proposed_as_it_was_last_chosen(secretary):
    tables = [["施策名", "所管課", "めやす"]], [["めやす", "所管課", "施策名", "単位"]]
    first, second = (workbook([*head, ["窓口", "市民課", "予約", ""]]) for head in tables)
    page = upload(secretary, first)
    said = {"ticket": page.context["ticket"], **choices(page), "role_3": "summary"}
    assert secretary.post(reverse(FILL), said).status_code == 200
    assert choices(upload(secretary, second))["role_1"] == "summary"


def test_another_row_or_sheet_may_be_asked_for(secretary):
    content = workbook([["施策名", "所管課"], ["取組", "担当"], ["窓口", "市民課"]], 別表=[["x"]])
    page = upload(secretary, content)
    asked = {"ticket": page.context["ticket"], "sheet": "施策", "row": "2"}
    page = secretary.post(reverse(TABLE), asked)
    assert [heading for _, _, heading, *_ in page.context["columns"]] == ["取組", "担当"]
    page = secretary.post(reverse(TABLE), asked | {"sheet": "別表", "row": ""})
    assert "見出しの行が見つかりません" in page.text
    assert "この場所で読み直す" in page.text


def test_a_table_that_cannot_be_filled_says_why_and_keeps_the_choices(secretary):
    page = upload(secretary, drawn(merged_table))
    chosen = choices(page) | {"role_3": "summary"}
    page = secretary.post(reverse(FILL), {"ticket": page.context["ticket"], **chosen})
    assert "施策名の列が決まっていません" in page.text
    assert choices(page) == chosen


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (b"x", "表.pdf", "拡張子が .xlsx か .csv の表を選んでください。"),
        (b"", "表.xlsx", "ファイルが空です。内容のあるファイルを選んでください。"),
    ],
)
def test_another_file_is_refused_before_it_is_read(secretary, content, name, fault):
    page = upload(secretary, content, name)
    assert page.context["table_form"].errors == {"table": [fault]}
    assert fault in page.text


def test_a_broken_file_is_one_sentence(secretary):
    page = upload(secretary, b"PK\x03\x04", "表.xlsx")
    assert "「表.xlsx」 は読み込めません。ファイルが途中で切れているか、壊れています。" in page.text


def test_a_ticket_is_ones_own_and_no_yes_to_a_loading(secretary, client):
    page = upload(secretary, drawn(merged_table))
    ticket = {"ticket": page.context["ticket"]}
    told = secretary.post(reverse("admin:measures_plan_load"), ticket)
    assert "は計画のブックではありません" in told.text
    assert not Plan.objects.exists()
    gone = secretary.post(reverse(FILL), ticket)
    assert (gone.status_code, "元の表が見つかりません" in gone.text) == (409, True)
    assert default_storage.listdir("imports")[1] == []
    assert secretary.post(reverse(TABLE), {"ticket": "x"}).status_code == 409
