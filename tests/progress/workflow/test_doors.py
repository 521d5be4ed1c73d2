"""Every cell of state x verb x role, through the pages and the bulk pages.

Only the table's cells pass (tests/progress/state_table.py). Each attempt is put back; where
one is refused, no row that the record watches has changed, and the person is told so. The
admin, the import and the commands are walked in test_side_doors.py; the API has no
writing method, so it is no door.
"""

import pytest
from django.contrib.messages import constants as level
from django.urls import reverse

from progress.models import ProgressReport
from tests.progress.conftest import World
from tests.progress.doors import (
    FILE_VERBS,
    Mark,
    as_stored,
    bring_to,
    clients_of,
    furnish,
    put_back,
    walkers,
)
from tests.progress.state_table import STATES, cell
from tests.searching import compared_at_each_commit

# What the forms of all verbs ask for; fields of others do no harm.
FIELDS = {
    "done": "加筆した。", "reason": "理由", "head_name": "坂戸 一郎", "head_confirmed_on": "R6.5.20",
    "comment-note": "根拠を確認した。", "send_back-reason": "理由", "unpublish-reason": "理由",
    "withhold-results": "推計中", "document_number": "7", "drafted_on": "R6.7.20",
    "approved_on": "R6.8.1", "rank": "mayor", "manner": "own",
}  # fmt: skip
PAGES = {
    "report_edit": "save",
    "report_ask_head": "ask_head",
    "report_edit#detach": "detach",
    "report_edit#attach_again": "attach_again",
    "report_submit": "submit",
    "report_withdraw": "withdraw",
    "report_comment": "comment",
    "report_send_back": "send_back",
    "report_confirm": "confirm",
    "report_unconfirm": "unconfirm",
    "report_evaluate": "evaluate",
    "report_approve": "approve",
    "report_publish": "publish",
    "report_unpublish": "unpublish",
    "report_withhold": "withhold",
    "report_reopen": "reopen",
    "report_unlock": "unlock",
}
BULK_PAGES = {
    f"{verb}_bulk": verb for verb in ("confirm", "evaluate", "approve", "publish", "unlock")
}


@pytest.fixture
def city(world: World) -> World:
    return furnish(world)


def sent(world: World, report: ProgressReport, verb: str) -> dict:
    """A form that has everything; of the verbs on files the entry form as it is stored, with
    the button of a file."""
    if verb in FILE_VERBS:
        file = world.report.evidence.get(removed_at__isnull=verb == "detach")
        return as_stored(world) | {"reason": "理由", "version": report.version, verb: file.pk}
    chosen = {"report": [report.pk], f"version-{report.pk}": report.version}
    return FIELDS | chosen | {"version": report.version}


def is_refusal(response, role: str) -> bool:
    """Whether it says no: by its status, or by a page that does not claim a success."""
    if role == "anonymous":
        return response.status_code == 302 and response.url.startswith("/accounts/login/")
    if response.status_code == 200:
        return bool(response.context["has_errors"])
    said = [each.level for each in getattr(response.wsgi_request, "_messages", [])]
    told = bool(said) and level.SUCCESS not in said
    return response.status_code in (403, 404, 409) or (response.status_code == 302 and told)


def walk(world: World, pages: dict[str, str], door: str, *, is_closed=False) -> list[tuple]:
    """All pages x roles on the report as it stands; a line for each cell that is wrong, and for
    each text of the search that is other than after a rebuild."""
    clients, wrong = clients_of(world), []
    mark = Mark(world)
    with compared_at_each_commit() as wrong_texts:
        _walk(world, pages, door, mark, clients, wrong, is_closed)
    return wrong + wrong_texts


def _walk(world, pages, door, mark, clients, wrong, is_closed) -> None:
    state = mark.report.state
    for turn, (name, verb) in enumerate(pages.items(), STATES.index(state)):
        to_state, who = cell(state, verb, is_closed=is_closed)
        key = world.year.pk if name in BULK_PAGES else world.report.pk
        url = reverse(f"progress:{name.partition('#')[0]}", args=[key])
        near = ("secretariat",) if is_closed else ("executive", "head")
        for role in walkers(who, turn, near):
            expected = mark.of_verb(verb, to_state, role, door) if role in who else None
            with put_back():
                response = clients[role].post(url, sent(world, mark.report, verb))
                done = mark.done()
            clients[role].cookies.pop("messages", None)
            if done != expected or (expected is None) is not is_refusal(response, role):
                wrong.append((name, role, response.status_code, done, expected))


@pytest.mark.one_database  # who may is decided in Python; the triggers' say is asked below
@pytest.mark.parametrize("state", STATES)
def test_only_the_cells_of_the_table_pass_through_the_pages(city, state):
    bring_to(city, state)
    assert walk(city, PAGES, "page") == []


def listed(world: World, name: str) -> tuple[bool, bool]:
    """Whether the page before the act counts the report to what will happen, or as refused.

    The page of confirming shows submitted reports alone, that of evaluating counts those that
    have it behind them.
    """
    client = clients_of(world, "secretariat")["secretariat"]
    context = client.get(reverse(f"progress:{name}", args=[world.year.pk])).context
    prospects = context.get("prospects")
    lists = (
        (prospects.ready, prospects.refused)
        if prospects
        else (context["ready"], context["refused"])
    )
    ready, refused = ([each.report.pk for each in rows] for rows in lists)
    return world.report.pk in ready, world.report.pk in refused


@pytest.mark.one_database
@pytest.mark.parametrize("state", STATES)
def test_only_the_cells_of_the_table_pass_in_bulk(city, state):
    bring_to(city, state)
    assert walk(city, BULK_PAGES, "bulk") == []
    for name, verb in BULK_PAGES.items():
        may = bool(cell(state, verb)[1])
        is_refused = not may and verb != "confirm" and (verb, state) != ("evaluate", "evaluated")
        assert (name, *listed(city, name)) == (name, may, is_refused)


@pytest.mark.parametrize("state", STATES)
def test_closed_year_lets_through_what_it_may(city, state):
    bring_to(city, state, is_closed=True)
    assert walk(city, PAGES, "page", is_closed=True) == []
    assert walk(city, BULK_PAGES, "bulk", is_closed=True) == []
