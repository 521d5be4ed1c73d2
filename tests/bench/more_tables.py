"""The other tables: what pages weigh, many readers, memory, papers, the last day, files of rows."""

from collections.abc import Iterator, Sequence

from tests.bench.crowd import READERS
from tests.bench.deadline import SECONDS, WORKERS, Deadline
from tests.bench.imports import Taken
from tests.bench.measuring import THREADS, Measured


def of_servers(measured: Sequence[Measured]) -> dict[str, list[str]]:
    """What was measured besides the pages' times, by the table's name."""
    return {
        "weights": list(_of_weights(measured)),
        "crowds": list(_of_crowds(measured)),
        "memory": list(_of_memory(measured)),
        "papers": list(_of_papers(measured)),
    }


def _of_weights(measured: Sequence[Measured]) -> Iterator[str]:
    """Of one database: a page weighs as much on the other."""
    one = next((each for each in measured if each.weights), None)
    if one:
        yield (
            "| 画面と、その図・スタイル・スクリプト | 1回目の要求 | 1回目（KB） | 2回目の要求 "
            "| 2回目（KB） | 2回目（ミリ秒） |"
        )
        yield "|---|--:|--:|--:|--:|--:|"
    for each in one.weights if one else ():
        yield (
            f"| {each.name} | {each.first.requests} | {each.first.size:,.0f} "
            f"| {each.again.requests} | {each.again.size:,.0f} | {each.again.milliseconds:.0f} |"
        )


def _of_crowds(measured: Sequence[Measured]) -> Iterator[str]:
    if any(each.crowds for each in measured):
        yield (
            f"| データベース | 規模 | {READERS}人が同時に | 1秒あたりの応答 | 95パーセンタイル（ミリ秒） |"
        )
        yield "|---|---|---|--:|--:|"
    for one in measured:
        for each in one.crowds:
            yield (
                f"| {one.size.kind} | {one.size.times}倍 | {each.name} | {each.per_second:,.0f} "
                f"| {each.p95:.1f} |"
            )


def _of_memory(measured: Sequence[Measured]) -> Iterator[str]:
    own = [each for each in measured if len(each.memory) > 1]
    names = list(dict.fromkeys(name for each in own for name in each.memory))
    if own:
        yield f"| データベース | 規模 | 締めた年度 | {' | '.join(names)} |"
        yield f"|---|---|--:|{'--:|' * len(names)}"
    for one in own:
        cells = (f"{one.memory[name]:.0f}" if name in one.memory else "" for name in names)
        yield (
            f"| {one.size.kind} | {one.size.times}倍 | {one.size.closed} | {' | '.join(cells)} |"
        )


def _of_papers(measured: Sequence[Measured]) -> Iterator[str]:
    made = [(one, paper) for one in measured for paper in one.papers]
    if made:
        yield "| 年度の資料一式 | 施策 | 作る時間（秒） | 最大のメモリ（MB） |"
        yield "|---|--:|--:|--:|"
    for one, paper in made:
        yield f"| {paper.name} | {one.measures:,} | {paper.seconds:.1f} | {paper.memory:.0f} |"


def of_last_days(last_days: Sequence[tuple[str, Deadline]]) -> Iterator[str]:
    """Saves of many people at once, on three workers of two threads."""
    if last_days:
        yield (
            f"| 期限の日（ワーカー{WORKERS}、スレッド{THREADS}） | データベース | 人 | 保存 "
            "| 95パーセンタイル（ミリ秒） |"
        )
        yield "|---|---|--:|--:|--:|"
    for kind, day in last_days:
        yield f"| {SECONDS}秒に入力を開いて保存 | {kind} | {day.people} | {day.saves} | {day.p95:.0f} |"


def of_files(taken: Sequence[tuple[str, Taken]]) -> Iterator[str]:
    """What each step of a file took, beside the library alone, and how many times as fast it is."""
    if taken:
        yield (
            f"| 一覧のファイル（{taken[0][0]}） | 行 | 時間（秒） | CPU（秒） | メモリ（MB） | ライブラリのまま（秒） "
            "| 同CPU（秒） | 同（MB） | 速さ | CPU | メモリ |"
        )
        yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for _, each in taken:
        yield (
            f"| {each.name}を{each.step} | {each.rows:,} | {each.seconds:.1f} | {each.cpu:.1f} "
            f"| {each.memory:.0f} | {each.plain_seconds:.1f} | {each.plain_cpu:.1f} "
            f"| {each.plain_memory:.0f} | {each.plain_seconds / each.seconds:.1f}倍 "
            f"| {each.plain_cpu / each.cpu:.1f}倍 | {each.memory / each.plain_memory:.2f}倍 |"
        )
