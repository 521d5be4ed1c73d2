"""所属長の確認待ち and 部長確認: what is ready to be checked, report by report, in one page."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from progress.entry.answers import Compared, compared, mended
from progress.entry.cautions import Caution, answers_for, warnings_beside
from progress.entry.content import missing_for_submission
from progress.models import ProgressReport, ReviewYear, StatusChange
from progress.reading.inputs import read_together
from progress.reading.reports import ShownReport, last_year, read_last_years, shown
from progress.rights import lookups, predicates
from progress.workflow.many import Prospects, sorted_out
from sakado_dx.organization.access import HEADING_ROLES, Standing
from sakado_dx.organization.models import Division

State = ProgressReport.State
WAITING = (State.DRAFT, State.RETURNED)


@dataclass(frozen=True)
class ToCheck:
    """A draft to be checked: what it says beside last year's, blank answers left out, and what
    stands against handing it on (or "")."""

    row: ProgressReport
    report: ShownReport
    sections: list[tuple[str, list[Compared]]]
    last_year: ShownReport | None
    last_return: StatusChange | None
    cautions: list[Caution]
    refusal: str

    @property
    def title(self) -> str:
        return str(self.report.measure)

    @property
    def mended(self) -> list[Compared]:
        return mended(self.sections)

    @property
    def said(self) -> list[tuple[str, list[Compared]]]:
        """The sections with the answers that say something, this year or last."""
        filled = (
            (title, [each for each in own if each.answer.text or _said_before(each)])
            for title, own in self.sections
        )
        return [(title, own) for title, own in filled if own]


def _said_before(each: Compared) -> bool:
    return each.last_year is not None and bool(each.last_year.before)


MISSES_PARTS = "回答していない関係課があります。「入力内容の確認」の画面で、待たない理由を書いて提出してください。"


def waiting_for_head(standing: Standing):
    """The drafts and returned reports of the divisions that this person heads, those that he
    was asked for first."""
    headed = [pk for pk, roles in standing.divisions.items() if roles & HEADING_ROLES]
    reports = ProgressReport.objects.led_by(headed, standing.day).taking_changes()
    return reports.filter(state__in=WAITING)


def waiting_for_department(divisions: Collection[int], day: date):
    """The drafts of years that ask for 部長確認, of the divisions in one of these 部, that nobody
    of it has seen yet."""
    below = Division.objects.filter(parent__in=divisions, kind=Division.Kind.DIVISION)
    reports = ProgressReport.objects.led_by(below.values("pk"), day).taking_changes()
    asked = reports.filter(year__asks_endorsement=True, endorsed_at=None)
    return asked.filter(state__in=WAITING)


def to_submit(standing: Standing) -> Prospects[ToCheck]:
    """What the head may hand in; few queries however many there are."""
    reports = waiting_for_head(standing)
    manned = cache(partial(lookups.manned_divisions, standing.day))

    def against(row: ProgressReport) -> str:
        if row.misses_parts:
            return MISSES_PARTS
        awaits = lookups.awaits_endorsement(standing, row, manned)
        return "部長確認がまだありません。" if awaits else ""

    return _to_check(standing, reports, against)


def to_endorse(standing: Standing) -> Prospects[ToCheck]:
    """What the 部 may mark as seen; few queries however many there are."""
    waiting = waiting_for_department(standing.divisions, standing.day)
    return _to_check(standing, waiting, lambda each: "")


def _to_check(
    standing: Standing, reports, against: Callable[[ProgressReport], str]
) -> Prospects[ToCheck]:
    found = reports.with_measure().with_missing_parts()
    rows = list(found.order_by("year__fiscal_year", "measure__order", "measure"))
    rows.sort(key=lambda each: each.asked_at is None)
    told = shown(rows, standing.day)
    _read_inputs(rows)
    read_last_years(rows)
    returns, words = _last_returns(rows), answers_for(rows)
    return sorted_out(
        _of(row, report, returns.get(row.pk), words.get(row.pk, {}), against)
        for row, report in zip(rows, told, strict=True)
    )


def _read_inputs(rows: Iterable[ProgressReport]) -> None:
    """Of open years at once; what is unlocked in a closed one is seldom more than one."""
    by_year: dict[ReviewYear, list[ProgressReport]] = {}
    for each in rows:
        if each.year.is_open:
            by_year.setdefault(each.year, []).append(each)
    for year, own in by_year.items():
        read_together(year, own)


def _of(
    row: ProgressReport,
    report: ShownReport,
    last_return: StatusChange | None,
    words: Mapping[str, str],
    against: Callable[[ProgressReport], str],
) -> ToCheck:
    before = last_year(row)
    missing = missing_for_submission(row)
    refusal = " ".join(each.sentence for each in missing) or against(row)
    if refusal:
        return ToCheck(row, report, [], before, last_return, [], refusal)
    sections = compared(row, report, before, last_return.said if last_return else None)
    warnings = warnings_beside(row, report, before)
    cautions = [Caution(each, words.get(each.code, "")) for each in warnings]
    return ToCheck(row, report, sections, before, last_return, cautions, "")


def _last_returns(rows: Iterable[ProgressReport]) -> dict[int, StatusChange]:
    """The newest return of each that is returned now."""
    back = [each.pk for each in rows if each.state == State.RETURNED]
    changes = StatusChange.objects.filter(report__in=back, verb__in=StatusChange.RETURNING_VERBS)
    ordered = changes.select_related("by").order_by("version") if back else []
    return {each.report_id: each for each in ordered}


def gives_both(standing: Standing, reports: Iterable[ProgressReport]) -> bool:
    """事務取扱: whether this person's submission is the 部長確認 of one of these, too."""
    return any(predicates.gives_endorsement(standing, each) for each in reports)
