"""誤記訂正: the editions of closed years in which a slip of the plan still stands. They are listed,
and stay as they were: what is kept of a year changes by its own correction alone, which is proposed
for each text of a report, and of the plan, that has the slip, and made by nobody but the secretariat.
What the reports of a year share is proposed once for all of them."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import QuerySet
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
from progress.reading.edition import Edition
from progress.reading.plan_names import NAME, is_shared, names_in
from progress.revisions.readings import Reading

MOST = 200  # reports that are named on a page
TEXTS = report_fields.names(report_fields.TEXT, report_fields.LINE)
# What the reports of a year share.
SHARED_NOUNS = ("policies", "directions", "divisions")


class Slip(NamedTuple):
    """A report of a closed year whose newest edition holds what was wrong, and how many `others` of
    the year share it."""

    report: ProgressReport
    wrong: str
    right: str
    proposals: tuple["Proposal", ...] = ()
    others: int = 0


class Proposal(NamedTuple):
    """A text or a name of such a report that has the slip, with the form that corrects it; where that
    is asked already, with what waits."""

    label: str
    url: str
    is_waiting: bool


class Found(NamedTuple):
    """Lines that mend the same words, and an edition that has these: in its own texts, or with
    `others` of the year in what they share, which is told of its first one (else None)."""

    lines: list[PlanChange]
    kept: ReportSnapshot
    others: int | None = None


def slips_in_editions(revision: PlanRevision, reading: Reading) -> list[Slip]:
    """Where the words that a 誤記訂正 mends stand in closed years, in the order of its lines;
    none of other revisions. 1 query, or none where no text is mended, 1 more for what reports share;
    1 more once it is decided."""
    lines = [each for each in reading.lines if _mends_a_text(each)]
    if revision.kind != PlanRevision.Kind.SLIP or not lines:
        return []
    found = _shared(revision, [each for each in lines if each.noun in SHARED_NOUNS])
    own = [each for each in lines if each.noun not in SHARED_NOUNS]
    found += _of_measures(revision, reading, own)
    waiting = _waiting(each.kept for each in found) if revision.is_decided and found else None
    return [
        Slip(
            each.kept.report,
            each.lines[0].before,
            each.lines[0].after,
            () if waiting is None else tuple(_proposals(each, waiting)),
            each.others or 0,
        )
        for each in found
    ]


def corrected_by(revision: PlanRevision) -> str:
    """That a closed year was corrected as this 誤記訂正 mended the plan, in a sentence: its decision
    stands, since that correction does. Blank of others."""
    if revision.kind != PlanRevision.Kind.SLIP:
        return ""
    lines = [each for each in revision.changes.all() if _mends_a_text(each)]
    made = Correction.objects.made().filter(
        report__year__plan=revision.plan_id, place__startswith=NAME
    )
    for each in made.select_related("report__year"):
        if any(line.mended(each.before) == each.after for line in lines):
            year = each.report.year.label
            return f"{year}の控えが、この誤記訂正のとおりに訂正されているため、取り消せません。"
    return ""


def _of_measures(revision: PlanRevision, reading: Reading, lines: list[PlanChange]) -> list[Found]:
    """Of lines that are of measures, each report of theirs."""
    if not lines:
        return []
    same: dict[tuple, list[PlanChange]] = {}
    for line in lines:
        keys = tuple(key for (key,) in reading.teller.measures_of(line))
        same.setdefault((keys, line.before, line.after), []).append(line)
    by_measure = _kept_texts(revision, {key for keys, _, _ in same for key in keys})
    return [
        Found(own, kept)
        for (keys, _, _), own in same.items()
        for key in keys
        for kept, text in by_measure.get(key, ())
        if own[0].mended(text, _in_json) != text
    ]


def _shared(revision: PlanRevision, lines: list[PlanChange]) -> list[Found]:
    """Of lines that are of policies, directions and divisions, the first report of each year that
    has the words there, and each that quotes them."""
    if not lines:
        return []
    firsts: dict[tuple[int, int], Found] = {}
    quoting: list[Found] = []
    for kept in _closed(revision).order_by("report__year__fiscal_year", "order", "report_id"):
        edition = EDITIONS.decode(kept.content)
        names = [each for each in names_in(edition) if is_shared(each.place)]
        for line in lines:
            if any(each.mended(line) != each.text for each in names):
                place = (line.pk, kept.report.year_id)
                first = firsts.get(place, Found([line], kept, -1))
                firsts[place] = first._replace(others=first.others + 1)
            if any(line.mended(text) != text for _, _, text in _own_texts(edition)):
                quoting.append(Found([line], kept))
    places = {line.pk: place for place, line in enumerate(lines)}
    return sorted([*firsts.values(), *quoting[:MOST]], key=lambda each: places[each.lines[0].pk])


def _closed(revision: PlanRevision) -> QuerySet[ReportSnapshot]:
    """What closed years of the plan keep."""
    newest = ReportSnapshot.objects.newest().filter(
        report__measure__plan=revision.plan_id, report__year__closed_at__isnull=False
    )
    return newest.select_related("report__year", "report__measure")


def _kept_texts(
    revision: PlanRevision, measures: set[str]
) -> dict[str, list[tuple[ReportSnapshot, str]]]:
    """What closed years keep of these measures, by the measure's key."""
    newest = _closed(revision).filter(report__measure__key__in=measures)
    found: dict[str, list[tuple[ReportSnapshot, str]]] = {}
    for each in newest[:MOST]:
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


def _proposals(found: Found, waiting: dict[tuple[int, str], Correction]) -> Iterator[Proposal]:
    """What has the slip of the plan's texts and those of the report, as it was closed; each place
    once, by the first line that mends it."""
    edition, report = EDITIONS.decode(found.kept.content), found.kept.report_id
    places: dict[str, tuple[str, PlanChange]] = {}
    for line in found.lines:
        for each in names_in(edition):
            is_told = found.others is not None or not is_shared(each.place)
            if is_told and each.mended(line) != each.text:
                places.setdefault(each.place, (each.label, line))
        for place, label, text in _own_texts(edition):
            if found.others is None and line.mended(text) != text:
                places.setdefault(place, (label, line))
    for place, (label, line) in places.items():
        asked = waiting.get((report, place))
        form = reverse("progress:correction_new", args=[report, place])
        url = asked.get_absolute_url() if asked else f"{form}?slip={line.pk}"
        yield Proposal(label, url, asked is not None)


def _own_texts(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Place, label and words of what the division wrote."""
    for each in report_fields.FIELDS:
        if each.name in TEXTS:
            yield each.name, each.label, edition.report.texts.get(each.name, "")


def _mends_a_text(line: PlanChange) -> bool:
    is_text = isinstance(line.before, str) and isinstance(line.after, str)
    return bool(line.column and is_text and line.before.strip())
