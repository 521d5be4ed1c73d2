"""Many citizens at once: how many public pages a second, and how long the slowest wait."""

import math
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.bench.browser import Browser
from tests.bench.server import Server

READERS = 8
REQUESTS = 250  # of each reader


@dataclass(frozen=True)
class Crowd:
    """Answers a second, and the time in ms within which 95 of 100 came."""

    pages: int
    per_second: float
    p95: float


def crowd(server: Server, addresses: Sequence[str]) -> Crowd:
    """Readers who go round these pages, each from another place, without a pause."""
    started = time.perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        waited = pool.map(lambda place: _reader(server, addresses, place), range(READERS))
        times = sorted(each for own in waited for each in own)
    seconds = time.perf_counter() - started
    return Crowd(len(addresses), len(times) / seconds, times[math.ceil(0.95 * len(times)) - 1])


def _reader(server: Server, addresses: Sequence[str], place: int) -> list[float]:
    browser, number = Browser(server.port), len(addresses)
    asked = (addresses[(place * number // READERS + each) % number] for each in range(REQUESTS))
    times = [browser.get(address).milliseconds for address in asked]
    browser.close()
    return times
