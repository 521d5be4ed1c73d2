"""A revision's taking effect is taken back: what stands against it, and how (README: 改定)."""

from datetime import date

from django.db.models import F
from django.utils import timezone

from measures.models import Measure
from progress.entry import contribution_verbs
from progress.models import (
    PlanChange,
    PlanEdition,
    PlanRevision,
    ProgressReport,
    ReferenceValue,
    ReviewYear,
    StatusChange,
)
from progress.models.revisions import EFFECTIVE
from progress.plan_document.loading.comparing import changes_between
from progress.plan_document.loading.loading import apply_changes
from progress.plan_document.rows.stored import Stored, stored_rows
from progress.plan_document.rows.tables import TABLES, Rows
from progress.revisions import applying, notices
from progress.revisions.lines import Displaced, rows_after
from progress.revisions.open_reports import OpenReports, touched_by
from progress.revisions.slips import corrected_by
from progress.workflow.refusals import NotAllowed
from progress.year import back_verbs
from sakado_dx.organization.models import User

State, Outcome = PlanRevision.State, PlanEdition.Outcome
FIRST = "当初の版は、取り消せません。"
BUILT_ON = (
    "施行の後に、改定後の計画に基づく登録があるため、取り消せません。"
    "元に戻すには、新しい見直しを作ってください。"
)


def against_undoing(edition: PlanEdition, today: date) -> str:
    """What stands against taking it back, in a sentence, as far as reading tells."""
    revision = edition.revision
    if revision is None:
        return FIRST
    if timezone.localdate(edition.at) != today:
        return "施行を取り消せるのは、反映した日のうちだけです。元に戻すには、新しい見直しを作ってください。"
    if edition.published_on and edition.published_on <= today:
        return (
            "既に公表されているため、取り消せません。元に戻すには、新しい見直しを作ってください。"
        )
    if edition != edition.plan.editions.in_order().last():
        return "この後の版が既に施行されているため、取り消せません。"
    if told := same_draft(revision) or corrected_by(revision):
        return told
    if edition.drafts.exclude(state=State.WITHDRAWN).exists():
        return "この版を改定前とする見直しが既に作られているため、取り消せません。"
    return _reported_since(edition)


def same_draft(revision: PlanRevision) -> str:
    """That another draft bears its title, which would be a draft again."""
    same = PlanRevision.objects.of_plan(revision.plan).drafts().filter(title=revision.title)
    return (
        f"「{revision}」という名称の案が既にあるため、作成中に戻せません。" if same.exists() else ""
    )


def as_draft(revision: PlanRevision) -> None:
    """A draft again, with all lines that were not withdrawn, in the caller's transaction."""
    own = PlanRevision.objects.filter(pk=revision.pk)
    lines = revision.changes.exclude(state=PlanChange.State.WITHDRAWN)
    lines.update(state=PlanChange.State.DRAFT)
    blank = {"decided_on": None, "decided_by": None, "applied_at": None, "published_on": None}
    blank["public_table"] = None
    own.update(state=State.DRAFT, version=F("version") + 1, **blank)


def _reported_since(edition: PlanEdition) -> str:
    """Whether a report that it touched was worked on since: by its version, whatever the clock
    says."""
    left = {each["report_id"]: each.get("version", 0) for each in edition.outcome}
    changes = StatusChange.objects.filter(report__in=filter(None, left)).order_by("pk")
    since = [
        pk
        for pk, report, version in changes.values_list("pk", "report", "version")
        if version > left[report]
    ]
    if not since:
        return ""
    first = StatusChange.objects.select_related("report__measure", "report__year").get(pk=since[0])
    return f"施行の後に「{first.report}」の報告が{first.get_verb_display()}されたため、取り消せません。"


def turn_back(revision: PlanRevision, edition: PlanEdition, *, by: User, reason: str) -> None:
    """Put plan and reports back, in the caller's transaction. Raises NotAllowed."""
    day = edition.effective_on
    own = revision.changes.filter(state=PlanChange.State.APPLIED)
    lines = list(own.annotate(day=EFFECTIVE).filter(day=day).in_order())
    reports = OpenReports(revision.plan, revision, by)
    asked = (pk for each in edition.outcome for pk in each.get("parts", ()))
    contribution_verbs.ask_no_more(asked)
    _take_out_what_was_made(edition, by, reason)
    _write_back(revision, lines, day)
    _give_back_what_was_taken(edition, by, reason)
    _ask_again(edition, by)
    changed = reports.changed()
    reports.keep(changed, reason, is_undo=True)
    said = {"by": by, "is_undo": True}
    notices.tell_changed(revision, day, touched_by(changed), reports.leads, **said)
    _mark_undone(revision, edition, lines)


def _take_out_what_was_made(edition: PlanEdition, by: User, reason: str) -> None:
    made = [each["report_id"] for each in edition.outcome if each["what"] == Outcome.MADE]
    for report in ProgressReport.objects.with_measure().filter(pk__in=made):
        if against := back_verbs.against_taking_out(report):
            raise NotAllowed(f"「{report}」は、{against}そのため、施行を取り消せません。")
        back_verbs.take_report(report, by=by, reason=reason)


def _give_back_what_was_taken(edition: PlanEdition, by: User, reason: str) -> None:
    for each in edition.outcome:
        if each["what"] == Outcome.TAKEN_OUT:
            year = ReviewYear.objects.select_related("plan").get(pk=each["year_id"])
            measure = Measure.objects.with_divisions().get(pk=each["measure_id"])
            back_verbs.give_report(year, measure, by=by, reason=reason)


def _ask_again(edition: PlanEdition, by: User) -> None:
    """Those who were asked no more own the measure again, and are told."""
    released = [each["report_id"] for each in edition.outcome if each["what"] == Outcome.RELEASED]
    for report in ProgressReport.objects.with_measure().filter(pk__in=released):
        contribution_verbs.ask_co_owners(report, by=by)


def _write_back(revision: PlanRevision, lines: list[PlanChange], day: date) -> None:
    stored = stored_rows(revision.plan)
    whole = applying.completed(lines, revision, day)
    try:
        before = rows_after(stored.rows, applying.turned_back(stored.rows, whole))
    except Displaced as error:
        told = applying.words_of(revision.plan, error.change, whole)
        raise NotAllowed(
            f"施行の後に、変えたもの（{told}）がさらに変わっているため、取り消せません。"
        ) from error
    _refuse_what_hangs_on(stored, before)
    for changes in changes_between(stored.rows, before):
        apply_changes(changes, stored)


def _refuse_what_hangs_on(stored: Stored, before: Rows) -> None:
    """What was added since to a row that goes would go with it, unseen."""
    for table in TABLES:
        for key in before[table.noun]:
            for noun, part in table.key_refs(key):
                if part is not None and part not in before[noun]:
                    raise NotAllowed(f"{BUILT_ON}（{table.label}）")
    gone = [key for key in stored.rows["indicators"] if key not in before["indicators"]]
    ids = [stored.objects["indicators"][key].pk for key in gone]
    if ReferenceValue.objects.filter(indicator__in=ids).exists():
        raise NotAllowed(f"{BUILT_ON}（参考値）")


def _mark_undone(revision: PlanRevision, edition: PlanEdition, lines: list[PlanChange]) -> None:
    """The edition goes while the revision is not in force; whatever is left of the revision then
    counts."""
    own = PlanRevision.objects.filter(pk=revision.pk)
    earlier = revision.editions.exclude(pk=edition.pk).exists()
    own.update(state=State.DECIDED)
    edition.delete()
    if not earlier:
        as_draft(revision)
        return
    gone = [each.pk for each in lines]
    PlanChange.objects.filter(pk__in=gone).update(state=PlanChange.State.WITHDRAWN)
    left = revision.changes.filter(state=PlanChange.State.DECIDED).exists()
    own.update(state=State.DECIDED if left else State.APPLIED, version=F("version") + 1)
