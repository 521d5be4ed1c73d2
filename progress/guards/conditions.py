"""What is refused in a closed year, table by table: one condition for each operation.

Through the narrow gaps pass: approval, publication and its withdrawal, withholding, unlocking,
a confirmed correction, the reports that are unlocked, and the days that come after the year's
work: 議会報告日, 決算認定日, 公表日.
"""

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import Model

from progress import models as m
from progress.guards.disposals import disposals, year_of
from progress.guards.guard import DELETE, INSERT, UPDATE, Guard
from progress.guards.sql import (
    ALWAYS,
    approving_now,
    being_corrected,
    being_disposed,
    both,
    changed,
    closed,
    corrected_at,
    differs,
    either,
    evaluated_at,
    hiding_now,
    in_closed_year,
    just_recorded,
    locked,
    no,
    noted_at,
    of_closed_meeting,
    publishing_now,
    recorded,
)
from progress.workflow.refusals import OF_PLAN_EDITION
from progress.workflow.table import TRANSITIONS

# A closed year's days that are still to come.
AFTERWARDS = ("assembly_on", "accounts_on", "publish_on")


def guards() -> Iterator[Guard]:
    """All guards of all tables; what they refuse of a year passes as it is disposed of."""
    yield from disposals()
    for guard in _of_closed_year():
        year_id = year_of(guard)
        passes = guard.operation != INSERT and year_id
        refused = both(guard.condition, no(being_disposed(year_id))) if passes else guard.condition
        yield replace(guard, condition=refused)
    yield from _plan_editions()


def _of_closed_year() -> Iterator[Guard]:
    yield from _year()
    yield from _report()
    yield from _result()
    for model in (m.Contribution, m.EvidenceFile, m.WarningAnswer, m.ReportEffect):
        yield from _of_report(model)
    yield from _agenda()
    yield from _decision()
    yield from _records()
    yield from _approvals()
    yield from _editions()
    yield from _corrections()
    rewritten = changed(m.Letter, but=("handed_on",))
    yield Guard(m.Letter, UPDATE, both(closed("OLD.year_id"), rewritten))
    yield Guard(m.Letter, DELETE, closed("OLD.year_id"))
    remade = changed(m.Pack, but=("meeting_id",))
    yield Guard(m.Pack, UPDATE, both(closed("OLD.year_id"), remade))
    yield Guard(m.Pack, DELETE, closed("OLD.year_id"))


def _year() -> Iterator[Guard]:
    is_closed = "OLD.closed_at IS NOT NULL"
    other = changed(m.ReviewYear, but=AFTERWARDS)
    yield Guard(m.ReviewYear, UPDATE, both(is_closed, other))
    yield Guard(m.ReviewYear, DELETE, is_closed)
    for operation, row in ((INSERT, "NEW"), (UPDATE, "OLD"), (DELETE, "OLD")):
        condition = closed(f"{row}.year_id")
        yield Guard(m.DeadlineExtension, operation, condition, year="year_id")
        if operation != INSERT:
            yield Guard(m.YearChange, operation, condition)
    held = "EXISTS (SELECT 1 FROM progress_decision d WHERE d.meeting_id = OLD.id AND {})"
    moved = either(*map(differs, ("year_id", "kind", "held_on", "is_written")))
    moved = both(moved, held.format(locked("d.report_id")))
    unlocked = (
        "EXISTS (SELECT 1 FROM progress_progressreport r"
        " WHERE r.year_id = OLD.year_id AND r.is_unlocked)"
    )
    settled = both(differs("settled_at"), closed("OLD.year_id"), no(unlocked))
    yield Guard(m.Meeting, UPDATE, either(moved, settled), year="year_id")


def _report() -> Iterator[Guard]:
    model = m.ProgressReport
    yield Guard(model, INSERT, closed("NEW.year_id"), year="year_id")
    yield Guard(model, DELETE, closed("OLD.year_id"))
    is_closed = either(closed("OLD.year_id"), closed("NEW.year_id"))
    refused = either(
        *map(differs, ("id", "year_id", "measure_id")),
        both("NOT OLD.is_unlocked", _changed_while_locked()),
        both(
            "NOT OLD.is_unlocked",
            "NEW.is_unlocked",
            no(recorded("NEW.id", "unlock", "NEW.version")),
        ),
        both(
            "OLD.is_unlocked",
            "NOT NEW.is_unlocked",
            no(recorded("NEW.id", "evaluate", "NEW.version")),
        ),
    )
    yield Guard(model, UPDATE, both(is_closed, refused), year="year_id")


def _changed_while_locked() -> str:
    """A change of something else than the machine's marks, and of content without a correction."""
    model = m.ProgressReport
    content = [model._meta.get_field(name).column for name in model.CONTENT_FIELDS]
    free = {"version", "withheld", "is_unlocked", *content}
    corrected = [
        both(differs(column), no(being_corrected("OLD.id", f"'{name}'")))
        for name, column in zip(model.CONTENT_FIELDS, content, strict=True)
    ]
    return either(changed(model, but=free), *corrected)


def _result() -> Iterator[Guard]:
    model = m.IndicatorResult
    new = being_corrected("NEW.report_id", "'result-' || NEW.indicator_id")
    old = being_corrected("OLD.report_id", "'result-' || OLD.indicator_id")
    elsewhere = (
        "EXISTS (SELECT 1 FROM progress_progressreport r"
        " JOIN progress_reviewyear own ON own.id = r.year_id"
        " JOIN progress_reviewyear y ON y.plan_id = own.plan_id"
        " AND y.fiscal_year = NEW.fiscal_year AND y.id <> own.id"
        " WHERE r.id = NEW.report_id AND y.closed_at IS NOT NULL)"
    )
    moved = either(*map(differs, ("id", "indicator_id", "fiscal_year", "report_id")))
    free = both(no(moved), old)
    either_locked = either(locked("OLD.report_id"), locked("NEW.report_id"))
    insert = either(both(locked("NEW.report_id"), no(new)), elsewhere)
    update = either(both(either_locked, no(free)), elsewhere)
    yield Guard(model, INSERT, insert, report="report_id")
    yield Guard(model, UPDATE, update, report="report_id")
    yield Guard(model, DELETE, locked("OLD.report_id"), report="report_id")


def _of_report(model: type[Model]) -> Iterator[Guard]:
    """Of rows that belong to a report as its content does."""
    old, new = locked("OLD.report_id"), locked("NEW.report_id")
    yield Guard(model, INSERT, new, report="report_id")
    yield Guard(model, UPDATE, either(old, new), report="report_id")
    yield Guard(model, DELETE, old, report="report_id")


def _agenda() -> Iterator[Guard]:
    """As what belongs to a report; a matter without one goes with the meeting's year."""
    for guard in _of_report(m.AgendaItem):
        matter = both(
            f"{guard.row}.report_id IS NULL", of_closed_meeting(f"{guard.row}.meeting_id")
        )
        yield replace(guard, condition=either(guard.condition, matter))


def _decision() -> Iterator[Guard]:
    """As what belongs to a report; a slip of the pen is mended by a correction of its place."""
    insert, update, delete = _of_report(m.Decision)
    parts = {"judgement": "judgement_id", "outlook": "outlook_id", "opinion": "opinion"}
    place = "'decision-' || OLD.id || '-{}'".format
    mended = [
        both(differs(column), no(being_corrected("OLD.report_id", place(part))))
        for part, column in parts.items()
    ]
    other = changed(m.Decision, but=parts.values())
    yield insert
    yield replace(update, condition=both(update.condition, either(other, *mended)))
    yield delete


def _records() -> Iterator[Guard]:
    passing = ", ".join(f"'{verb}'" for verb, row in TRANSITIONS.items() if row.in_closed_year)
    verb = both(locked("NEW.report_id"), f"NEW.verb NOT IN ({passing})")
    yield Guard(m.StatusChange, INSERT, verb, report="report_id")
    yield Guard(m.StatusChange, UPDATE, in_closed_year("OLD.report_id"))
    yield Guard(m.StatusChange, DELETE, in_closed_year("OLD.report_id"))


def _approvals() -> Iterator[Guard]:
    """A 起案 and its reports come with the verb's record; what a 起案 says changes with the
    year's; that one was of a text before a 評価後の差戻し, only where that was possible."""
    unasked = no(approving_now("NEW.year_id"))
    yield Guard(m.Approval, INSERT, both(closed("NEW.year_id"), unasked))
    unnoted = both(changed(m.Approval), no(noted_at("NEW.year_id", "NEW.at")))
    moved = either(*map(differs, ("id", "year_id")))
    yield Guard(m.Approval, UPDATE, both(closed("OLD.year_id"), either(moved, unnoted)))
    yield Guard(m.Approval, DELETE, closed("OLD.year_id"))
    unasked = no(just_recorded("NEW.report_id", "approve"))
    yield Guard(m.ApprovedReport, INSERT, both(locked("NEW.report_id"), unasked))
    other = both(in_closed_year("OLD.report_id"), changed(m.ApprovedReport, but=("ended_at",)))
    ended = both(locked("OLD.report_id"), differs("ended_at"))
    yield Guard(m.ApprovedReport, UPDATE, either(other, ended))
    yield Guard(m.ApprovedReport, DELETE, in_closed_year("OLD.report_id"))
    yield Guard(m.ContentCheck, UPDATE, ALWAYS)
    yield Guard(m.ContentCheck, DELETE, in_closed_year("OLD.report_id"))


def _editions() -> Iterator[Guard]:
    """Editions stay as they were, of open years too; a new one has a cause."""
    earlier = "EXISTS (SELECT 1 FROM progress_reportsnapshot s WHERE s.report_id = NEW.report_id{})"
    first = both(in_closed_year("NEW.report_id"), no(earlier.format("")))
    caused = either(evaluated_at("NEW.at"), corrected_at("NEW.at"))
    newer = both(caused, no(earlier.format(" AND s.edition >= NEW.edition")))
    yield Guard(m.ReportSnapshot, INSERT, no(either(first, newer)))
    yield Guard(m.ReportSnapshot, UPDATE, ALWAYS)
    yield Guard(m.ReportSnapshot, DELETE, ALWAYS)
    hiding = hiding_now("NEW.report_id")
    asked = either(publishing_now("NEW.report_id"), hiding, corrected_at("NEW.at"))
    yield Guard(m.Publication, INSERT, both(locked("NEW.report_id"), no(asked)))
    other = changed(m.Publication, but=("withdrawn_at",))
    yield Guard(m.Publication, UPDATE, either(other, "OLD.withdrawn_at IS NOT NULL"))
    yield Guard(m.Publication, DELETE, ALWAYS)


def _corrections() -> Iterator[Guard]:
    """Proposed first, then confirmed or dropped, and nothing after that."""
    ended = either("OLD.confirmed_at IS NOT NULL", "OLD.dropped_at IS NOT NULL")
    unsigned = both("NEW.confirmed_at IS NOT NULL", "NEW.confirmed_by_id IS NULL")
    marks = ("confirmed_by_id", "confirmed_at", "alone_reason", "dropped_at")
    other = changed(m.Correction, but=marks)
    confirmed = "NEW.confirmed_at IS NOT NULL"
    yield Guard(m.Correction, INSERT, both(in_closed_year("NEW.report_id"), confirmed))
    yield Guard(m.Correction, UPDATE, either(ended, unsigned, other))
    yield Guard(m.Correction, DELETE, ALWAYS)


def _plan_editions() -> Iterator[Guard]:
    """The plan's editions stay as they were written, but for the day from which they are public;
    one goes only with its revision's taking effect, as long as no later one stands on it."""
    model, refusal = m.PlanEdition, OF_PLAN_EDITION
    yield Guard(model, UPDATE, changed(model, but=("published_on",)), refusal=refusal)
    taken_back = (
        "EXISTS (SELECT 1 FROM progress_planrevision r"
        " WHERE r.id = OLD.revision_id AND r.state <> 'applied')"
    )
    later = (
        "EXISTS (SELECT 1 FROM progress_planedition e WHERE e.plan_id = OLD.plan_id"
        " AND e.effective_on > OLD.effective_on)"
    )
    yield Guard(model, DELETE, no(both(taken_back, no(later))), refusal=refusal)
