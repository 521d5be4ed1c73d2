"""A person's own unsent input, over all forms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.urls import reverse

from measures.models import Measure
from progress.models import Contribution, FollowUp, MeasureReview, ProgressReport
from progress.reading.reports import measures_of
from progress.unsent.doors import CONTRIBUTION, FOLLOW_UP, FORMS, MEASURE, PAPER, REPORT
from sakado_dx.clock import format_moment
from sakado_dx.organization.access import Standing
from sakado_dx.organization.unsent import Entry, UnsentInput, kept_since
from sakado_dx.prepared import prepared


@dataclass(frozen=True)
class OwnRow:
    """What somebody typed into one form: where, when, field by field. No `url` where what the
    form was about is no more."""

    title: str
    url: str
    discard_url: str
    moment: str
    entries: tuple[Entry, ...]


def number_of(standing: Standing) -> int:
    """In how many forms this person has unsent input; 1 query."""
    return len(_own(standing))


def own_rows(standing: Standing) -> list[OwnRow]:
    """All of this person's, newest first; at most 7 queries."""
    rows = _own(standing)
    names = _names(rows)
    return [
        OwnRow(
            title=f"{FORMS[each.form].name}（{name}）" if name else FORMS[each.form].name,
            url=reverse(FORMS[each.form].page, args=[each.subject]) if name else "",
            discard_url=reverse("progress:unsent_discard", args=[each.form, each.subject]),
            moment=format_moment(each.newest),
            entries=tuple(entry for entry in each.entries.values() if entry.text),
        )
        for each in rows
        for name in [names[(each.form, each.subject)]]
    ]


def _own(standing: Standing) -> list[UnsentInput]:
    """Those of forms that there are, by a place that the person holds."""
    rows = _rows_of(standing.user.pk, kept_since())
    return [each for each in rows if each.is_held_by(standing)]


@prepared
def _rows_of(user_id: int, since: datetime) -> QuerySet[UnsentInput]:
    return UnsentInput.objects.holding(since).filter(user=user_id, form__in=FORMS)


def _names(rows: Iterable[UnsentInput]) -> dict[tuple[str, int], str]:
    """What each row's form is about: the measure, and the year where it belongs to one."""
    by_noun: dict[str, set[int]] = {}
    for each in rows:
        by_noun.setdefault(FORMS[each.form].subject, set()).add(each.subject)
    reports = _reports_of(by_noun)
    measures = measures_of(reports.values())
    names = {
        key: f"{measures[report.pk]}、{report.year.short_label}" for key, report in reports.items()
    }
    for measure in Measure.objects.filter(pk__in=by_noun.get(MEASURE, ())):
        names[(MEASURE, measure.pk)] = measure.title
    if PAPER in by_noun:
        papers = MeasureReview.objects.filter(pk__in=by_noun[PAPER]).select_related("measure")
        names |= {(PAPER, each.pk): each.measure.title for each in papers}
    keys = {(each.form, each.subject): FORMS[each.form].subject for each in rows}
    return {key: names.get((noun, key[1]), "") for key, noun in keys.items()}


def _reports_of(by_noun: dict[str, set[int]]) -> dict[tuple[str, int], ProgressReport]:
    """The report behind each subject, by (what it is, its id); at most 3 queries."""
    found = {(REPORT, pk): pk for pk in by_noun.get(REPORT, ())}
    for noun, rows, path in (
        (CONTRIBUTION, Contribution.objects, "report"),
        (FOLLOW_UP, FollowUp.objects, "decision__report"),
    ):
        if noun in by_noun:
            pairs = rows.filter(pk__in=by_noun[noun]).order_by().values_list("pk", path)
            found |= {(noun, pk): report for pk, report in pairs}
    reports = (
        ProgressReport.objects.select_related("year", "measure")
        .with_names()
        .in_bulk(set(found.values()))
    )
    return {key: reports[pk] for key, pk in found.items() if pk in reports}


def typing_at(reports: Iterable[ProgressReport]) -> int:
    """How many people have unsent input about one of these reports or its parts."""
    ids = [each.pk for each in reports]
    parts = Contribution.objects.filter(report__in=ids).values("pk")
    by_noun = {REPORT: ids, CONTRIBUTION: parts}
    about = [
        Q(form=name, subject__in=by_noun[door.subject])
        for name, door in FORMS.items()
        if door.subject in by_noun
    ]
    rows = UnsentInput.objects.holding().filter(reduce(or_, about))
    return rows.order_by().values("user").distinct().count()
