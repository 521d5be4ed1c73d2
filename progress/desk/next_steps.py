"""次にすること: what of a year waits for this person, the secretariat or an executive."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, When
from django.urls import reverse

from measures.words import missing_word, own_missing_words
from progress.models import (
    ApprovedReport,
    ContentCheck,
    Correction,
    Decision,
    IndicatorResult,
    ProgressReport,
    Publication,
    ReviewYear,
)
from progress.publication.content import WHOLE
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import CityRole

State = ProgressReport.State
FACTS = (
    "pk", "state", "withheld", "is_unlocked", "is_decided", "is_approved",
    "is_checked", "is_published", "has_proposal", "is_compiling",
)  # fmt: skip
EXECUTIVES = frozenset({"check"})
SECRETARIATS = frozenset(
    {"confirm", "decide", "evaluate", "approve", "publish", "proposal", "compiling"}
)


@dataclass(frozen=True)
class NextStep:
    """Something to do, how many it is of, and the page where it is done."""

    label: str
    number: int
    url: str


def next_steps(standing: Standing, year: ReviewYear) -> list[NextStep]:
    """What waits, in the order in which a year goes on; 0 queries for who has no part in it,
    else 1 however many reports there are."""
    if not (standing.is_secretariat or standing.is_executive):
        return []
    counts: Counter[str] = Counter()
    for report in _reports(standing, year):
        for step in _waits_for(report, year):
            counts[step] += 1
    own = SECRETARIATS if standing.is_secretariat else frozenset()
    own |= EXECUTIVES if standing.is_executive else frozenset()
    return [
        NextStep(label, counts[step], url)
        for step, label, url in _pages(year)
        if counts[step] and step in own
    ]


def _reports(standing: Standing, year: ReviewYear):
    """The year's reports with the facts that say what each waits for."""
    own = {"report": OuterRef("pk")}
    decisions = Decision.objects.filter(**own).standing(OuterRef("submitted_at"))
    proposals = Correction.objects.waiting().filter(**own)
    proposals = proposals.exclude(Exists(_other_secretaries(standing)), proposed_by=standing.user)
    approvals = ApprovedReport.objects.in_force().filter(**own)
    checks = ContentCheck.objects.current().filter(**own, by=standing.user)
    compiling = IndicatorResult.objects.filter(
        **own, status=IndicatorResult.Status.BEING_COMPILED, fiscal_year=year.fiscal_year
    )
    reports = ProgressReport.objects.for_year(year).in_plan_order()
    return reports.annotate(
        is_decided=_where(State.CONFIRMED, Exists(decisions)),
        is_approved=_where(State.EVALUATED, Exists(approvals)),
        is_checked=_where(State.EVALUATED, Exists(checks)),
        is_published=_where(State.EVALUATED, Exists(Publication.objects.in_force().filter(**own))),
        has_proposal=Exists(proposals),
        is_compiling=Exists(compiling),
    ).values_list(*FACTS, named=True)


def _other_secretaries(standing: Standing):
    """Who else may be the second person; where nobody is, what one proposed waits for oneself."""
    holders = CityRole.objects.in_force(standing.day).filter(user__is_active=True)
    return holders.filter(role=CityRole.Role.SECRETARIAT).exclude(user=standing.user)


def _where(state: str, expression) -> Case:
    """Ask only of reports in a state: a year may have hundreds, most of them elsewhere."""
    return Case(When(state=state, then=expression), default=None)


def _waits_for(report, year: ReviewYear) -> Iterator[str]:
    if report.has_proposal:
        yield "proposal"
    if report.is_compiling and not year.is_open:
        yield "compiling"
    may_change = year.is_open or report.is_unlocked
    if report.state == State.SUBMITTED and may_change:
        yield "confirm"
    elif report.state == State.CONFIRMED and may_change:
        yield "evaluate" if report.is_decided else "decide"
    elif report.state == State.EVALUATED and not year.is_migrated:
        if year.asks_approval and year.is_open and not report.is_checked:
            yield "check"
        if year.asks_approval and not report.is_approved:
            yield "approve"
        elif not report.is_published and WHOLE not in report.withheld:
            yield "publish"


def _pages(year: ReviewYear) -> Iterator[tuple[str, str, str]]:
    for step, label, name in (
        ("confirm", "事務局の確認を待つ報告", "confirm_bulk"),
        ("decide", "会議の決定を待つ報告", "meeting_list"),
        ("evaluate", "決定により評価済みにできる報告", "evaluate_bulk"),
        ("check", "あなたの内容確認がまだの報告", "content_check_bulk"),
        ("approve", "決裁の記録を待つ報告", "approve_bulk"),
        ("publish", "公表を待つ報告", "publish_bulk"),
        ("proposal", "確定・訂正の申出があり、あなたの確認を待つ報告", "errata_list"),
        ("compiling", f"{_being_compiled(year)}のまま締めた実績の確定を待つ報告", "queue"),
    ):
        yield step, label, reverse(f"progress:{name}", args=[year.pk])


def _being_compiled(year: ReviewYear) -> str:
    return missing_word("being_compiled", own_missing_words(year.plan.missing_words))
