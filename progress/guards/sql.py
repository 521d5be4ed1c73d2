"""The pieces that the conditions are put together from, as both databases read them.

`row` is OLD or NEW. Columns come from the models, so that a column that is added later is
guarded from its first day.
"""

import re
from collections.abc import Collection

from django.db.models import Model

ALWAYS = "1 = 1"
# On SQLite a function that the portal's connections bring along, and bare clients lack.
HASHED = re.compile(r"SHA256\(([^)]*)\)")
CLOSED_YEAR = "SELECT 1 FROM progress_reviewyear y WHERE y.closed_at IS NOT NULL"


def either(*conditions: str) -> str:
    return "(" + " OR ".join(conditions) + ")"


def both(*conditions: str) -> str:
    return "(" + " AND ".join(conditions) + ")"


def no(condition: str) -> str:
    return f"NOT ({condition})"


def changed(model: type[Model], but: Collection[str] = ()) -> str:
    """Whether any column differs, but for those named."""
    columns = [each.column for each in model._meta.concrete_fields if each.column not in but]
    return either(*(differs(column) for column in columns))


def differs(column: str) -> str:
    """A comparison that takes NULL for a value; SQLite before 3.39 knows no other spelling.

    `<=>` stands for it here: each database puts in its own.
    """
    return f'OLD."{column}" <=> NEW."{column}"'


def spelled_for(vendor: str, condition: str) -> str:
    if vendor == "postgresql":
        condition = HASHED.sub(r"encode(sha256(convert_to(\1, 'UTF8')), 'hex')", condition)
    return condition.replace("<=>", "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT")


def closed(year_id: str) -> str:
    """Whether a year is closed."""
    return f"EXISTS ({CLOSED_YEAR} AND y.id = {year_id})"


def being_disposed(year_id: str) -> str:
    """Whether the year's disposal was decided in this very transaction, and is not yet ended."""
    return (
        f"EXISTS (SELECT 1 FROM progress_disposal x WHERE x.year_id = {year_id}"
        " AND x.decided_at IS NOT NULL AND x.done_at IS NULL)"
    )


def in_closed_year(report_id: str) -> str:
    """Whether a report belongs to a closed year, unlocked or not."""
    return (
        "EXISTS (SELECT 1 FROM progress_progressreport r JOIN progress_reviewyear y"
        f" ON y.id = r.year_id WHERE y.closed_at IS NOT NULL AND r.id = {report_id})"
    )


def of_closed_meeting(meeting_id: str) -> str:
    """Whether a meeting belongs to a closed year."""
    return (
        "EXISTS (SELECT 1 FROM progress_meeting g JOIN progress_reviewyear y"
        f" ON y.id = g.year_id WHERE y.closed_at IS NOT NULL AND g.id = {meeting_id})"
    )


def locked(report_id: str) -> str:
    """Whether a report belongs to a closed year and is not unlocked."""
    return (
        "EXISTS (SELECT 1 FROM progress_progressreport r JOIN progress_reviewyear y"
        " ON y.id = r.year_id WHERE y.closed_at IS NOT NULL AND NOT r.is_unlocked"
        f" AND r.id = {report_id})"
    )


def recorded(report_id: str, verb: str, version: str) -> str:
    """Whether the record of a verb says that it led to this version of the report."""
    return (
        "EXISTS (SELECT 1 FROM progress_statuschange v WHERE"
        f" v.report_id = {report_id} AND v.verb = '{verb}' AND v.version = {version})"
    )


def just_recorded(report_id: str, verb: str) -> str:
    """Whether a verb is the last that was done to the report."""
    return (
        "EXISTS (SELECT 1 FROM progress_statuschange v JOIN progress_progressreport r"
        " ON r.id = v.report_id AND r.version = v.version"
        f" WHERE r.id = {report_id} AND v.verb = '{verb}')"
    )


def _came_after(table: str, row: str, change: str) -> str:
    """Whether a row was written after the record of a verb: by the numbers of the audit records,
    since a clock may be set back."""
    return f"{_record(table, row)} >= {_record('statuschange', change)}"


def _record(table: str, row: str, only: str = "") -> str:
    """The number of the audit record with which a row came, or of its first change by somebody: the
    disposal of the year changes it once more."""
    return (
        "COALESCE((SELECT MIN(z.id) FROM records_auditrecord z"
        f" WHERE z.table_name = 'progress_{table}' AND z.row_key = CAST({row}.id AS text)"
        f" AND z.door <> 'migrate'{only}), 0)"
    )


def publishing_now(report_id: str) -> str:
    """Whether publishing is the last that was done, and its edition is not yet written."""
    return (
        "EXISTS (SELECT 1 FROM progress_statuschange v JOIN progress_progressreport r"
        " ON r.id = v.report_id AND r.version = v.version"
        f" WHERE r.id = {report_id} AND v.verb = 'publish' AND NOT EXISTS"
        " (SELECT 1 FROM progress_publication p WHERE p.report_id = r.id"
        f" AND {_came_after('publication', 'p', 'v')}))"
    )


def hiding_now(report_id: str) -> str:
    """Whether the last that was done to another report of the year, which shares an indicator, may
    take its results out of this one's publication, and that edition is not yet written."""
    return (
        "EXISTS (SELECT 1 FROM progress_statuschange v JOIN progress_progressreport r"
        " ON r.id = v.report_id AND r.version = v.version"
        f" JOIN progress_progressreport s ON s.year_id = r.year_id AND s.id = {report_id}"
        " JOIN measures_measureindicator a ON a.measure_id = r.measure_id"
        " JOIN measures_measureindicator b ON b.measure_id = s.measure_id"
        " AND b.indicator_id = a.indicator_id"
        " WHERE r.id <> s.id AND v.verb IN ('publish', 'unpublish', 'withhold') AND NOT EXISTS"
        " (SELECT 1 FROM progress_publication p WHERE p.report_id = s.id"
        f" AND {_came_after('publication', 'p', 'v')}))"
    )


def approving_now(year_id: str) -> str:
    """Whether 決裁 is the last that was done to a report of the year, and its 起案 not yet
    written."""
    return (
        "EXISTS (SELECT 1 FROM progress_statuschange v JOIN progress_progressreport r"
        " ON r.id = v.report_id AND r.version = v.version"
        f" WHERE r.year_id = {year_id} AND v.verb = 'approve' AND NOT EXISTS"
        " (SELECT 1 FROM progress_approvedreport p WHERE p.report_id = r.id"
        f" AND {_came_after('approvedreport', 'p', 'v')}))"
    )


def noted_at(year_id: str, moment: str) -> str:
    """Whether a change of the year was put on record at just this moment."""
    return (
        "EXISTS (SELECT 1 FROM progress_yearchange c"
        f" WHERE c.year_id = {year_id} AND c.verb = 'change' AND c.at = {moment})"
    )


def being_corrected(report_id: str, place: str) -> str:
    """Whether a correction of the place is confirmed and its edition not yet written."""
    confirmed = _record("correction", "c", " AND z.operation = 'update'")
    return (
        "EXISTS (SELECT 1 FROM progress_correction c WHERE"
        f" c.report_id = {report_id} AND c.place = {place} AND c.confirmed_at IS NOT NULL"
        " AND c.dropped_at IS NULL AND NOT EXISTS (SELECT 1 FROM progress_reportsnapshot s"
        f" WHERE s.report_id = c.report_id AND {_record('reportsnapshot', 's')} >= {confirmed}))"
    )


def corrected_at(moment: str) -> str:
    """Whether a correction was confirmed at just this moment."""
    return f"EXISTS (SELECT 1 FROM progress_correction c WHERE c.confirmed_at = {moment})"


def evaluated_at(moment: str) -> str:
    """Whether a report was evaluated at just this moment."""
    return (
        "EXISTS (SELECT 1 FROM progress_statuschange v"
        f" WHERE v.verb = 'evaluate' AND v.at = {moment})"
    )
