"""A meeting with a report to decide on, and its papers read back."""

from datetime import date
from io import BytesIO

from django.utils import timezone
from pypdf import PdfReader

from progress.meetings import verbs as meetings
from progress.models import Meeting
from progress.pack.making import bytes_of
from progress.pack.orders import Order
from tests.progress.conftest import World

HEAD = f"7-{'a' * 64}"


def plan_meeting(world: World) -> Meeting:
    """A meeting with the report and another matter on its agenda."""
    by = world.people["secretariat"]
    meeting = meetings.plan_meeting(
        world.year, by=by, kind="推進会議", held_on=date(2024, 7, 13), place="庁議室",
        members=[world.people["council"]],
    )  # fmt: skip
    meetings.add_to_agenda(meeting, by=by, reports=[world.report])
    meeting.agenda.create(title="次期計画の策定について", order=9)
    return meeting


def order_of(world: World, meeting: Meeting | None = None, **more) -> Order:
    kind = "meeting" if meeting else "year"
    return Order(world.year, meeting, **{"kind": kind, "markings": ("庁内限り",)} | more)


def read_back(order: Order) -> PdfReader:
    return PdfReader(BytesIO(bytes_of(order, timezone.now(), HEAD).content))


def text_of(reader: PdfReader) -> str:
    """All letters of all pages, without the ends of lines and the spaces that layout makes."""
    return "".join("".join(page.extract_text().split()) for page in reader.pages)
