"""The verdict: the year in one sentence, each figure with the list of exactly its rows."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from progress.dashboards.agenda_pages import Agenda
from progress.dashboards.card_pages import change_words
from progress.dashboards.pages import list_url
from progress.judging.turns import BACK, BETTER, LEFT, WORSE
from progress.models import ReviewYear
from progress.reading.dashboard import Dashboard


class Said(NamedTuple):
    """A piece of a sentence; `url` where it is a figure with a list behind it."""

    text: str
    url: str = ""


def verdict(year: ReviewYear, board: Dashboard, agenda: Agenda, pending: bool) -> list[Said]:
    """``44件中35件が順調・完了です（除いた3件）。前年度と同じ42件では順調・完了が1件増、進捗の改善
    4件、悪化3件。今回の審議事項は5件です。``

    Of a year in progress a range instead: ``順調・完了は22〜42件です（…）。`` No query.
    """
    switch = {"pending": 1} if pending else {}
    url = partial(list_url, year, **switch)
    return [*_course(board, url), *_beside(board, url), *_to_decide(agenda)]


def _course(board: Dashboard, url) -> Iterator[Said]:
    """How many are on course."""
    share = board.share
    if not share.confirmed:
        yield _figure(share.total, url())
        yield Said("すべてが確認前です。" if share.waiting else "すべてが未報告です。")
        return
    if share.is_in_progress:
        yield Said("順調・完了は")
        yield Said(f"{share.good:,}", url(progress="good"))
        yield Said("〜")
        yield _figure(share.most, url(progress="possible"))
        yield Said("です（集計した")
        yield _figure(share.confirmed, url(progress="counted"))
        yield Said("、確認前の")
        yield _figure(share.waiting, url(progress="waiting"))
    else:
        yield _figure(share.judged, url(progress="judged"))
        yield Said("中")
        yield _figure(share.good, url(progress="good"))
        yield Said("が順調・完了です")
    if share.unshared:
        yield Said("、除いた" if share.is_in_progress else "（除いた")
        yield _figure(share.unshared, url(progress="left_out"))
    yield Said("）。" if share.is_in_progress or share.unshared else "。")


def _beside(board: Dashboard, url) -> Iterator[Said]:
    """The year before, over the measures that are judged in both; what left the denominator is
    named apart."""
    own, turns = board.compared, board.turns
    if not own.measures:
        return
    yield Said("前年度と同じ")
    yield _figure(own.measures, url(change="compared"))
    yield Said(f"では順調・完了が{change_words(own)}、進捗の改善")
    yield _figure(turns.get(BETTER, 0), url(change=BETTER))
    yield Said("、悪化")
    yield _figure(turns.get(WORSE, 0), url(change=WORSE))
    for turn, told in ((LEFT, "、母数から外れた"), (BACK, "、母数に戻った")):
        if turns.get(turn):
            yield Said(told)
            yield _figure(turns[turn], url(change=turn))
    yield Said("。")


def _to_decide(agenda: Agenda) -> Iterator[Said]:
    """What stands on the agenda."""
    yield Said(f"{agenda.title}は")
    yield _figure(len(agenda.entries), agenda.url)
    if agenda.reported:
        yield Said(f"（審議{agenda.debated:,}件、報告{agenda.reported:,}件）")
    yield Said("です。")


def _figure(number: int, url: str) -> Said:
    return Said(f"{number:,}件", url)
