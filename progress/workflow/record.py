"""How a verb is let through and written, with its record, in one transaction.

The conditional UPDATE on the version decides between two writers: on SQLite
`select_for_update` does nothing, and a check on a row that was read before proves nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from progress.judging.completeness import ResultEntry
from progress.models import IndicatorResult, ProgressReport, ReviewYear, StatusChange
from progress.rights import predicates
from progress.workflow.refusals import OF_CLOSED_YEAR, Conflict, Gone, NotAllowed, needed
from progress.workflow.table import TRANSITIONS, Verb
from sakado_dx.organization.access import Standing, standing_of
from sakado_dx.organization.models import User
from sakado_dx.records.acting import acting
from sakado_dx.records.storing import store


def allowed(report: ProgressReport, verb: str, *, by: User | Standing, version: int) -> Standing:
    """The actor's standing, once the table lets him do the verb now.

    A stale version is told before a state that does not fit: it explains the other.
    """
    standing = standing_of(by)
    row = TRANSITIONS[verb]
    word = Verb(verb).label
    if not row.who(standing, report):
        raise NotAllowed(f"この報告の「{word}」ができるのは、{row.who_words}です。")
    if not row.in_closed_year and not report.takes_changes:
        raise NotAllowed(f"{report.year.label}は締められているため、「{word}」はできません。")
    if version != report.version:
        raise Conflict(report)
    if report.state not in row.to_states:
        state = report.get_state_display()
        raise NotAllowed(f"「{state}」の報告に「{word}」はできません。")
    return standing


def reason_on_behalf(standing: Standing, report: ProgressReport, reason: str) -> str:
    """The reason of somebody who acts for another division; empty for all others."""
    if not predicates.acts_on_behalf(standing, report):
        return ""
    return needed(reason, "代行して入力・提出する理由を入力してください。")


def _is_on_behalf(verb: str, standing: Standing, report: ProgressReport) -> bool:
    return verb in StatusChange.AUTHORING_VERBS and predicates.acts_on_behalf(standing, report)


@contextmanager
def closed_meanwhile(year: ReviewYear) -> Iterator[None]:
    """Say in words what the database's guards refuse: the year was closed at this moment; or
    that it was taken back, or the report's measure taken out of it."""
    try:
        yield
    except IntegrityError as error:
        if OF_CLOSED_YEAR in str(error):
            sentence = f"{year.label}は締められました。データは変わっていません。"
            raise NotAllowed(sentence) from error
        if not ReviewYear.objects.filter(pk=year.pk).exists():
            raise _taken_back(year) from error
        raise
    except (ReviewYear.DoesNotExist, ProgressReport.DoesNotExist) as error:
        raise _taken_back(year) from error


def _taken_back(year: ReviewYear) -> Gone:
    if ReviewYear.objects.filter(pk=year.pk).exists():
        what = f"この施策は、事務局が{year.label}の対象から外しました。"
    else:
        what = f"{year.label}を開いたことを、事務局が取り消しました。"
    return Gone(f"{what}データは変わっていません。")


def write(
    report: ProgressReport,
    verb: str,
    standing: Standing,
    *,
    reason: str = "",
    said: dict[str, str] | None = None,
    without_parts: str = "",
    door: str,
    changes: dict[str, Any],
    entries: dict[int, ResultEntry] | None = None,
    also: Callable[[], object] | None = None,
) -> ProgressReport:
    """Change the row if it still is as read, with its results and its record, in one
    transaction; Conflict where it is not. `also` writes what belongs to the verb besides;
    `said` is kept with the record of a return.

    That the year is still open, the triggers see: they wait for a closing that is under way.
    """
    from_state, version = report.state, report.version
    to_state = TRANSITIONS[verb].to_states[from_state]
    as_read = ProgressReport.objects.filter(pk=report.pk, version=version, state=from_state)
    with closed_meanwhile(report.year), acting(standing.user, door, reason):
        if not as_read.update(state=to_state, version=F("version") + 1, **changes):
            raise Conflict(ProgressReport.objects.with_measure().get(pk=report.pk))
        StatusChange.objects.create(
            report=report,
            verb=verb,
            from_state=from_state,
            to_state=to_state,
            version=version + 1,
            by=standing.user,
            on_behalf=_is_on_behalf(verb, standing, report),
            reason=reason.strip(),
            said=said or {},
            without_parts=without_parts,
            door=door,
            at=timezone.now(),
        )
        if entries:
            keep_entries(report, entries)
        if also is not None:
            also()
    for name, value in {"state": to_state, "version": version + 1, **changes}.items():
        setattr(report, name, value)
    return report


def secretary(
    by: User | Standing, refusal: str = "会議の登録と決定の記録ができるのは、事務局です。"
) -> Standing:
    """The actor's standing, where he is of the secretariat; NotAllowed with the sentence else."""
    standing = standing_of(by)
    if not standing.is_secretariat:
        raise NotAllowed(refusal)
    return standing


def keep_entries(report: ProgressReport, entries: dict[int, ResultEntry]) -> None:
    """Write the entries of a report, as `store` does."""
    year = report.year.fiscal_year
    rows = [
        IndicatorResult(indicator_id=key, fiscal_year=year, report_id=report.pk, **vars(entry))
        for key, entry in entries.items()
    ]
    stored = IndicatorResult.objects.filter(indicator__in=list(entries), fiscal_year=year)
    store(stored, rows, "indicator_id", ("report_id", *IndicatorResult.ENTERED))
