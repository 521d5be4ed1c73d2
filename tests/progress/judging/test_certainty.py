"""見込, 速報 and 確定: entered with a figure, said beside it wherever it stands."""

from decimal import Decimal

from progress.desk import verbs as desk
from progress.entry import verbs as entry_verbs
from progress.entry.answers import answers_of
from progress.entry.result_forms import ResultForms
from progress.judging.completeness import ResultEntry
from progress.models import IndicatorResult
from progress.reading.inputs import inputs_of
from progress.reading.reports import shown_one
from progress.reading.years import read_year


def typed(world, **fields) -> ResultEntry:
    """What the form makes of what is typed for the world's indicator."""
    prefix = f"result-{world.indicator.pk}-"
    data = {prefix + name: value for name, value in fields.items()}
    asked = inputs_of(world.fresh()).entered
    forms = ResultForms(data, indicators=asked, entries={}, fiscal_year=2023)
    return forms.storable[world.indicator.pk]


def test_figure_is_settled_where_nobody_says_otherwise(world):
    assert typed(world, value="12").certainty == "settled"
    assert typed(world, value="12", certainty="estimate").certainty == "estimate"


def test_result_without_a_figure_has_no_certainty_to_speak_of(world):
    entry = typed(world, status="not_applicable", certainty="estimate")
    assert (entry.status, entry.certainty) == ("not_applicable", "settled")


def test_certainty_is_kept_and_said_beside_the_figure(world):
    estimate = ResultEntry(status="reported", value=Decimal("12"), certainty="estimate")
    report = world.fresh()
    results = {world.indicator.pk: estimate}
    people = world.people
    entry_verbs.save(
        report, by=people["reporter"], version=0, fields=world.complete, results=results
    )
    assert IndicatorResult.objects.get().certainty == "estimate"
    said = dict(answers_of(world.fresh(), shown_one(world.fresh())))["成果指標の実績"]
    assert [answer.text for answer in said] == ["12件（見込）"]
    entry_verbs.submit(report, by=people["head"], version=1)
    desk.confirm(report, by=people["secretariat"], version=2)
    judgement = read_year(world.year).rows[0].indicators[0].judgement
    assert judgement.finding == "目標10件に対し実績12件（見込）（120.0%）。目標を達成しています。"


def test_change_of_certainty_alone_is_a_change(world):
    report = world.bring_to("draft")
    estimate = ResultEntry(status="reported", value=Decimal("12"), certainty="preliminary")
    entry_verbs.save(
        report, by=world.people["reporter"], version=1, results={world.indicator.pk: estimate}
    )
    assert (world.fresh().version, IndicatorResult.objects.get().certainty) == (2, "preliminary")
