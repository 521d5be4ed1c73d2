"""Save the lines of a division's table: each report by its own verb, at its own version."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from progress.entry import verbs
from progress.entry.content import as_the_form_sends, changed_entries, changed_fields
from progress.entry.table_forms import RowForm
from progress.models import ProgressReport
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from sakado_dx.organization.access import Standing


def save_rows(
    forms: Iterable[RowForm], *, by: Standing, versions: dict[int, int], reason: str = ""
) -> tuple[int, dict[int, str]]:
    """(how many were saved, the refusals by report). A line that was left as it was read is not
    saved at all, so that nobody's work is set back by it."""
    saved, refusals = 0, {}
    for form in forms:
        if not form.is_touched:
            continue
        report = form.report
        before = report.version
        try:
            verbs.save(
                report,
                by=by,
                version=versions.get(report.pk, -1),
                fields=as_the_form_sends(report, form.texts),
                results=form.results,
                reason=reason,
            )
        except Conflict as refusal:
            if not _stands(form, refusal.current):
                refusals[report.pk] = str(refusal)
        except (NotAllowed, Incomplete) as refusal:
            refusals[report.pk] = str(refusal)
        except ValidationError as error:
            refusals[report.pk] = " ".join(error.messages)
        else:
            saved += report.version != before
    return saved, refusals


def _stands(form: RowForm, current: ProgressReport) -> bool:
    """Whether what was typed is stored already: the second of two equal sendings."""
    return not changed_fields(current, form.texts) and not changed_entries(current, form.results)
