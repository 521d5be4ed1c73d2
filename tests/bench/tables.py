"""The result as Markdown, as it stands in README."""

import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from tests.bench.crowd import READERS
from tests.bench.deadline import SECONDS, WORKERS, Deadline
from tests.bench.imports import Taken
from tests.bench.measuring import THREADS, Scale


def machine() -> str:
    """``… 2コア、Python 3.11.2、Django 5.2.19`` of this machine."""
    cores = len(os.sched_getaffinity(0))
    return (
        f"{_processor()} {cores}コア、{platform.system()} {platform.release()}、"
        f"Python {platform.python_version()}、Django {version('Django')}、"
        f"gunicorn {version('gunicorn')}（ワーカー1、スレッド{THREADS}）"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def markdown(
    scales: Iterable[Scale],
    requests: int,
    taken: Sequence[Taken] = (),
    last_day: Deadline | None = None,
) -> str:
    """Six tables: pages by scale, what each scale held and took, many citizens at once, the papers
    of the year, the last day for reports, and the files that were taken in."""
    scales = list(scales)
    lines = [
        f"{machine()}、{scales[0].database}。各画面に{requests}回ずつ要求した時間です。",
        *_of_pages(scales),
        *_of_workers(scales),
        *_of_citizens(scales),
        *_of_papers(scales),
        *_of_last_day(last_day),
        *_of_files(taken),
    ]
    return "\n".join(lines)


def _of_pages(scales: list[Scale]) -> Iterator[str]:
    yield ""
    yield "| 規模 | 画面 | 中央値（ミリ秒） | 95パーセンタイル（ミリ秒） | SQL文 | 応答（KB） |"
    yield "|---|---|--:|--:|--:|--:|"
    for scale in scales:
        for timing in scale.timings:
            yield (
                f"| {scale.times}倍 | {timing.name} | {timing.median:.1f} | {timing.p95:.1f} "
                f"| {timing.statements} | {timing.size:,.1f} |"
            )


def _of_workers(scales: list[Scale]) -> Iterator[str]:
    yield ""
    yield "| 規模 | 施策 | 年度 | 実績の行 | ワーカーのメモリ（MB） | 最大（MB） |"
    yield "|---|--:|--:|--:|--:|--:|"
    for scale in scales:
        yield (
            f"| {scale.times}倍 | {scale.measures:,} | {scale.years} | {scale.results:,} "
            f"| {scale.memory:.0f} | {scale.memory_at_most:.0f} |"
        )


def _of_citizens(scales: list[Scale]) -> Iterator[str]:
    yield ""
    yield f"| 規模 | 市民向けのページ | 1秒あたりの応答（{READERS}人が同時に） | 95パーセンタイル（ミリ秒） |"
    yield "|---|--:|--:|--:|"
    for scale in scales:
        if scale.citizens:
            yield (
                f"| {scale.times}倍 | {scale.citizens.pages} | {scale.citizens.per_second:,.0f} "
                f"| {scale.citizens.p95:.1f} |"
            )


def _of_papers(scales: list[Scale]) -> Iterator[str]:
    """Of the scale that makes papers; nothing where none does."""
    if any(scale.papers for scale in scales):
        yield ""
        yield "| 年度の資料一式 | 施策 | 作る時間（秒） | 最大のメモリ（MB） |"
        yield "|---|--:|--:|--:|"
    for scale in scales:
        for paper in scale.papers:
            yield (
                f"| {paper.name} | {scale.measures:,} | {paper.seconds:.1f} | {paper.memory:.0f} |"
            )


def _of_last_day(last_day: Deadline | None) -> Iterator[str]:
    """Saves of many people at once, on three workers of two threads."""
    if last_day:
        yield ""
        yield f"| 期限の日（ワーカー{WORKERS}、スレッド{THREADS}） | 人 | 保存 | 95パーセンタイル（ミリ秒） |"
        yield "|---|--:|--:|--:|"
        yield (
            f"| {SECONDS}秒に入力を開いて保存 | {last_day.people} | {last_day.saves} "
            f"| {last_day.p95:.0f} |"
        )


def _of_files(taken: Sequence[Taken]) -> Iterator[str]:
    """What each step of a file took, beside the library alone, and how many times as fast it is."""
    if taken:
        yield ""
        yield "| 一覧のファイル | 行 | 時間（秒） | メモリ（MB） | ライブラリのまま（秒） | 同（MB） | 速さ |"
        yield "|---|--:|--:|--:|--:|--:|--:|"
    for each in taken:
        yield (
            f"| {each.name}を{each.step} | {each.rows:,} | {each.seconds:.1f} | {each.memory:.0f} "
            f"| {each.plain_seconds:.1f} | {each.plain_memory:.0f} "
            f"| {each.plain_seconds / each.seconds:.1f}倍 |"
        )
