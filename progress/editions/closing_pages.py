"""What is still waiting when a year is to be closed: a checklist with links (README: 締め、版、正誤)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from progress.follow_ups.pages import unfinished_url
from progress.models import (
    Approval,
    ApprovedReport,
    Contribution,
    Correction,
    FollowUp,
    ProgressReport,
    Publication,
    ReviewYear,
)
from progress.models.reports import WITHHELD_WHOLE
from progress.unsent.lists import typing_at
from sakado_dx.counts import numbers_of

State = ProgressReport.State
DAYS = ("assembly_on", "accounts_on", "publish_on")


@dataclass(frozen=True)
class Waiting:
    """Something that is not done yet: what, how many, the page where it is done."""

    what: str
    number: int
    url: str
    act: str
    unit: str = "件"


@dataclass(frozen=True)
class Checklist:
    """What must be done before the closing, since it ends it, and what can be done after it."""

    before: list[Waiting]
    after: list[Waiting]


def checklist_of(year: ReviewYear) -> Checklist:
    """All that waits in a year; 5 queries."""
    asked = _asked_of(year)
    numbers = dict(zip(asked, numbers_of(year, list(asked.values())), strict=True))
    return Checklist(
        [each for each in _before(year, numbers) if each.number],
        [each for each in _after(year, numbers) if each.number],
    )


def _asked_of(year: ReviewYear) -> dict[str, QuerySet]:
    """What waits besides the reports by their states, by the name that the lines below know it by."""
    evaluated = year.reports.filter(state=State.EVALUATED)
    covered = ApprovedReport.objects.in_force().filter(report=OuterRef("pk"))
    public = Publication.objects.in_force().filter(report=OuterRef("pk"))
    to_come = evaluated.exclude(withheld__has_key=WITHHELD_WHOLE)
    open_reports = year.reports.unsubmitted()
    delegated = Approval.objects.filter(year=year, manner=Approval.Manner.DELEGATED)
    return {
        "parts": Contribution.objects.filter(report__in=open_reports, answered_at=None),
        "meetings": year.meetings.with_drafts(),
        "unapproved": evaluated.filter(~Exists(covered.order_by())),
        "unreviewed": delegated.filter(reviewed_on=None),
        "unpublished": to_come.filter(~Exists(public.order_by())),
        "proposed": Correction.objects.waiting().filter(report__year=year),
        "asked": FollowUp.objects.open().filter(decision__report__year=year),
        "minutes": year.meetings.lacking_minutes(timezone.localdate()),
    }


def _at(name: str, year: ReviewYear, query: str = "") -> str:
    return reverse(f"progress:{name}", args=[year.pk]) + query


def _before(year: ReviewYear, numbers: Mapping[str, int]) -> Iterator[Waiting]:
    states = Counter(year.reports.order_by().values_list("state", flat=True))
    for state, act in (
        (State.NOT_STARTED, "再依頼・代行する"),
        (State.DRAFT, "報告を見る"),
        (State.RETURNED, "報告を見る"),
    ):
        what = f"提出されていない報告（{state.label}）"
        yield Waiting(what, states[state], _at("queue", year, f"?state={state}"), act)
    yield Waiting(
        "事務局の確認を待つ報告", states[State.SUBMITTED], _at("confirm_bulk", year), "確認する"
    )
    what = "会議の決定か評価を待つ報告"
    yield Waiting(what, states[State.CONFIRMED], _at("evaluate_bulk", year), "評価済みにする")
    url = _at("part_sheet_list", year)
    yield Waiting("回答のない関係課の行", numbers["parts"], url, "一覧を見る", "行")
    what = "結果を確定していない、決定のある会議"
    yield Waiting(what, numbers["meetings"], _at("meeting_list", year), "会議を見る", "回")
    people = typing_at(year.reports.all())
    yield Waiting("入力中で、まだ送っていない人", people, _at("queue", year), "報告を見る", "人")


def _after(year: ReviewYear, numbers: Mapping[str, int]) -> Iterator[Waiting]:
    approvals, publishing = _at("approve_bulk", year), _at("publish_bulk", year)
    if year.asks_approval:
        what = "決裁の記録を待つ報告"
        yield Waiting(what, numbers["unapproved"], approvals, "決裁を記録する")
    yield Waiting("後閲がまだの代決", numbers["unreviewed"], approvals, "決裁を見る")
    what = "公表していない評価済みの報告"
    yield Waiting(what, numbers["unpublished"], publishing, "公表する")
    unset = [
        str(ReviewYear._meta.get_field(name).verbose_name)
        for name in DAYS
        if getattr(year, name) is None
    ]
    what = f"決まっていない日（{'、'.join(unset)}）"
    yield Waiting(what, len(unset), _at("publish_bulk", year, "#publish-on"), "日を決める")
    what = "確認を待つ確定・訂正の申出"
    yield Waiting(what, numbers["proposed"], _at("errata_list", year), "見る")
    yield Waiting(
        "完了していない指摘事項", numbers["asked"], unfinished_url(year), "指摘事項を見る"
    )
    yield Waiting(
        "議事録のない会議", numbers["minutes"], _at("meeting_list", year), "会議を見る", "回"
    )
