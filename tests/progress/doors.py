"""What the tests of the doors share: a city where every verb has what it needs, attempts that
are put back, and what an attempt has done to the rows and to the record."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from progress.editions import verbs as editions
from progress.entry import pages as entry_form
from progress.models import EvidenceFile, ProgressReport, ReviewYear, StatusChange
from sakado_dx.forms import stored_text
from sakado_dx.organization.access import standing_of
from sakado_dx.records.models import AuditRecord
from tests.progress.closing import close_year
from tests.progress.conftest import World
from tests.progress.state_table import ROLES

FILE_VERBS = ("detach", "attach_again")
VISITORS = (*ROLES, "anonymous")


def as_stored(world) -> dict:
    """The texts, words and figures of the entry form as they are stored."""
    entry = entry_form.entry_for(standing_of(world.people["reporter"]), world.fresh())
    return {
        form.add_prefix(name): stored_text(form, name)
        for form in entry.all_forms
        for name in form.fields
    }


class Mark:
    """How the reports and the record stand, to be told what an attempt has done to them."""

    def __init__(self, world: World):
        self.report = world.fresh()
        self.reports = list(ProgressReport.objects.order_by("pk").values())
        self.record = AuditRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    @staticmethod
    def rows_now() -> dict[str, list]:
        """Every row of every table of the app progress, as it stands."""
        models = apps.get_app_config("progress").get_models()
        return {each.__name__: list(each.objects.order_by("pk").values()) for each in models}

    def done(self) -> dict | None:
        """The verb's traces; None where no recorded row of any table is other than before."""
        records = AuditRecord.objects.filter(pk__gt=self.record)
        if not records.exists() and list(ProgressReport.objects.order_by("pk").values()) == (
            self.reports
        ):
            return None
        report = ProgressReport.objects.get(pk=self.report.pk)
        changes = StatusChange.objects.filter(report=report, version__gt=self.report.version)
        changes = changes.order_by("version")
        names = ("verb", "from_state", "to_state", "door", "by__username")
        return {
            "row": (report.state, report.version - self.report.version),
            "changes": list(changes.values_list(*names)),
            "records": set(records.values_list("actor_name", "door")),
        }

    def of_verb(self, verb: str, to_state: str, role: str, door: str) -> dict:
        """The traces that the verb leaves when it passes: one change, one person, one door.

        A bulk action comes through a page: the report's own record alone tells the two apart.
        Files come with the entry form, whose first sending is a save besides.
        """
        changes = [(verb, self.report.state, to_state, door, role)]
        if verb in FILE_VERBS and self.report.state == "not_started":
            to_state = "draft"
            changes = [
                ("save", "not_started", to_state, door, role),
                (verb, to_state, to_state, door, role),
            ]
        return {
            "row": (to_state, len(changes)),
            "changes": changes,
            "records": {(role, door)},
        }


@contextmanager
def put_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def furnish(world: World) -> World:
    """A 公表日, last year's report of the same measure, a file and one that was taken off."""
    ReviewYear.objects.update(publish_on=date(2024, 9, 1))
    days = {"opened_on": date(2023, 4, 1), "report_due": date(2023, 5, 31)}
    last = ReviewYear.objects.create(plan=world.plan, fiscal_year=2022, **days)
    fields = world.complete | {"done": "前年度の取組。", "state": "evaluated", "version": 1}
    ProgressReport.objects.create(year=last, measure=world.measure, **fields)
    own = {"report": world.report, "by": world.people["co_owner"], "at": timezone.now(), "size": 1}
    EvidenceFile.objects.create(**own, name="a.pdf", kind="pdf", stored_as="a")
    off = {"removed_at": timezone.now(), "removed_by": world.people["co_owner"]}
    EvidenceFile.objects.create(**own, **off, name="b.pdf", kind="pdf", stored_as="b")
    return world


def clients_of(world: World, *roles: str) -> dict[str, Client]:
    """A browser for each of these roles, or for everybody."""
    clients = {role: Client() for role in roles or VISITORS}
    for role, client in clients.items():
        if role != "anonymous":
            client.force_login(world.people[role])
    return clients


def bring_to(world: World, state: str, *, is_closed: bool = False) -> None:
    """The report in a state, with all that verbs act on: a decision newer than its text, and
    an edition that is public."""
    world.decide(world.bring_to(state))
    world.make_public(date(2024, 9, 1))
    if is_closed:
        left = editions.unfinished_reports(world.year)
        reasons = {each.pk: "災害対応のため" for each in left}
        close_year(world.year, by=world.people["second_secretariat"], reasons=reasons)


def walkers(who: set[str], turn: int, near: tuple[str, ...] = ("executive", "head")) -> list[str]:
    """Whoever may; of the others all with TEST_LONG=1, else one in his turn and, on SQLite,
    those nearest to a right: who may is decided in Python."""
    refused = [each for each in VISITORS if each not in who]
    if not os.environ.get("TEST_LONG"):
        near = near if connection.vendor == "sqlite" else ()
        rest = [each for each in refused if each not in near]
        refused = [each for each in near if each in refused] + [rest[turn % len(rest)]]
    return [*sorted(who), *refused]
