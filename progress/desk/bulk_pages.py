"""Actions on many reports at once: what would happen, what is refused and why (README: 状態と操作)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from progress.desk import reminders
from progress.desk.reminders import Digest, Item, Kind
from progress.models import ProgressReport, ReviewYear
from progress.reading.reports import ShownReport, shown
from progress.rights import lookups, predicates
from progress.workflow.many import Prospects, sorted_out
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.mail import MailCause

State = ProgressReport.State


@dataclass(frozen=True)
class ToConfirm:
    """A submitted report, and what stands against confirming it (or "")."""

    row: ProgressReport
    report: ShownReport
    is_same_division: bool
    refusal: str

    @property
    def title(self) -> str:
        return str(self.report.measure)


def to_confirm(standing: Standing, year: ReviewYear) -> Prospects[ToConfirm]:
    """The submitted reports of a year in the plan's order; at most 5 queries."""
    reports = ProgressReport.objects.for_year(year).filter(state=State.SUBMITTED)
    rows = list(reports.with_measure().in_plan_order())
    authors = lookups.authors_of(rows)
    everybody = lookups.confirmers((), standing.day)
    return sorted_out(
        ToConfirm(
            row=row,
            report=report,
            is_same_division=predicates.is_same_division(standing, row),
            refusal=_against(standing, row, authors.get(row.pk, set()), everybody),
        )
        for row, report in zip(rows, shown(rows, standing.day), strict=True)
    )


def _against(
    standing: Standing, report: ProgressReport, authors: set[int], everybody: list[User]
) -> str:
    if not report.takes_changes:
        return "年度が締められています。"
    if standing.user.pk not in authors:
        return ""
    others = "、".join(str(each) for each in everybody if each.pk not in authors)
    if not others:
        return "事務局の全員が書いた報告です。報告のページで、理由を付けて確認してください。"
    return f"あなたが書いた報告のため、確認できません（確認できる人：{others}）。"


@dataclass(frozen=True)
class ToRemind:
    """A division with what it still has to do, whom a mail would reach, and why none goes."""

    division_id: int
    name: str
    items: tuple[Item, ...]
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
    """Who was reminded by hand today, by division."""
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
        refusal = "今日、既に再依頼しました。"
    return ToRemind(
        pk, digest.divisions, digest.items, digest.counts, digest.first_due, reachable, refusal
    )
