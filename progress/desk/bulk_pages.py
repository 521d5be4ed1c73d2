"""Actions on many reports at once: what would happen, what is refused and why (cycle 2)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from progress.desk import reminders, verbs
from progress.desk.reminders import Digest, Item, Kind
from progress.models import ProgressReport, ReviewYear, StatusChange
from progress.reading.closed_names import named_as_then
from progress.rights import lookups, predicates
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx.organization.access import Standing
from sakado_dx.organization.members import holders
from sakado_dx.organization.models import CityRole, User
from sakado_dx.records.mail import MailCause

State = ProgressReport.State


@dataclass(frozen=True)
class ToConfirm:
    """A submitted report, and what stands against confirming it (or "")."""

    report: ProgressReport
    lead: str
    is_same_division: bool
    refusal: str


def to_confirm(standing: Standing, year: ReviewYear) -> list[ToConfirm]:
    """The submitted reports of a year in the plan's order; at most 5 queries."""
    reports = ProgressReport.objects.for_year(year).filter(state=State.SUBMITTED)
    reports = named_as_then(reports.with_measure().in_plan_order())
    authors = lookups.authors_of(reports)
    people = holders(CityRole.Role.SECRETARIAT, standing.day)
    others = holders(CityRole.Role.EXECUTIVE, standing.day)
    return [
        _prospect(standing, each, authors.get(each.pk, set()), people, others) for each in reports
    ]


def _prospect(
    standing: Standing,
    report: ProgressReport,
    authors: set[int],
    secretaries: list[User],
    executives: list[User],
) -> ToConfirm:
    lead = next(iter(report.division_names(standing.day)), "")
    refusal = ""
    if not report.takes_changes:
        refusal = "年度が締められています。"
    elif standing.user.pk in authors:
        free = [each for each in secretaries if each.pk not in authors]
        free = free or [each for each in executives if each.pk not in authors]
        names = "、".join(map(str, free)) or "登録されていません"
        refusal = f"あなたが書いた報告のため、確認できません（確認できる人：{names}）。"
    same = predicates.is_same_division(standing, report)
    return ToConfirm(report, lead, same, refusal)


@dataclass
class Outcome:
    """How many reports were confirmed, and a sentence for each that was not."""

    done: int = 0
    refusals: list[str] = field(default_factory=list)


def confirm(
    standing: Standing, year: ReviewYear, versions: Mapping[int, int], chosen: Collection[int]
) -> Outcome:
    """Confirm the chosen reports, each at the version that the list showed.

    What this person has confirmed at that version already counts as done: a double click
    gets the answer of the first one.
    """
    outcome = Outcome()
    reports = ProgressReport.objects.for_year(year).filter(pk__in=chosen)
    repeated = _confirmed_before(standing, chosen)
    for report in reports.with_measure().in_plan_order():
        version = versions.get(report.pk, -1)
        try:
            if (report.pk, version + 1) not in repeated:
                verbs.confirm(report, by=standing, version=version, door=StatusChange.Door.BULK)
        except (Conflict, NotAllowed) as refusal:
            outcome.refusals.append(f"「{report.measure}」：{refusal}")
        else:
            outcome.done += 1
    return outcome


def _confirmed_before(standing: Standing, report_ids: Collection[int]) -> set[tuple[int, int]]:
    """(report, version) of what this person confirmed of these; 1 query."""
    own = StatusChange.objects.filter(
        report__in=report_ids, verb=StatusChange.Verb.CONFIRM, by=standing.user
    )
    return set(own.order_by().values_list("report_id", "version"))


@dataclass(frozen=True)
class ToRemind:
    """A division with what it still has to do, whom a mail would reach, and why none goes."""

    division_id: int
    name: str
    counts: list[tuple[Kind, int]]
    due: date
    people: list[User]
    refusal: str


def to_remind(year: ReviewYear, today: date) -> list[ToRemind]:
    """The divisions that something of the year waits for; at most 10 queries."""
    items: dict[int, dict[Item, None]] = {}
    people: dict[int, list[User]] = {}
    for digest in reminders.digests(today, year):
        for item in digest.items:
            if item.division_id is not None:
                items.setdefault(item.division_id, {})[item] = None
        for pk in {each.division_id for each in digest.items} - {None}:
            people.setdefault(pk, []).extend([digest.person] if digest.person else [])
    told = _told_today(year, items, today)
    rows = [_remindable(pk, own, people[pk], told.get(pk, set())) for pk, own in items.items()]
    return sorted(rows, key=lambda each: (each.due, each.division_id))


def _told_today(year: ReviewYear, divisions: Iterable[int], today: date) -> dict[int, set[int]]:
    """Who was reminded by hand today, by division; 1 query."""
    causes = {reminders.asked_cause(year, pk, today): pk for pk in divisions}
    told: dict[int, set[int]] = {}
    rows = MailCause.objects.filter(cause__in=causes).values_list("cause", "recipient_id")
    for cause, recipient_id in rows:
        told.setdefault(causes[cause], set()).add(recipient_id)
    return told


def _remindable(pk: int, items: Iterable[Item], people: list[User], told: set[int]) -> ToRemind:
    digest = Digest(None, tuple(items))
    reachable = [each for each in people if each.email]
    refusal = ""
    if not people:
        refusal = "利用者が登録されていません。"
    elif not reachable:
        refusal = "メールのある利用者がいません。"
    elif {each.pk for each in reachable} <= told:
        refusal = "今日、既に督促しました。"
    return ToRemind(pk, digest.divisions, digest.counts, digest.first_due, reachable, refusal)
