"""The result as Markdown, a table for each question, as they stand in README (`book`)."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from tests.bench import more_tables
from tests.bench.asking import BARE_TABLE, BARE_VIEW, Timing
from tests.bench.deadline import Deadline
from tests.bench.imports import Taken
from tests.bench.measuring import CLOSED, PAGES, THREADS, WORKERS, Measured


@dataclass
class Found:
    """All that a run has found so far."""

    requests: int
    measured: list[Measured] = field(default_factory=list)
    last_days: list[tuple[str, Deadline]] = field(default_factory=list)
    taken: list[tuple[str, Taken]] = field(default_factory=list)

    def of_scales(self, kind: str) -> list[Measured]:
        """The sizes of a database with the usual years, the smallest first."""
        own = (each for each in self.measured if each.size.closed == CLOSED and each.timings)
        return sorted((each for each in own if each.size.kind == kind), key=lambda e: e.size.times)

    def of_years(self, kind: str) -> list[Measured]:
        """The sizes of a database with the plan as it is, the fewest years first."""
        own = (each for each in self.measured if each.size.times == 1 and each.timings)
        return sorted((each for each in own if each.size.kind == kind), key=lambda e: e.size.closed)


def machine(load: float) -> str:
    """``… 2コア、…、Python 3.11.2、Django 5.2.19`` of this machine, and how busy it was before."""
    cores = len(os.sched_getaffinity(0))
    return (
        f"{_processor()} {cores}コア、{platform.system()} {platform.release()}、"
        f"Python {platform.python_version()}、Django {version('Django')}、"
        f"gunicorn {version('gunicorn')}（`--preload`、ワーカー{WORKERS}、スレッド{THREADS}）、"
        f"始めたときの負荷平均{load:.1f}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def blocks(found: Found, load: float) -> dict[str, str]:
    """The tables by their names in README; of what was not measured none."""
    made = {"machine": [f"{machine(load)}。"]}
    for kind in ("PostgreSQL", "SQLite"):
        scales, years = found.of_scales(kind), found.of_years(kind)
        name = kind.lower()
        if scales and scales[0].size.times == 1:
            made[f"{PAGES}-{name}"] = list(_of_pages(scales[0], found.requests))
        if len(scales) > 1:
            made[f"scales-{name}"] = list(_of_scales(scales))
        if len(years) > 1:
            made[f"years-{name}"] = list(_of_years(years))
    made |= more_tables.of_servers(found.measured)
    made |= {"deadline": list(more_tables.of_last_days(found.last_days))}
    made |= {"imports": list(more_tables.of_files(found.taken))}
    return {name: "\n".join(lines) for name, lines in made.items() if lines}


def _of_pages(one: Measured, requests: int) -> Iterator[str]:
    yield (
        f"{one.database}、{one.measures}施策、締めた{one.size.closed}年度と報告中の1年度、実績"
        f"{one.results}行。画面を替えながら、それぞれ{requests}回まで："
    )
    yield ""
    yield "| 画面 | 中央値（ミリ秒） | 95パーセンタイル | CPU（ミリ秒） | SQL文 | 応答（KB） | ビューの | 表の |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for each in one.timings:
        beside = " | ".join(_beside(each, one, name) for name in (BARE_VIEW, BARE_TABLE))
        yield (
            f"| {each.name} | {each.median:.1f} | {each.p95:.1f} | {each.processor:.1f} "
            f"| {each.statements} | {each.size:,.1f} | {beside} |"
        )


def _beside(timing: Timing, one: Measured, name: str) -> str:
    return f"{timing.median / one.medians[name]:.1f}倍"


def _of_scales(scales: Sequence[Measured]) -> Iterator[str]:
    """The medians beside each other, and how many times the smallest plan's the largest one's is."""
    names = [f"{each.size.times}倍（{each.measures:,}施策）" for each in scales]
    yield from _side_by_side(scales, names, scales[0])


def _of_years(years: Sequence[Measured]) -> Iterator[str]:
    """The same by closed years; the last is compared with the last but one."""
    names = [f"締めた{each.size.closed}年度" for each in years]
    yield from _side_by_side(years, names, years[-2])


def _side_by_side(
    sizes: Sequence[Measured], names: Sequence[str], first: Measured
) -> Iterator[str]:
    last = sizes[-1]
    yield f"{last.database}、中央値（ミリ秒）："
    yield ""
    growth = f"{names[-1].partition('（')[0]}は{names[sizes.index(first)].partition('（')[0]}の"
    yield f"| 画面 | {' | '.join(names)} | {growth} | SQL文 |"
    yield f"|---|{'--:|' * len(names)}--:|--:|"
    for timing in sizes[0].timings:
        if all(timing.name in each.medians for each in sizes):
            medians = [each.medians[timing.name] for each in sizes]
            own = next(each for each in last.timings if each.name == timing.name)
            counts = dict.fromkeys((timing.statements, own.statements))
            yield (
                f"| {timing.name} | {' | '.join(f'{each:,.1f}' for each in medians)} "
                f"| {medians[-1] / first.medians[timing.name]:.1f}倍 | {' → '.join(counts)} |"
            )
