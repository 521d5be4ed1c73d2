"""誤記訂正: the editions of closed years in which a slip of the plan still stands. They are listed,
and stay as they were: what is kept of a year changes by its own correction alone, which is proposed
for each text of a report that has the slip, and made by nobody but the secretariat."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.urls import reverse

from progress.models import (
    Correction,
    PlanChange,
    PlanRevision,
    ProgressReport,
    ReportSnapshot,
    report_fields,
)
from progress.reading.codec import EDITIONS
from progress.revisions.readings import Reading

MOST = 200  # reports that are named on a page
TEXTS = report_fields.names(report_fields.TEXT, report_fields.LINE)


class Slip(NamedTuple):
    """A report of a closed year whose newest edition holds what was wrong."""

    report: ProgressReport
    wrong: str
    right: str
    proposals: tuple["Proposal", ...] = ()


class Proposal(NamedTuple):
    """A text of such a report that has the slip, with the form that corrects it; where that is asked
    already, with what waits."""

    label: str
    url: str
    is_waiting: bool


def slips_in_editions(revision: PlanRevision, reading: Reading) -> list[Slip]:
    """Where the words that a 誤記訂正 mends stand in closed years, in the order of its lines (of
    columns that held the same words, the first one's);
    none of other revisions. 1 query, or none where no text is mended; 1 more once it is decided."""
    lines = [each for each in reading.lines if _mends_a_text(each)]
    if revision.kind != PlanRevision.Kind.SLIP or not lines:
        return []
    keys = {line.pk: reading.teller.measure_of(line) for line in lines}
    once: dict[tuple, PlanChange] = {}
    for each in lines:
        once.setdefault((keys[each.pk], each.before, each.after), each)
    wanted = {key[0] for key in keys.values() if key}
    newest = ReportSnapshot.objects.newest().filter(
        report__measure__plan=revision.plan_id,
        report__measure__key__in=wanted,
        report__year__closed_at__isnull=False,
    )
    by_measure: dict[str, list[tuple[ReportSnapshot, str]]] = {}
    for each in newest.select_related("report__year", "report__measure")[:MOST]:
        text = json.dumps(each.content, ensure_ascii=False)
        by_measure.setdefault(each.report.measure.key, []).append((each, text))
    found = [
        (line, kept)
        for line in once.values()
        for kept, text in by_measure.get((keys[line.pk] or ("",))[0], ())
        if json.dumps(line.before, ensure_ascii=False)[1:-1] in text
    ]
    waiting = _waiting(kept for _, kept in found) if revision.is_decided and found else None
    return [
        Slip(
            kept.report,
            line.before,
            line.after,
            () if waiting is None else tuple(_proposals(line, kept, waiting)),
        )
        for line, kept in found
    ]


def _waiting(kept: Iterable[ReportSnapshot]) -> dict[tuple[int, str], Correction]:
    """What is asked already of these reports, by report and place."""
    rows = Correction.objects.waiting().filter(report__in={each.report_id for each in kept})
    return {(each.report_id, each.place): each for each in rows}


def _proposals(
    line: PlanChange, kept: ReportSnapshot, waiting: dict[tuple[int, str], Correction]
) -> Iterator[Proposal]:
    """The texts of the report, as it was closed, that have the slip. Names and other words of the
    plan are no text of it: they stay, as the plan called things then."""
    texts = EDITIONS.decode(kept.content).report.texts
    for own in report_fields.FIELDS:
        if own.name not in TEXTS or line.before not in texts.get(own.name, ""):
            continue
        asked = waiting.get((kept.report_id, own.name))
        form = reverse("progress:correction_new", args=[kept.report_id, own.name])
        url = asked.get_absolute_url() if asked else f"{form}?slip={line.pk}"
        yield Proposal(own.label, url, asked is not None)


def _mends_a_text(line: PlanChange) -> bool:
    return bool(line.column and isinstance(line.before, str) and line.before.strip())
