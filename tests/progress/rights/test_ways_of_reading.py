"""Every state x role x way of reading: who finds a report's words on which page (progress/README: 状態と操作).

With TEST_LONG=1 everybody tries everything; else of those who may read two in their turn, and
of the others two, one of them nearest to the right.
"""

import os

import pytest
from django.urls import reverse
from django.utils import timezone

from progress import attachments
from progress.models import IndicatorResult, ProgressReport
from tests.progress.attached_files import PDF
from tests.progress.conftest import World, join, person
from tests.progress.doors import clients_of
from tests.progress.state_table import DESK, OWNERS, READERS, STAFF, STATES

pytestmark = pytest.mark.one_database  # who reads is decided in Python

ENTERING = {"reporter", "deputy", "head", "promoter"} | DESK
MEETING = DESK | {"council", "executive"}
EVERYBODY = [*sorted(STAFF), "contributor", "nobody", "anonymous"]
NEAR = ("executive", "council", "other", "administrator")


@pytest.fixture
def city(world: World) -> World:
    """The small city with a division that contributes, and a meeting that looks at the report."""
    part = type(world.divisions["other"]).objects.create(name="福祉課", order=8)
    world.people["contributor"] = person("contributor", "contributor")
    join(world.people["contributor"], part, "reporter")
    world.report.contributions.create(
        division=part, is_named=True, text="関係課の四十七文字。", answered_at=timezone.now(),
        answered_by=world.people["contributor"],
    )  # fmt: skip
    meeting = world.decide(world.report).meeting
    meeting.agenda.create(report=world.report, cause="late")
    kept = {"stored_as": attachments.keep(PDF, "evidence"), "kind": "pdf", "size": len(PDF)}
    now = {"by": world.people["reporter"], "at": timezone.now()}
    world.report.evidence.create(name="集計.pdf", **kept, sha256="0", **now)
    world.measure.notes.create(text="経過の五十三文字。", noted_on="2024-05-01", **now)
    return world


def write(world: World, state: str) -> None:
    """The report in a state, with words and a figure that stand nowhere else.

    Not by the verbs: before anything is entered there is nothing to find, and nobody may.
    """
    world.bring_to(state)
    words = {"done": "取組の二十九文字。", "issues": "課題の六十七文字。"}
    ProgressReport.objects.filter(pk=world.report.pk).update(**words)
    IndicatorResult.objects.filter(indicator=world.indicator).update(value="7653")


def ways(world: World, state: str) -> dict[str, tuple[str, str, set[str]]]:
    """Way -> (address, what is found there, by whom)."""
    report, measure, year = world.report.pk, world.measure.pk, world.year.pk
    readers = READERS[state] | {"contributor"}
    counted = STAFF | {"contributor"} if state in ("confirmed", "evaluated") else set()
    entered = state != "not_started"
    pending = counted | (MEETING if state == "submitted" else set())
    page = reverse("progress:measure_detail", args=[measure])
    chart = reverse("progress:indicator_chart", args=[world.indicator.pk, year, "wide"])
    file = reverse("progress:evidence_file", args=[world.report.evidence.get().pk])
    item = world.report.agenda_items.get()
    project = reverse("progress:meeting_project", args=[item.meeting_id, item.pk])
    done = "取組の二十九文字。"
    return {
        "measure page": (page, done, readers),
        "contribution": (page, "関係課の四十七文字。", readers),
        "notes": (page, "経過の五十三文字。", OWNERS | DESK),
        "evidence": (file, "%PDF-1.7", readers),
        "review page": (
            reverse("progress:report_review", args=[report]),
            done,
            DESK | (readers & {"executive"}),
        ),
        "check page": (reverse("progress:report_check", args=[report]), done, ENTERING),
        "chart": (chart, "7,653", counted if entered else set()),
        "pending chart": (f"{chart}?pending=1", "7,653", pending),
        "csv": (reverse("progress:year_export", args=[year, "csv"]), done, counted),
        "json": (reverse("progress:year_export", args=[year, "json"]), done, counted),
        "record": (f"/records/?report={report}", done, DESK),
        "admin": (f"/admin/progress/progressreport/{report}/change/", done, DESK),
        "projector": (project, "課題の六十七文字。", MEETING & readers),
    }


def triers(readers: set[str], turn: int) -> list[str]:
    if os.environ.get("TEST_LONG"):
        return EVERYBODY
    may = sorted(readers)
    others = [each for each in EVERYBODY if each not in readers]
    near = [each for each in NEAR if each in others] or others
    chosen = [*may[turn % 5 :][:2], near[turn % len(near)], others[turn % len(others)]]
    return sorted(set(chosen))


@pytest.mark.parametrize("state", STATES)
def test_words_of_a_report_are_found_by_its_readers_alone(city, state):
    write(city, state)
    clients, wrong = clients_of(city, *EVERYBODY), []
    for turn, (way, (address, word, readers)) in enumerate(ways(city, state).items()):
        for role in triers(readers, turn + STATES.index(state)):
            answer = clients[role].get(address)
            content = b"".join(answer) if answer.streaming else answer.content
            found = word in content.decode("utf-8-sig")
            if answer.status_code >= 500 or found is not (role in readers):
                wrong.append((way, role, answer.status_code, found))
    assert wrong == []
