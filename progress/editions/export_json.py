"""A report of a year's JSON file: the same as the CSV's lines, as keys."""

from progress.editions.export_columns import TEXTS, counts, field_cell, opinions, status_word
from progress.judging.facts import Figure
from progress.models import IndicatorResult
from progress.reading.codec import Json, plain
from progress.reading.edition import NO_MARK, Edition, IndicatorPart, Word

TARGET = ("fiscal_year", "role", "value", "year_assumed", "source")
ERRATUM = ("kind", "label", "before", "after", "on", "reason", "consented_on")
OPINION = ("body", "held_on", "opinion", "is_public")


def report_json(edition: Edition, pending: bool = False) -> Json:
    """One measure's report. What does not count yet is blank."""
    plan = edition.plan
    return {
        "code": plan.code,
        "name": plan.name,
        "policy": {"number": plan.policy.number, "name": plan.policy.name},
        "direction": plan.direction.name,
        "divisions": list(plan.divisions),
        "state": edition.report.state,
        "planned_direction": edition.planned,
        **_marks(edition, pending),
        **{each.name: field_cell(edition, each.name, pending) for each in TEXTS},
        **_money(edition, pending),
        "indicators": [_indicator(each, pending) for each in edition.indicators],
        "errata": [_picked(each, ERRATUM) for each in edition.errata]
        if counts(edition, pending)
        else [],
    }


def _money(edition: Edition, pending: bool) -> Json:
    """Whether 決算 is settled, and the share spent in %, which only 全額 has."""
    money = edition.report.money
    known = counts(edition, pending) and money.settled_amount is not None
    share = money.share_spent if known else None
    return {
        "settled_amount_certainty": money.certainty if known else "",
        "share_spent": None if share is None else plain(share),
    }


def _marks(edition: Edition, pending: bool) -> Json:
    """What counts, whose it is, and the three marks with what meetings said."""
    report, stands = edition.report, counts(edition, pending)
    mark = report.mark if stands else NO_MARK
    decided = report.mark if stands and report.is_decided else NO_MARK
    return {
        "progress": _text(mark.progress),
        "outlook": _text(mark.outlook),
        "counted_mark": mark.whose,
        "marks": {
            "division": _pair(report.progress, report.outlook, stands),
            "secretariat": {"progress": _text(report.second_judgement if stands else None)},
            "meeting": _pair(decided.progress, decided.outlook, stands),
        },
        "opinions": [_picked(each, OPINION) for each in opinions(edition)],
    }


def _pair(progress: Word | None, outlook: Word | None, stands: bool) -> Json:
    return {
        "progress": _text(progress if stands else None),
        "outlook": _text(outlook if stands else None),
    }


def _text(word: Word | None) -> str:
    return word.word if word else ""


def _picked(row: object, names: tuple[str, ...]) -> Json:
    return {name: plain(getattr(row, name)) for name in names}


def _indicator(part: IndicatorPart, pending: bool) -> Json:
    judgement, facts = part.judged(pending=pending), part.facts
    coming = judgement.next_target
    return {
        "key": part.key,
        "name": facts.name,
        "unit": facts.unit,
        "kind": facts.kind,
        "entered_under": part.entered_under and part.entered_under.code,
        "targets": [_picked(each, TARGET) for each in facts.targets],
        "next_target": _picked(coming, TARGET) if coming and not facts.is_expansion else None,
        "pace": None if judgement.pace is None else plain(judgement.pace),
        **_figure(judgement.figure),
        "total": None if judgement.total is None else plain(judgement.total),
        "status_label": status_word(part, judgement.figure.status),
        "note": part.note_beside(judgement),
        "judgement": judgement.code,
        "judgement_label": judgement.label,
        "rate": judgement.rate and plain(judgement.rate.value),
        "finding": judgement.finding,
    }


def _figure(figure: Figure) -> Json:
    """The year's figure as files give it: a value or none, and always a status."""
    return {name: plain(getattr(figure, name)) for name in ("value", *IndicatorResult.HELD)}
