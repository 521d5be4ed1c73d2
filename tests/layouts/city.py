"""The small city that is kept: each kind of indicator, a decision, a publication, a correction."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from measures.models import Indicator
from progress.corrections import verbs as corrections
from progress.decisions import evaluating
from progress.desk import verbs as desk
from progress.editions.exporting import year_file
from progress.entry import verbs as entry
from progress.judging.completeness import ResultEntry
from progress.models import ReviewYear
from progress.publication import verbs as publication
from tests.progress.closing import close_year
from tests.progress.conftest import World, make_indicator, make_world

ENTRIES = {
    "number": ResultEntry(
        "reported",
        value=Decimal("12.5"),
        note="一部は推計による。",
        numerator=Decimal(1),
        denominator=Decimal(8),
    ),
    "annual_minimum": ResultEntry("being_compiled"),
    "expansion": ResultEntry("not_yet_measured"),
    "milestone": ResultEntry("reported", done=True, done_on=date(2023, 9, 1)),
    "qualitative": ResultEntry("reported", words="待ち時間が減った。"),
}


def files_of_closed_year() -> dict[str, bytes]:
    """The year's CSV and JSON, once it is closed and a figure was corrected."""
    world = make_world()
    _report(world)
    year = _close(world)
    _correct(world, year)
    return {kind: year_file(year, kind)[1] for kind in ("csv", "json")}


def _report(world: World) -> None:
    people, indicators = world.people, {"number": world.indicator}
    for kind in ENTRIES.keys() - indicators.keys():
        indicators[kind] = make_indicator(world.plan, kind, world.measure)
        indicators[kind].kind = kind
        indicators[kind].save()
    Indicator.objects.filter(pk=world.indicator.pk).update(unit="%", measured_as="rate")
    results = {indicators[kind].pk: entered for kind, entered in ENTRIES.items()}
    more = {"effects": "来庁が減った。", "issues": "周知が足りない。", "next_work": "続ける。"}
    entry.save(
        world.fresh(),
        by=people["reporter"],
        version=0,
        fields=world.complete | more,
        results=results,
    )
    entry.submit(world.fresh(), by=people["head"], version=1)
    desk.confirm(world.fresh(), by=people["second_secretariat"], version=2)
    world.decide(world.fresh(), judgement=world.word("遅れ"), opinion="周知を強めること。")
    evaluating.evaluate(world.fresh(), by=people["secretariat"], version=3)


def _close(world: World) -> ReviewYear:
    secretary = world.people["secretariat"]
    yesterday = timezone.localdate() - timedelta(days=1)
    ReviewYear.objects.filter(pk=world.year.pk).update(publish_on=yesterday)
    publication.publish(world.fresh(), by=secretary, version=4)
    others = world.year.reports.exclude(pk=world.report.pk).values_list("pk", flat=True)
    return close_year(
        ReviewYear.objects.get(pk=world.year.pk),
        by=secretary,
        reasons=dict.fromkeys(others, "災害対応のため"),
    )


def _correct(world: World, year: ReviewYear) -> None:
    proposed = corrections.propose_correction(
        world.fresh(),
        by=world.people["secretariat"],
        kind="correct",
        place="effects",
        after="来庁が2割減った。",
        reason="割合を書き落としたため",
    )
    corrections.confirm_correction(proposed, by=world.people["second_secretariat"])
