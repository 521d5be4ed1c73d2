"""決定: what stands against it, and the verb. No target is moved after the event (README: 改定)."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.utils import timezone

from progress.models import PlanChange, PlanRevision, RevisionStep
from progress.plan_document.exporting import dump
from progress.plan_document.loading.line_telling import LineTeller
from progress.plan_document.rows.nesting import document_from
from progress.plan_document.rows.tables import Rows
from progress.plan_document.schema.faults import DocumentRefused
from progress.plan_document.schema.reading import read
from progress.revisions import applying
from progress.revisions.limits import past_touched
from progress.revisions.readings import Reading, in_order_of_days, reading_of
from progress.revisions.redefining import DEFINITION
from progress.revisions.verbs import on_draft
from progress.workflow.refusals import NotAllowed
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door

Kind, StepKind = PlanRevision.Kind, RevisionStep.Kind
# The steps without which a revision of a kind is not decided, each done or left out.
STEPS_ASKED = {Kind.REVISION: tuple(StepKind), Kind.MINOR: (StepKind.MAYOR,), Kind.SLIP: ()}
NO_LINES = "変更が一つもありません。"
NO_DAY = "施行日が決まっていません。"
DISPLACED = "改定前が変わっている行が{}件あります。その行を、今の計画に合わせ直してください。"
TOO_EARLY = (
    "「{}」は、{}より前の年度の判定や報告を変えます。終わった年度の目標や方向性は動かせません。"
)
NEVER_GONE = (
    "「{}」は、計画から取り除けません。{}は終了、指標は最後の年度、目標は取下げとしてください。"
)
KEPT_ROWS = ("plan", "measures", "indicators", "targets", "measure_indicators", "policies")
NOT_A_SLIP = "「{}」は、誤記訂正では変えられません。種類を改定か軽微な変更にしてください。"
NEW_DEFINITION = (
    "「{}」の定義は、そのまま書き換えられません。定義の変更として、続きの指標を作ってください。"
)


def against_deciding(
    revision: PlanRevision, today: date, decided_on: date | None = None
) -> list[str]:
    """What stands against deciding a draft, in sentences; each table of the plan is read once."""
    reading = reading_of(revision)
    found = against_lines(revision, reading, today, decided_on)
    return list(dict.fromkeys([*found, *_against_plan(reading.after)]))


def against_lines(
    revision: PlanRevision, reading: Reading, today: date, decided_on: date | None = None
) -> list[str]:
    """The same of a draft that is read already, but for whether the whole plan can be written."""
    found = [] if reading.lines else [NO_LINES]
    found += _against_days(revision, reading.lines, today, decided_on)
    found += _missing_steps(revision)
    if reading.displaced:
        found.append(DISPLACED.format(len(reading.displaced)))
    found += _past(revision, reading, today, decided_on)
    for line in reading.lines:
        found += _against_line(line, revision, reading.teller)
    return list(dict.fromkeys(found))


def _against_days(
    revision: PlanRevision, lines: list[PlanChange], today: date, decided_on: date | None
) -> Iterator[str]:
    days = {line.effective_on or revision.effective_on for line in lines}
    if revision.effective_on is None:
        yield NO_DAY
    newest = revision.plan.editions.in_order().last().effective_on
    for day in sorted(day for day in days if day):
        shown = fiscal.format_date(day)
        if day < newest:
            edition = fiscal.format_date(newest)
            yield f"施行日（{shown}）は、今の版の施行日（{edition}）以後にしてください。"
        if decided_on and day < decided_on:
            yield f"施行日（{shown}）は、決定日以後の日にしてください。"
    if decided_on and decided_on > today:
        yield "決定日は、今日までの日にしてください。"
    mayor = revision.steps.filter(kind=StepKind.MAYOR, on__isnull=False).order_by("-on").first()
    if decided_on and mayor and decided_on < mayor.on:
        yield f"決定日は、市長決裁の日（{fiscal.format_date(mayor.on)}）以後の日にしてください。"


def _missing_steps(revision: PlanRevision) -> Iterator[str]:
    """What of its own steps is not recorded; of a 誤記訂正 its number."""
    if revision.kind == Kind.SLIP and not revision.document_number.strip():
        yield "誤記訂正の文書番号が、記録されていません。"
    told = dict(revision.steps.order_by("-is_left_out").values_list("kind", "is_left_out"))
    for kind in STEPS_ASKED[revision.kind]:
        if kind not in told:
            yield f"経過の「{kind.label}」が、記録されていません（行うか、省略の理由を記録します）。"
    if revision.kind == Kind.MINOR and told.get(StepKind.MAYOR):
        yield "軽微な変更でも、市長決裁は省略できません。"


def _past(
    revision: PlanRevision, reading: Reading, today: date, decided_on: date | None
) -> Iterator[str]:
    """Lines by which an ended year would be judged otherwise, each named."""
    ordered = in_order_of_days(revision, reading.lines)
    for day, own in groupby(ordered, lambda line: line.effective_on or revision.effective_on):
        day = day or today
        year = fiscal.fiscal_year_of(max(day, today, decided_on or today))
        told = {"decided_in": fiscal.fiscal_year_of(today), "kind": revision.kind}
        for line in past_touched(applying.completed(own, revision, day), year, **told):
            yield TOO_EARLY.format(reading.teller.told(line).title, fiscal.label_name(year))


def _against_line(line: PlanChange, revision: PlanRevision, teller: LineTeller) -> Iterator[str]:
    title = teller.told(line).title
    if line.is_gone_row and line.noun in KEPT_ROWS:
        yield NEVER_GONE.format(title, teller.label("measures"))
    if line.noun == "indicators" and line.column in DEFINITION and line.before not in (None, ""):
        yield NEW_DEFINITION.format(title)
    is_withdrawn = line.noun == "targets" and line.is_new_row and line.after["withdrawn"]
    if is_withdrawn and not (line.reason or line.after["reason"]):
        yield f"「{title}」の目標を取り下げる理由がありません。"
    if revision.kind == Kind.SLIP and _is_no_slip(line):
        yield NOT_A_SLIP.format(title)


def _is_no_slip(line: PlanChange) -> bool:
    whole = ("measures", "indicators", "measure_indicators", "policies", "directions")
    if line.noun in whole and not line.column:
        return True
    return line.column in ("first_day", "last_day", "ending", "first_fiscal_year")


def _against_plan(after: Rows) -> Iterator[str]:
    """Whether the plan that would stand can be written and read as a document."""
    try:
        read(dump(document_from(after)).encode())
    except DocumentRefused as refused:
        yield from (f"変更の後の計画に誤りがあります：{fault}" for fault in refused.faults[:20])


def decide(
    revision: PlanRevision,
    *,
    by: User | Standing,
    version: int,
    decided_on: date,
    door: str = Door.PAGE,
) -> PlanRevision:
    """決定: from here on the lines stand, and take effect on their days. Raises NotAllowed with all
    that stands against it, or Conflict."""
    with on_draft(revision, by=by, version=version, door=door) as standing:
        if against := against_deciding(revision, timezone.localdate(), decided_on):
            raise NotAllowed(" ".join(against))
        revision.decided_on, revision.decided_by = decided_on, standing.user
        revision.state = PlanRevision.State.DECIDED
        revision.save(update_fields=["state", "decided_on", "decided_by"])
        revision.changes.update(state=PlanChange.State.DECIDED)
    return revision
