"""The number cards of the dashboard."""

from dataclasses import dataclass

from progress.dashboards.finding_pages import findings_url
from progress.dashboards.pages import list_url
from progress.judging.shares import Compared, Share, range_words
from progress.models import ReviewYear
from progress.reading.dashboard import Dashboard


@dataclass(frozen=True)
class Card:
    """A number card; `more` is what it leaves out, with the address of the list of it."""

    label: str
    value: str
    unit: str
    note: str
    url: str
    more: tuple[str, str] | None = None


def cards(year: ReviewYear, board: Dashboard, pending: bool) -> list[Card]:
    """Number cards, each with the list behind its number."""
    switch = {"pending": 1} if pending else {}
    share = board.share
    left, url = share.unshared, list_url(year, progress="left_out", **switch)
    good, met = _span(share.good, share.most), _span(board.met, board.met + board.may_meet)
    alert = f"{share.confirmed:,}件のうち、会議が見る施策" if share.waiting else "会議が見る施策"
    handed_in, all_of = f"{board.submitted:,}", f"全{share.total:,}件のうち"
    # A range leads to all that it may come to.
    on_course = list_url(year, progress="possible" if share.waiting else "good", **switch)
    reached = findings_url(year, finding="possible" if board.may_meet else "reached", **switch)
    numbers = (
        ("提出済みの報告", handed_in, all_of, list_url(year, state="handed_in", **switch)),
        ("順調・完了", good, _of_judged(share, board.compared), on_course),
        ("達成した指標", met, _of_decided(board), reached),
        (
            "注意が必要な施策",
            f"{len(board.attention):,}",
            alert,
            list_url(year, attention=1, **switch),
        ),
    )
    more = {"順調・完了": (f"除いた{left:,}件", url)} if left else {}
    return [
        Card(label, value, "件", note, url, more.get(label)) for label, value, note, url in numbers
    ]


def _span(least: int, most: int) -> str:
    """``22〜42``, and one number where nothing is open."""
    return range_words(least, most).removesuffix("件")


def _of_judged(share: Share, own: Compared) -> str:
    """What the share is of, and its rate once the year is whole; and what changed since the year
    before."""
    beside = _beside(own)
    if share.is_in_progress:
        told = f"{share.confirmed:,}件の時点で{share.good:,}件、残り{share.waiting:,}件"
        return told + beside
    rate = "" if share.percent is None else f"（{share.percent}%）"
    return f"進捗を判断した{share.judged:,}件のうち{rate}{beside}"


def _beside(own: Compared, of: str = "") -> str:
    """What changed since the year before, over those that are judged in both."""
    if not own.measures:
        return ""
    return f"。前年度と同じ{of}{own.measures:,}件では{change_words(own)}"


def change_words(own: Compared) -> str:
    """``2件増``, ``1件減``, ``増減なし``: measures on course since the year before."""
    more = own.good - own.good_before
    return f"{abs(more):,}件{'増' if more > 0 else '減'}" if more else "増減なし"


def _of_decided(board: Dashboard) -> str:
    """What the share is of, how much of it was reached in earlier years, and what is open."""
    reached = f"{board.met:,}件" if board.may_meet else ""
    notes = [f"判定が決まった{board.decided:,}件のうち{reached}"]
    if board.met_before:
        notes.append(f"前年度までに達成した{board.met_before:,}件を含む")
    if board.may_meet:
        notes.append(f"残り{board.may_meet:,}件")
    return "、".join(notes) + _beside(board.met_compared, "指標")
