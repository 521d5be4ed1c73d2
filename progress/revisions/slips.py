"""誤記訂正: the editions of closed years in which a slip of the plan still stands. They are listed,
and stay as they were: what is kept of a year changes by its own correction alone."""

import json
from typing import NamedTuple

from progress.models import PlanChange, PlanRevision, ProgressReport, ReportSnapshot
from progress.revisions.readings import Reading

MOST = 200  # reports that are named on a page


class Slip(NamedTuple):
    """A report of a closed year whose newest edition holds what was wrong."""

    report: ProgressReport
    wrong: str
    right: str


def slips_in_editions(revision: PlanRevision, reading: Reading) -> list[Slip]:
    """Where the words that a 誤記訂正 mends stand in closed years, in the order of its lines;
    none of other revisions. 1 query, or none where no text is mended."""
    lines = [each for each in reading.lines if _mends_a_text(each)]
    if revision.kind != PlanRevision.Kind.SLIP or not lines:
        return []
    keys = {line.pk: reading.teller.measure_of(line) for line in lines}
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
    return [
        Slip(kept.report, line.before, line.after)
        for line in lines
        for kept, text in by_measure.get((keys[line.pk] or ("",))[0], ())
        if json.dumps(line.before, ensure_ascii=False)[1:-1] in text
    ]


def _mends_a_text(line: PlanChange) -> bool:
    return bool(line.column and isinstance(line.before, str) and line.before.strip())
