"""誤記訂正: the editions of closed years in which a slip of the plan still stands. They are listed,
and stay as they were: what is kept of a year changes by its own correction alone, which is proposed
for each text of a report and each name of measure or indicator that has the slip, and made by nobody
but the secretariat."""

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
from progress.reading.plan_names import names_in
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
    """A text or a name of such a report that has the slip, with the form that corrects it; where that
    is asked already, with what waits."""

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
    keys = {line.pk: [key for (key,) in reading.teller.measures_of(line)] for line in lines}
    once: dict[tuple, PlanChange] = {}
    for each in lines:
        once.setdefault((*keys[each.pk], each.before, each.after), each)
    by_measure = _kept_texts(revision, {key for own in keys.values() for key in own})
    found = [
        (line, kept)
        for line in once.values()
        for key in keys[line.pk]
        for kept, text in by_measure.get(key, ())
        if line.mended(text, _in_json) != text
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


def _kept_texts(
    revision: PlanRevision, measures: set[str]
) -> dict[str, list[tuple[ReportSnapshot, str]]]:
    """What closed years keep of these measures, by the measure's key."""
    newest = ReportSnapshot.objects.newest().filter(
        report__measure__plan=revision.plan_id,
        report__measure__key__in=measures,
        report__year__closed_at__isnull=False,
    )
    found: dict[str, list[tuple[ReportSnapshot, str]]] = {}
    for each in newest.select_related("report__year", "report__measure")[:MOST]:
        said = {name: part for name, part in each.content.items() if name != "errata"}
        text = _in_json(said)
        found.setdefault(each.report.measure.key, []).append((each, text))
    return found


def _in_json(said: object) -> str:
    """As a kept edition has it, a text without its quotes."""
    text = json.dumps(said, ensure_ascii=False)
    return text[1:-1] if isinstance(said, str) else text


def _waiting(kept: Iterable[ReportSnapshot]) -> dict[tuple[int, str], Correction]:
    """What is asked already of these reports, by report and place."""
    rows = Correction.objects.waiting().filter(report__in={each.report_id for each in kept})
    return {(each.report_id, each.place): each for each in rows}


def _proposals(
    line: PlanChange, kept: ReportSnapshot, waiting: dict[tuple[int, str], Correction]
) -> Iterator[Proposal]:
    """What has the slip of the names and texts of the report, as it was closed; other words of the
    plan stay as they were then."""
    edition = EDITIONS.decode(kept.content)
    texts = [
        (own.name, own.label, edition.report.texts.get(own.name, ""))
        for own in report_fields.FIELDS
        if own.name in TEXTS
    ]
    for place, label, text in (*names_in(edition), *texts):
        if line.mended(text) == text:
            continue
        asked = waiting.get((kept.report_id, place))
        form = reverse("progress:correction_new", args=[kept.report_id, place])
        url = asked.get_absolute_url() if asked else f"{form}?slip={line.pk}"
        yield Proposal(label, url, asked is not None)


def _mends_a_text(line: PlanChange) -> bool:
    is_text = isinstance(line.before, str) and isinstance(line.after, str)
    return bool(line.column and is_text and line.before.strip())
