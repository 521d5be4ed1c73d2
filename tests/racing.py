"""Threads that set off at the same moment, each with a connection of its own."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

LONGEST_WAIT = 120  # seconds


def rounds(many: int, few: int) -> int:
    """How often a race is run: `many` times with TEST_LONG=1, else a `few` times on PostgreSQL and a
    quarter of that on SQLite, which lets one write after the other."""
    if os.environ.get("TEST_LONG"):
        return many
    return few if connection.vendor == "postgresql" else few // 4


class Browser(RequestFactory):
    """A browser in which somebody is logged in. Answers with a fault's page, as a server does.

    Django's Client keeps the templates and contexts of every page, those of all threads too.
    """

    handler = ClientHandler(enforce_csrf_checks=False)

    def __init__(self, user) -> None:
        super().__init__()
        client = Client()
        client.force_login(user)
        client.get("/help/")  # the first page writes the session, later ones only read it
        self.cookies = client.cookies

    def request(self, **request) -> HttpResponse:
        return self.handler(self._base_environ(**request))


class Racers:
    """So many threads for as long as a `with` lasts; they keep their connections."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._start = threading.Barrier(number)

    def __enter__(self) -> "Racers":
        self._pool = ThreadPoolExecutor(self.number)
        return self

    def __exit__(self, *error) -> None:
        self.run([lambda: connection.close()] * self.number)
        self._pool.shutdown()

    def run(self, acts: list[Callable[[], Any]]) -> list:
        """What each act gave, all begun when all were ready."""
        going = [self._pool.submit(self._go, act) for act in acts]
        return [each.result(LONGEST_WAIT) for each in going]

    def _go(self, act: Callable[[], Any]) -> Any:
        self._start.wait(LONGEST_WAIT)
        return act()
