"""Random walks over the verbs against a small model of the table (progress/README: 状態と操作).

500 steps in `make test` on SQLite, 250 on PostgreSQL; 10,000 on both with TEST_LONG=1.
"""

import os

from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from progress.approvals import verbs as approvals
from progress.desk import verbs as desk
from progress.editions import unlocking
from progress.entry import verbs as entry
from progress.models import Meeting, ReviewYear
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from tests.progress.conftest import PAPER
from tests.progress.verbs import VERBS

STEPS = 50
SHORT = 10 if connection.vendor == "sqlite" else 5
WALKS = 200 if os.environ.get("TEST_LONG") else SHORT
ROLES = (
    "reporter", "head", "co_owner", "secretariat", "second_secretariat", "council", "executive",
    "administrator",
)  # fmt: skip
SECRETARIES = {"secretariat", "second_secretariat"}
LEAD = {"reporter", "head"}
# verb -> (state -> next state, roles); what else a verb asks for is in `Model.lets`.
MODEL = {
    "save": (
        {"not_started": "draft", "draft": "draft", "returned": "returned"},
        LEAD | SECRETARIES,
    ),
    "submit": ({"draft": "submitted", "returned": "submitted"}, {"head"} | SECRETARIES),
    "withdraw": ({"submitted": "draft"}, {"head"} | SECRETARIES),
    "comment": (
        {each: each for each in ("submitted", "confirmed", "evaluated")},
        SECRETARIES,
    ),
    "send_back": ({"submitted": "returned", "confirmed": "returned"}, SECRETARIES),
    "confirm": ({"submitted": "confirmed"}, SECRETARIES),
    "unconfirm": ({"confirmed": "submitted"}, SECRETARIES),
    "evaluate": ({"confirmed": "evaluated"}, SECRETARIES),
    "approve": ({"evaluated": "evaluated"}, SECRETARIES),
    "reopen": ({"evaluated": "returned"}, SECRETARIES),
}
MODEL["comment"][0].pop("evaluated")


class Model:
    """What the table says, in plain Python."""

    def __init__(self):
        self.state, self.version = "not_started", 0
        self.authors: set[str] = set()
        self.is_complete = self.is_decided = self.is_approved = False
        self.is_closed = self.is_unlocked = self.is_on_agenda = False

    def lets(self, verb: str, role: str) -> bool:
        states, roles = MODEL[verb]
        if self.state not in states or role not in roles:
            return False
        if verb != "approve" and self.is_closed and not self.is_unlocked:
            return False
        if verb == "confirm":
            return role not in self.authors or self.authors >= SECRETARIES
        needs = {
            "submit": self.is_complete,
            "evaluate": self.is_decided,
            "unconfirm": not self.is_on_agenda,
        }
        return needs.get(verb, True) and not (verb == "approve" and self.is_approved)

    def did(self, verb: str, role: str) -> None:
        self.state = MODEL[verb][0][self.state]
        self.version += 1
        if verb in ("save", "submit"):
            self.authors.add(role)
        if verb == "save":
            self.is_complete = True
        if verb == "submit":
            self.is_decided = False
        if verb == "evaluate":
            self.is_unlocked = False
        self.is_approved = verb == "approve" or (self.is_approved and verb != "reopen")


class Walk(RuleBasedStateMachine):
    """Set by the test: the world that each walk starts from and is rolled back to."""

    world = None

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.model = Model()
        self.texts = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @rule(verb=st.sampled_from(sorted(MODEL)), role=st.sampled_from(ROLES))
    def verb_by_somebody(self, verb, role):
        self._do(verb, role, self.model.version)

    @rule(verb=st.sampled_from(sorted(MODEL)), back=st.integers(1, 3))
    def stale_verb_changes_nothing(self, verb, back):
        if back <= self.model.version:
            self._refused(verb, "second_secretariat", self.model.version - back)

    @rule()
    def decide(self):
        if self.model.state in ("submitted", "confirmed"):
            report = self.world.fresh()
            if report.decisions.count() < 15:
                self.world.decide(report)
                self.model.is_decided = True

    @rule()
    def put_on_an_agenda_or_take_off(self):
        """While the year takes it: of the report alone, by hand."""
        if self.model.is_closed and not self.model.is_unlocked:
            return
        report, secretary = self.world.fresh(), self.world.people["secretariat"]
        if self.model.is_on_agenda:
            report.agenda_items.all().delete()
        else:
            meeting, _ = Meeting.objects.get_or_create(
                year=report.year, kind="企画調整会議", held_on="2024-08-01", by=secretary
            )
            meeting.agenda.create(report=report, cause="by_hand")
        self.model.is_on_agenda = not self.model.is_on_agenda

    @rule()
    def close(self):
        if self.model.state == "evaluated" and not self.model.is_closed:
            ReviewYear.objects.update(closed_at=timezone.now())
            self.model.is_closed = True

    @rule()
    def unlock(self):
        if self.model.is_closed and not self.model.is_unlocked:
            report = self.world.fresh()
            secretary = self.world.people["secretariat"]
            unlocking.unlock(report, by=secretary, version=report.version, reason="誤りの修正")
            self.model.is_unlocked, self.model.version = True, report.version

    def _do(self, verb, role, version):
        if self.model.lets(verb, role):
            self._act(verb, role, version)
            self.model.did(verb, role)
        else:
            self._refused(verb, role, version)

    def _refused(self, verb, role, version):
        """An AssertionError where nothing refuses: Hypothesis swallows pytest's own outcome."""
        try:
            self._act(verb, role, version)
        except (Conflict, NotAllowed, Incomplete):
            return
        raise AssertionError(f"{verb} by {role} from {self.model.state} was not refused")

    def _act(self, verb, role, version):
        world, report = self.world, self.world.fresh()
        common = {"by": world.people[role], "version": version}
        if verb == "save":
            self.texts += 1
            fields = world.complete | {"done": f"第{self.texts}稿"}
            results = world.entry()
            entry.save(report, **common, fields=fields, results=results, reason="代行")
        elif verb == "submit":
            entry.submit(report, **common, reason="代行")
        elif verb == "comment":
            desk.comment(report, **common, note="所見")
        elif verb == "approve":
            paper = PAPER | {"document_number": f"第{version}号"}
            approvals.approve(report, **common, **paper)
        elif verb in ("send_back", "reopen", "confirm"):
            VERBS[verb](report, **common, reason="理由")
        else:
            VERBS[verb](report, **common)

    @invariant()
    def row_is_as_the_model_says(self):
        report = self.world.fresh()
        assert (report.state, report.version) == (self.model.state, self.model.version)
        assert report.changes.count() == report.version
        approved = report.approvals.in_force().exists()
        assert approved is self.model.is_approved


def test_random_walks_agree_with_the_table(world):
    Walk.world = world
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
