"""分子 and 分母 of a share: typed in form, table and sheets, shown wherever the figure is, and
corrected together with it."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from progress.corrections import verbs as corrections
from progress.corrections.forms import CorrectedResultForm
from progress.corrections.pages import places_of
from progress.desk import verbs as desk
from progress.entry import table_forms, verbs
from progress.entry.result_forms import ResultForm
from progress.entry.sheet import ResultResource
from progress.judging.completeness import ResultEntry
from progress.models import IndicatorResult, ReviewYear
from progress.reading.inputs import inputs_of
from tests.progress.closing import close_year
from tests.sakado_dx.workbooks import exported, taken_in, told

SHARE = ResultEntry("reported", Decimal("27.1"), numerator=Decimal(196), denominator=Decimal(724))
TOLD = "27.1%（196／724）"
DISAGREES = "実績値（27.1%）が、200／724から計算した割合（27.6%）と合いません。"


@pytest.fixture
def city(world):
    """The world with a share whose two figures have names."""
    named = {"numerator_name": "女性の委員数", "denominator_name": "委員の総数"}
    for name, value in (named | {"unit": "%", "measured_as": "rate"}).items():
        setattr(world.indicator, name, value)
    world.indicator.save()
    return world


@pytest.fixture
def confirmed(city):
    """A confirmed report that says 196 of 724."""
    report = verbs.save(
        city.fresh(),
        by=city.people["reporter"],
        version=0,
        fields=city.complete,
        results={city.indicator.pk: SHARE},
    )
    verbs.submit(report, by=city.people["head"], version=1)
    desk.confirm(report, by=city.people["secretariat"], version=2)
    return city


def form_of(world, stored: ResultEntry, **typed) -> ResultForm:
    asked = inputs_of(world.fresh()).entered[0]
    data = {f"result-{asked.id}-{name}": text for name, text in typed.items()}
    return ResultForm(data, indicator=asked, entry=stored, fiscal_year=2023)


def test_form_asks_for_both_by_their_names_and_computes_the_value(city):
    form = form_of(city, ResultEntry(), numerator="１９６", denominator="724")
    assert form.is_valid()
    assert form.entry == SHARE
    assert [form.fields[name].label for name in form.main_names] == [
        "実績値（%）", "分子（女性の委員数）", "分母（委員の総数）",
    ]  # fmt: skip


def test_value_follows_other_figures_unless_another_was_typed(city):
    follows = form_of(city, SHARE, value="27.1", numerator="200", denominator="724")
    assert (follows.is_valid(), follows.entry.value) == (True, Decimal("27.6"))
    typed = form_of(city, ResultEntry(), value="27.1", numerator="200", denominator="724")
    assert typed.errors["value"] == [f"{DISAGREES}実績値を空欄にするか、どれかを直してください。"]
    kept = form_of(city, SHARE, value="27.1", numerator="", denominator="")
    assert (kept.is_valid(), kept.entry) == (True, ResultEntry("reported", Decimal("27.1")))


def test_form_of_a_count_asks_for_no_fraction(world):
    assert form_of(world, ResultEntry()).main_names == ["value"]


def test_cell_of_the_table_takes_both_in_one(city):
    asked = inputs_of(city.fresh()).entered[0]
    cell = table_forms.ResultCell(asked, ResultEntry())
    assert cell.clean("１９６／724") == cell.clean(cell.show(SHARE)) == SHARE
    assert cell.clean("27.1%") == ResultEntry("reported", Decimal("27.1"))
    refused = table_forms.forms.ValidationError
    for text in ("196/", "196/724/2", "196/0", "件/724"):
        with pytest.raises(refused):
            cell.clean(text)


def test_sheet_takes_both_beside_the_value_and_gives_them_back(city):
    head = ["年度", "施策番号", "指標番号", "実績値", "分子", "分母"]
    resource = ResultResource(year=city.year)
    who = {"by": city.people["secretariat"], "reason": "照会の回答"}
    key = ["R5", "I-1-1", "I-1-1"]
    wrong = taken_in(resource, [head, [*key, "27.1", "200", "724"]], **who)
    assert told(wrong) == [
        ("D2", "実績値", DISAGREES + "実績値を空欄にするか、どれかを直してください。")
    ]
    taken_in(ResultResource(year=city.year), [head, [*key, "", "196", "724"]], **who)
    row = IndicatorResult.objects.get()
    assert (row.value, row.numerator, row.denominator) == (Decimal("27.1"), 196, 724)
    assert exported(ResultResource(year=city.year))[1][9:12] == [Decimal("27.1"), 196, 724]
    # As in the form, the value that nobody changed follows the other two.
    taken_in(ResultResource(year=city.year), [head, [*key, "27.1", "200", "724"]], **who)
    assert exported(ResultResource(year=city.year))[1][9:12] == [Decimal("27.6"), 200, 724]


def test_both_stand_wherever_the_figure_is_shown(client, confirmed):
    pages = {
        "reporter": ["report_check", "report_paper"],
        "secretariat": ["report_review"],
    }
    for who, names in pages.items():
        client.force_login(confirmed.people[who])
        for name in names:
            page = client.get(reverse(f"progress:{name}", args=[confirmed.report.pk]))
            assert TOLD in page.content.decode(), name
    measure = reverse("progress:measure_detail", args=[confirmed.measure.pk])
    assert "女性の委員数196／委員の総数724" in client.get(measure).content.decode()


def test_files_give_both_as_figures(client, confirmed):
    client.force_login(confirmed.people["secretariat"])
    year = confirmed.year.pk
    text = client.get(reverse("progress:year_export", args=[year, "csv"])).content.decode(
        "utf-8-sig"
    )
    line = next(each for each in csv.DictReader(io.StringIO(text)) if each["番号"] == "I-1-1")
    assert [line[name] for name in ("実績値", "分子", "分母")] == ["27.1", "196", "724"]
    found = json.loads(client.get(reverse("progress:year_export", args=[year, "json"])).content)
    report = next(each for each in found["reports"] if each["code"] == "I-1-1")
    one = report["indicators"][0]
    assert [one[name] for name in ("value", "numerator", "denominator")] == ["27.1", "196", "724"]


def test_correction_moves_the_three_as_one(confirmed):
    secretary = confirmed.people["secretariat"]
    year = ReviewYear.objects.select_related("plan").get(pk=confirmed.year.pk)
    left = dict.fromkeys(year.reports.values_list("pk", flat=True), "災害対応のため")
    close_year(year, by=secretary, reasons=left)
    name = f"result-{confirmed.indicator.pk}"
    place = places_of(confirmed.fresh())[name]
    typed = {f"{name}-{key}": text for key, text in
             {"value": "27.1", "numerator": "200", "denominator": "724"}.items()}  # fmt: skip
    form = CorrectedResultForm(typed, place=place, fiscal_year=2023)
    assert form.is_valid()
    proposed = corrections.propose_correction(
        confirmed.fresh(),
        by=secretary,
        kind="correct",
        place=name,
        after=form.after,
        reason="分子の数え漏れ",
    )
    corrections.confirm_correction(proposed, by=confirmed.people["second_secretariat"])
    row = IndicatorResult.objects.get()
    assert (row.value, row.numerator, row.denominator) == (Decimal("27.6"), 200, 724)
    content = confirmed.report.snapshots.latest("edition").content
    figure = content["indicators"][0]["figures"]["2023"]["figure"]
    assert [figure[each] for each in ("value", "numerator", "denominator")] == [
        "27.6",
        "200",
        "724",
    ]
    line = content["errata"][0]
    assert (line["before"], line["after"]) == (TOLD, "27.6%（200／724）")


@pytest.mark.parametrize(
    "held",
    [
        {"numerator": 196},
        {"denominator": 724},
        {"numerator": 196, "denominator": 0},
        {"numerator": 196, "denominator": -1},
        {"numerator": 196, "denominator": 724, "value": None, "words": "約3割"},
    ],
)
def test_database_keeps_both_or_none(city, held):
    row = {"indicator": city.indicator, "fiscal_year": 2023, "report": city.report}
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorResult.objects.create(**row | {"status": "reported", "value": 27} | held)
