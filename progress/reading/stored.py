"""Closed years: the newest editions of their reports, and nothing else."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import TextField
from django.db.models.functions import Cast

from measures.models import Measure
from progress.models import ReportSnapshot
from progress.reading.codec import EDITIONS
from progress.reading.edition import Edition, IndicatorPart, MeasureName

# Editions that a process keeps as objects: the measures of eight years, some 9 MB with their texts.
MOST_KEPT = 400


def newest(report_ids: Iterable[int]) -> dict[int, Edition]:
    """The newest edition of each of these reports that has one; 1 query, none for none."""
    ids = list(report_ids)
    return _decoded(ReportSnapshot.objects.filter(report__in=ids).newest()) if ids else {}


def of_year(year_id: int, at: datetime | None = None) -> dict[int, Edition]:
    """The newest editions of a year by report's id, in the plan's order; `at`: as of then.

    1 query; empty for a year in which nothing was ever fixed.
    """
    return _decoded(ReportSnapshot.objects.filter(report__year=year_id).newest(at))


def _decoded(snapshots) -> dict[int, Edition]:
    rows = snapshots.values_list("report_id", Cast("content", TextField()))
    return {report_id: edition_in(content) for report_id, content in rows}


@lru_cache(maxsize=MOST_KEPT)
def edition_in(content: str) -> Edition:
    """The edition that a stored text says. What is kept for the next page goes by the text itself,
    so it can be no other's; an edition is frozen, and nothing may change what it holds."""
    return EDITIONS.decode(json.loads(content))


def indicators(year_id: int) -> list[tuple[Edition, IndicatorPart]]:
    """All indicators of a closed year, each once, with an edition that shows it; 1 query."""
    return _each_once(of_year(year_id))


def indicator(year_id: int, indicator_id: int) -> tuple[Edition, IndicatorPart] | None:
    """One indicator of a closed year; 1 query, or 2 where the plan has moved it since."""
    snapshots = ReportSnapshot.objects.filter(report__year=year_id)
    under = Measure.objects.filter(measure_indicators__indicator=indicator_id)
    for rows in (snapshots.filter(report__measure__in=under), snapshots):
        for found in _each_once(_decoded(rows.newest())):
            if found[1].id == indicator_id:
                return found
    return None


def _each_once(editions: dict[int, Edition]) -> list[tuple[Edition, IndicatorPart]]:
    found: dict[int, tuple[Edition, IndicatorPart]] = {}
    for edition in editions.values():
        for part in edition.indicators:
            found.setdefault(part.id, (edition, part))
    return list(found.values())


@dataclass(frozen=True)
class KeptNames:
    """How an edition names its measure; divisions the lead first."""

    measure: MeasureName
    divisions: tuple[str, ...]


def names(year_id: int) -> dict[int, KeptNames]:
    """The names of a closed year's measures by report's id, of the columns alone; 1 query."""
    rows = ReportSnapshot.objects.filter(report__year=year_id).newest()
    return {
        report_id: KeptNames(MeasureName(*own), tuple(filter(None, divisions.split("、"))))
        for report_id, divisions, *own in rows.values_list(
            "report_id", "divisions", "report__measure_id", "code", "name"
        )
    }


def measure_names(report_ids: Iterable[int]) -> dict[int, MeasureName]:
    """How the newest editions name the measures of these reports; 1 query, none for none."""
    ids = list(report_ids)
    if not ids:
        return {}
    rows = ReportSnapshot.objects.filter(report__in=ids).newest()
    return {
        report_id: MeasureName(*own)
        for report_id, *own in rows.values_list("report_id", "report__measure_id", "code", "name")
    }
