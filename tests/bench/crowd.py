"""Many readers at once: how many answers a second, and how long the slowest wait."""

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.bench.browser import Browser
from tests.bench.server import Server

READERS = 8
SECONDS = 4.0
# What many ask for at once, by its name in the tables: addresses that each reader goes round.
Addresses = Sequence[str]


@dataclass(frozen=True)
class Crowd:
    """Answers a second, and the time in ms within which 95 of 100 came."""

    name: str
    pages: int
    per_second: float
    p95: float


def crowd(
    server: Server,
    name: str,
    addresses: Addresses,
    cookies: Callable[[], dict[str, str]] = dict,
    seconds: float = SECONDS,
) -> Crowd:
    """Readers who go round these pages, each from another place, without a pause; one answer each
    at least, however long it takes."""
    until = time.perf_counter() + seconds
    began = time.perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        places = range(READERS)
        waited = pool.map(lambda place: _reader(server, addresses, place, cookies(), until), places)
        times = sorted(each for own in waited for each in own)
    passed = time.perf_counter() - began
    p95 = times[math.ceil(0.95 * len(times)) - 1]
    return Crowd(name, len(addresses), len(times) / passed, p95)


def _reader(
    server: Server, addresses: Addresses, place: int, cookies: dict[str, str], until: float
) -> list[float]:
    browser, number = Browser(server.port), len(addresses)
    browser.take_cookies(cookies)
    times: list[float] = []
    while not times or time.perf_counter() < until:
        address = addresses[(place * number // READERS + len(times)) % number]
        times.append(browser.get(address).milliseconds)
    browser.close()
    return times
