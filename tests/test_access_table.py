"""Every address of the portal has an expected answer for every role (tests/access_table.py).

An address without a line fails, and so does one that answers otherwise than its line says. A
look (GET) writes nothing; each action (POST) is tried on rows that are put back afterwards.
"""

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from itertools import groupby

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, resolve
from django.utils import timezone
from model_bakery import baker

from measures.models import Measure, Policy
from progress import files, publishing
from progress.models import AgendaItem, Correction, FollowUp, Publication
from sakado_dx.organization.workflow import issue_link
from tests.access_table import ACTIONS, LOOKS, ROLES, Row
from tests.progress.conftest import World, world

__all__ = ["world"]

# A session is touched once a minute, a chart is kept when it is first drawn.
WRITING = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "(?!django_session|portal_cache)', re.I)


# What an action needs, by whatever name its form has for it; fields of others do no harm.
FIELDS = {
    "reason": "理由", "send_back-reason": "理由", "text": "本文", "post": "yes",
    "note-noted_on": "R5.6.1", "note-text": "本文",
}  # fmt: skip


@pytest.fixture
def city(world: World) -> World:
    """The small city, with a row of every model that the admin shows."""
    world.plan.effect_kinds.create(name="市民サービスの向上")
    world.plan.chronology.create(year=2020, month=4, event="窓口を改めた")
    baker.make("glossary.Term", plan=world.plan, term="RPA")
    baker.make("systems_inventory.InformationSystem", plan=world.plan, name="住民記録")
    baker.make("systems_inventory.InventoryNote", plan=world.plan)
    world.report.contributions.create(division=world.divisions["other"], is_named=True)
    _hold_meeting(world)
    _attach_evidence(world)
    _publish_and_correct(world)
    return world


def _publish_and_correct(world: World) -> None:
    """An edition before its 公表日, and a correction that waits for a second person."""
    content = publishing.content_of(world.report)
    shown = publishing.public_content(content, withheld=(), contact={"name": "情報課"})
    person, now = world.people["second_secretariat"], timezone.now()
    world.report.publications.create(
        edition=1, content=shown, cause="公表", published_on="2099-01-01", by=person, at=now
    )
    world.report.corrections.create(
        kind="correct", place="done", label="取り組んだこと", before="", after="訂正した文",
        reason="誤記", proposed_by=person, proposed_at=now,
    )  # fmt: skip


def _attach_evidence(world: World) -> None:
    """A file that stands with the report."""
    kept = {"stored_as": files.keep(b"%PDF-", "evidence"), "kind": "pdf", "size": 5}
    world.report.evidence.create(
        name="集計.pdf", **kept, sha256="0", by=world.people["reporter"], at=timezone.now()
    )


def _hold_meeting(world: World) -> None:
    """A meeting with minutes, whose agenda holds the report, and a decision that asks."""
    meeting = world.decide(world.report).meeting
    meeting.minutes_name, meeting.minutes_stored_as = "議事録.pdf", files.keep(b"%PDF-", "minutes")
    meeting.save()
    meeting.agenda.create(report=world.report, cause="late")
    meeting.decisions.get().follow_ups.create(
        division=world.divisions["lead"], what="予約を増やすこと。", due="2024-10-01"
    )


def names_in_addresses(city: World) -> dict[str, object]:
    """What stands in braces in the table's addresses."""
    search = "app_label={}&model_name={}&field_name={}&term=x".format
    return {
        "year": city.year.pk,
        "plan": city.plan.pk,
        "policy": Policy.objects.first().pk,
        "measure": city.measure.pk,
        "measure_type": ContentType.objects.get_for_model(Measure).pk,
        "indicator": city.indicator.pk,
        "report": city.report.pk,
        "contribution": city.report.contributions.get(division=city.divisions["other"]).pk,
        "publication": Publication.objects.first().pk,
        "correction": Correction.objects.first().pk,
        "evidence": city.report.evidence.get().pk,
        "meeting": AgendaItem.objects.first().meeting_id,
        "item": AgendaItem.objects.first().pk,
        "decision": FollowUp.objects.first().decision_id,
        "follow_up": FollowUp.objects.first().pk,
        "user": city.people["other"].pk,
        "code": issue_link(city.people["council"], by=None)[1],
        "divisions": search("organization", "membership", "division"),
        "people": search("organization", "membership", "user"),
    }


def addresses(row: Row, names: dict[str, object]) -> list[str]:
    """The addresses of a line: one, or one for each model it stands for."""
    if not row.models:
        return [row.address.format(**names)]
    found = []
    for model in admin.site._registry:
        label = model._meta.label_lower
        if any(fnmatch(label, pattern) for pattern in row.models):
            here = {"model": label.replace(".", "/"), "object": model.objects.first().pk}
            found.append(row.address.format(**here))
    return found


def client_of(role: str, city: World) -> Client:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(city.people[role])
    return client


def answer(response) -> str:
    """How the table writes an answer: its status, or `login` for the way there."""
    if response.status_code == 302 and response.url.startswith("/accounts/login/"):
        return "login"
    return str(response.status_code)


def all_routes(resolver=None, before: str = "") -> Iterator[str]:
    """The full route of every address of the resolver, as a match names it."""
    for each in (resolver or get_resolver()).url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from all_routes(each, route)
        else:
            yield route.replace("^", "")


def visits(rows: list[Row], city: World) -> Iterator[tuple[Row, str]]:
    """Each line's addresses, with the report brought to its state; all is put back."""
    for state, lines in groupby(rows, key=lambda row: row.state):
        with transaction.atomic():
            city.bring_to(state)
            names = names_in_addresses(city)
            for row in lines:
                yield from ((row, address) for address in addresses(row, names))
            transaction.set_rollback(True)


def test_every_address_has_a_line(city):
    paths = [address.partition("?")[0] for _, address in visits(LOOKS, city)]
    reached = {resolve(path).route.replace("^", "") for path in paths}
    assert sorted(set(all_routes()) - reached) == []


@pytest.mark.parametrize("role", ROLES)
def test_every_look_is_answered_as_the_table_says_and_writes_nothing(city, role):
    client, wrong, written = client_of(role, city), [], []
    for row, address in visits(LOOKS, city):
        with CaptureQueriesContext(connection) as queries:
            got = answer(client.get(address))
        if got != row.answers[role]:
            wrong.append(f"{address} ({row.state}): {got}, not {row.answers[role]}")
        written += [each["sql"] for each in queries if WRITING.match(each["sql"])]
    assert wrong == []
    assert written == []


@pytest.mark.parametrize("role", ROLES)
def test_every_action_is_answered_as_the_table_says(city, role):
    client, wrong = client_of(role, city), []
    signed_in = client.cookies.output(header="")
    for row, address in visits(ACTIONS, city):
        client.cookies.load(signed_in)
        with transaction.atomic():
            version = city.fresh().version
            fields = FIELDS | {"version": version}
            if address.startswith("/contributions/"):
                fields["version"] = 0
            got = answer(client.post(address, fields))
            got = "done" if city.fresh().version != version else got
            transaction.set_rollback(True)
        if got != row.answers[role]:
            wrong.append(f"{address} ({row.state}): {got}, not {row.answers[role]}")
    assert wrong == []
