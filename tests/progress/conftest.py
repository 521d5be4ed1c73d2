"""A small city: one policy, two measures, one open year, and one person of each role."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from django.utils import timezone

from measures.models import (
    Direction,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureDivision,
    MeasureIndicator,
    MeetingKind,
    Plan,
    PlanWord,
    Policy,
    YearlyDirection,
)
from progress.decisions import evaluating
from progress.decisions import settling_verbs as settling
from progress.desk import verbs as desk
from progress.entry import verbs as entry_verbs
from progress.judging.completeness import ResultEntry
from progress.models import Contribution, Decision, Meeting, ProgressReport, Publication, ReviewYear
from progress.publication.content import PUBLICATIONS, Contact, public_report
from progress.reading.years import edition_of
from progress.year import verbs as year_verbs
from sakado_dx.organization.models import CityRole, Division, Membership, User
from tests.kept_rows import Kept
from tests.progress.plans import put_out_of_force

LONG_AGO = date(2020, 4, 1)
# A 起案 as tests record it.
PAPER = {
    "document_number": "情政第7号", "drafted_on": date(2024, 7, 20),
    "approved_on": date(2024, 8, 1), "rank": "mayor",
}  # fmt: skip


@cache
def _with_measure():
    """The question of thousands of tests, put together once."""
    return ProgressReport.objects.with_measure()


@dataclass
class World:
    """The rows that tests start from; `people` by role."""

    plan: Plan
    measure: Measure
    indicator: Indicator
    year: ReviewYear
    report: ProgressReport
    divisions: dict[str, Division]
    people: dict[str, User] = field(default_factory=dict)

    def word(self, word: str, vocabulary: str = "progress") -> PlanWord:
        return PlanWord.objects.get(plan=self.plan, vocabulary=vocabulary, word=word)

    @property
    def complete(self) -> dict:
        return {
            "progress": self.word("順調"),
            "done": "窓口の様式を見直した。",
            "outlook": self.word("継続", "outlook"),
        }

    def entry(self, value: str = "12") -> dict[int, ResultEntry]:
        return {self.indicator.pk: ResultEntry(status="reported", value=Decimal(value))}

    def fresh(self, report: ProgressReport | None = None) -> ProgressReport:
        return _with_measure().get(pk=(report or self.report).pk)

    def bring_to(self, state: str, by: str = "reporter") -> ProgressReport:
        """The report, walked by the verbs to a state."""
        report = self.fresh()
        if state == "not_started":
            return report
        people = self.people
        results = self.entry()
        entry_verbs.save(
            report, by=people[by], version=0, fields=self.complete, results=results, reason="代行"
        )
        if state == "draft":
            return report
        submitter = people["head"] if by == "reporter" else people[by]
        word = "電話で確かめた。"
        entry_verbs.submit(report, by=submitter, version=1, reason="代行", without_parts=word)
        if state == "returned":
            return desk.send_back(
                report, by=people["secretariat"], version=2, reason="数値の根拠を書いてください。"
            )
        if state == "submitted":
            return report
        desk.confirm(report, by=people["second_secretariat"], version=2)
        if state == "evaluated":
            self.decide(report)
            evaluating.evaluate(report, by=people["secretariat"], version=3)
        return report

    def answer_parts(self) -> None:
        """The co-owner has nothing to add, so that no submission need speak of it."""
        answered = {"answered_by": self.people["co_owner"], "answered_at": timezone.now()}
        Contribution.objects.update(has_nothing=True, version=1, **answered)

    def leave_parts_open(self) -> None:
        """The co-owner has not answered yet."""
        blank = {"answered_by": None, "answered_at": None}
        Contribution.objects.update(has_nothing=False, version=0, **blank)

    def decide(self, report: ProgressReport, **more) -> Decision:
        """A meeting of the council and its decision on the report."""
        secretary = self.people["secretariat"]
        meeting, _ = Meeting.objects.get_or_create(
            year=self.year,
            kind="推進会議",
            held_on=date(2024, 7, 10 + report.decisions.count()),
            defaults={"by": secretary, "settled_at": timezone.now(), "settled_by": secretary},
        )
        words = {
            "judgement": report.progress or self.word("順調"),
            "outlook": report.outlook or self.word("継続", "outlook"),
        }
        return Decision.objects.create(
            meeting=meeting,
            report=report,
            version=self.fresh(report).version,  # a row at hand may be an older one
            by=secretary,
            at=timezone.now(),
            **words | more,
        )

    def make_public(self, on: date, by: str = "secretariat") -> Publication:
        """A first publication of the report as it stands, whatever its state.

        Its contact is of before, so that publishing anew has something to say.
        """
        shown = public_report(edition_of(self.report), withheld=(), contact=Contact("旧情報課"))
        return self.report.publications.create(
            edition=1,
            content=PUBLICATIONS.encode(shown),
            cause="公表",
            published_on=on,
            by=self.people[by],
            at=timezone.now(),
        )


def settle(meeting: Meeting) -> Meeting:
    """The meeting with its decisions settled, as its chair agreed on its day."""
    return settling.settle(
        meeting,
        by=meeting.by,
        decision_ids=list(meeting.decisions.values_list("pk", flat=True)),
        review_decision_ids=list(meeting.review_decisions.values_list("pk", flat=True)),
        chair_title="副市長",
        chair_name="坂戸 花子",
        chair_on=meeting.held_on,
    )


def person(username: str, name: str, **fields) -> User:
    return User.objects.create(username=username, name=name, password="!", **fields)


def give_role(user: User, role: str, **days) -> CityRole:
    return CityRole.objects.create(user=user, role=role, **({"first_day": LONG_AGO} | days))


def join(user: User, division: Division, role: str, **days) -> Membership:
    days = {"first_day": LONG_AGO} | days
    return Membership.objects.create(user=user, division=division, role=role, **days)


def make_people(divisions: dict[str, Division]) -> dict[str, User]:
    people = {
        name: person(name, name)
        for name in (
            "reporter", "deputy", "head", "promoter", "co_owner", "other", "department",
            "secretariat", "second_secretariat", "council", "executive", "administrator",
            "nobody",
        )
    }  # fmt: skip
    for role in ("reporter", "deputy", "head", "promoter"):
        join(people[role], divisions["lead"], role)
    join(people["co_owner"], divisions["second"], "head")
    join(people["other"], divisions["other"], "head")
    join(people["department"], divisions["department"], "head")
    for role in ("secretariat", "council", "executive", "administrator"):
        give_role(people[role], role)
    give_role(people["second_secretariat"], "secretariat")
    return people


def make_words(plan: Plan) -> None:
    words = {
        "progress": {"順調": "on_track", "遅れ": "late", "休止": "suspended"},
        "outlook": {"継続": "continue", "見直し": "review"},
    }
    PlanWord.objects.bulk_create(
        PlanWord(plan=plan, vocabulary=vocabulary, word=word, meaning=meaning, order=order)
        for vocabulary, pairs in words.items()
        for order, (word, meaning) in enumerate(pairs.items())
    )
    ranks = {"推進会議": 1, "情報システム検討会議": 1, "企画調整会議": 2, "政策会議": 3}
    MeetingKind.objects.bulk_create(
        MeetingKind(plan=plan, name=name, rank=rank, order=order)
        for order, (name, rank) in enumerate(ranks.items())
    )


def make_measure(plan: Plan, direction: Direction, code: str, order: int, divisions) -> Measure:
    measure = Measure.objects.create(
        plan=plan, direction=direction, key=code, code=code, order=order, name=f"施策{code}"
    )
    for place, division in enumerate(divisions):
        MeasureDivision.objects.create(measure=measure, division=division, order=place)
    YearlyDirection.objects.create(
        measure=measure, fiscal_year=2023, printed="導入・運用", resolved="導入・運用"
    )
    return measure


def make_indicator(plan: Plan, key: str, *measures: Measure, value: str = "10") -> Indicator:
    indicator = Indicator.objects.create(
        plan=plan, key=key, name="処理件数", unit="件", kind="number", measured_as="stock"
    )
    IndicatorTarget.objects.create(indicator=indicator, fiscal_year=2023, value=Decimal(value))
    for measure in measures:
        MeasureIndicator.objects.create(measure=measure, indicator=indicator)
    return indicator


def make_world() -> World:
    department = Division.objects.create(name="総務部", order=0)
    divisions = {
        "department": department,
        "lead": Division.objects.create(name="情報課", order=1, parent=department),
        "second": Division.objects.create(name="市民課", order=2),
        "other": Division.objects.create(name="道路課", order=3),
        "all": Division.objects.create(name="各課", kind="collective", order=9),
    }
    people = make_people(divisions)
    plan = Plan.objects.create(
        title="試験市DX計画", city="試験市", first_fiscal_year=2023, last_fiscal_year=2025
    )
    make_words(plan)
    policy = Policy.objects.create(plan=plan, number=1, name="窓口の改善")
    direction = Direction.objects.create(policy=policy, number=1, name="書かない窓口")
    owners = [divisions[name] for name in ("lead", "second", "all")]
    measure = make_measure(plan, direction, "I-1-1", 0, owners)
    other = make_measure(plan, direction, "I-1-2", 1, [divisions["other"]])
    indicator = make_indicator(plan, "I-1-1", measure, other)
    year = year_verbs.open_year(
        plan, by=people["secretariat"], fiscal_year=2023, report_due=date(2099, 5, 31)
    )
    report = ProgressReport.objects.with_measure().get(year=year, measure=measure)
    world = World(plan, measure, indicator, year, report, divisions, people)
    world.answer_parts()
    return world


@pytest.fixture
def world(kept_world: Kept | None, db) -> World:
    """The world as it was made, for this test to change."""
    return kept_world.copy() if kept_world else make_world()


@pytest.fixture
def preparing(world) -> World:
    """The world with its plan still prepared: its promises change by every door."""
    put_out_of_force(world.plan)
    return world


@pytest.fixture
def mailing(world, settings):
    """A city that sends mail, to an address of each of its people."""
    settings.MAIL_SERVER = {"host": "127.0.0.1", "port": 9}
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@city.example")
    return world
