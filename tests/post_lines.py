"""How a line of tests/post_table.py is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.progress.conftest import World

PDF = b"%PDF-1.7\nText\n%%EOF"


def nothing(city: World) -> None:
    """What most lines prepare."""


@dataclass(frozen=True)
class Post:
    """An address (with names in braces), who sends it, what; `prepare` comes before.

    `prepare` gives names for address and fields; a field that is a function gets the city.
    """

    address: str
    who: str
    fields: Callable[["Stage"], dict[str, Any]] = lambda stage: {}
    state: str = ""
    prepare: Callable[[World], dict[str, Any] | None] = nothing
    answers: frozenset = frozenset({200, 302, 409})


@dataclass
class Stage:
    """The city as prepared, with the names of its addresses."""

    city: World
    names: dict[str, Any]

    def name(self, key: str) -> Any:
        return self.names[key]


def pdf(name: str = "資料.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def of_list(stage: Stage) -> dict[str, Any]:
    """The report as a list showed and offered it."""
    report = stage.city.fresh()
    return {f"version-{report.pk}": report.version, "report": report.pk}
