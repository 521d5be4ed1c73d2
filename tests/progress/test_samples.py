"""The sample sheets of fixtures/samples, taken into the whole plan."""

from datetime import date
from pathlib import Path

from glossary.importers import TermResource
from progress.entry.sheet import ResultResource
from progress.models import StatusChange
from progress.year import verbs as year_verbs
from sakado_dx.spreadsheets.reading import read_book
from sakado_dx.spreadsheets.tables import table_of
from tests.progress.conftest import give_role, person
from tests.sakado_dx.workbooks import changes, told

SAMPLES = Path(__file__).parents[2] / "fixtures" / "samples"


def table(resource, name: str):
    return table_of(
        read_book(name, (SAMPLES / name).read_bytes()),
        title=resource.title,
        headings=resource.headings,
        required=resource.needed_headings,
    )


def test_sample_of_results_lands_in_five_drafts(sakado_plan):
    secretary = give_role(person("secretary", "事務局"), "secretariat").user
    days = {"fiscal_year": 2025, "report_due": date(2099, 1, 1)}
    year = year_verbs.open_year(sakado_plan, by=secretary, **days)
    resource = ResultResource(year=year)
    sheet = table(resource, "results_r7.xlsx")
    outcome = resource.take_in(sheet, dry_run=False, by=secretary, reason="見本の取込")
    assert told(outcome) == []
    assert {name: {c: after for c, _, after in cells} for name, cells in changes(outcome).items()} == {
        "I-1-2 改善業務数 R7": {"状況": "実績あり", "実績値": "18", "補足": "見本の数値です。"},
        "I-3-1 RPA導入業務数 R7": {
            "状況": "実績あり", "実績値": "24", "補足": "全角の数字も読み取ります。",
        },
        "II-1-5 健康保険証との連携率 R7": {"状況": "集計中"},
        "IV-1-6 テレワーク制度を導入 R7": {
            "状況": "実績あり", "達成": "達成", "達成日": "令和7年10月1日",
        },
        "V-2-1 アクセシビリティの更なる向上 R7": {"状況": "実績あり", "説明": "見本の説明です。"},
    }  # fmt: skip
    assert StatusChange.objects.filter(door="import", to_state="draft").count() == 5


def test_sample_of_terms_is_read_as_cp932(sakado_plan):
    resource = TermResource(plan=sakado_plan)
    sheet = table(resource, "terms_cp932.csv")
    outcome = resource.take_in(sheet, dry_run=False)
    assert (sheet.encoding, told(outcome)) == ("Shift_JIS（CP932）", [])
    assert [row.name for row in outcome.changed + outcome.added] == ["AI", "見本の用語①"]
    assert sakado_plan.terms.get(term="見本の用語①").explanation.startswith("丸付き数字や「髙」")
