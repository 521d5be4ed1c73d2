"""The real plan with people of every role and one open year: what all browser tests start from."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from measures.models import Indicator, Measure, Plan
from progress.entry import contribution_verbs as contributions
from progress.entry import handover_verbs as handover
from progress.entry import verbs as entry
from progress.judging.completeness import ResultEntry
from progress.models import Contribution, ProgressReport, ReviewYear
from progress.reading.inputs import inputs_of
from progress.year import verbs as year_verbs
from sakado_dx.organization.models import CityRole, Division, Membership, User
from tests.conftest import ROOT, load_document

SAKADO = Path(ROOT) / "fixtures" / "sakado.json"
LONG_AGO = date(2020, 4, 1)
DUE = date(2099, 5, 29)
PASSWORD = "mikazuki-to-hotaru-88"

# A measure of one division alone, with one indicator in figures: 20件 in R5, 40件 in R9.
MEASURE = "IV-1-7"

# A figure of each kind of indicator.
RESULTS = {
    "number": ResultEntry("reported", value=40),
    "annual_minimum": ResultEntry("reported", value=60),
    "expansion": ResultEntry("reported", value=40),
    "milestone": ResultEntry("reported", done=True, done_on=date(2023, 10, 1)),
    "qualitative": ResultEntry("reported", words="手順を作った。"),
}

# (login, its place: a division of the plan or none, role there, role for the whole city)
PEOPLE = (
    ("reporter", "財政課", "reporter", ""),
    ("colleague", "財政課", "reporter", ""),
    ("head", "財政課", "head", ""),
    ("other", "市民課", "reporter", ""),
    ("many", "情報政策課", "reporter", ""),  # of the division that leads 26 measures
    ("head_of_many", "情報政策課", "head", ""),
    ("secretariat", "情報政策課", "reporter", "secretariat"),
    ("second_secretariat", "情報政策課", "reporter", "secretariat"),
    ("council", "", "", "council"),
    ("executive", "", "", "executive"),
    ("administrator", "", "", "administrator"),
)


@dataclass
class City:
    """The rows that the tests name."""

    plan: Plan
    year: ReviewYear
    report: ProgressReport
    people: dict[str, User]

    @property
    def measure(self) -> Measure:
        return self.report.measure

    @property
    def indicator(self) -> Indicator:
        return Indicator.objects.get(pk=inputs_of(self.report).entered[0].id)

    @property
    def stored(self) -> ProgressReport:
        """The report as it stands in the database now."""
        return ProgressReport.objects.with_measure().get(pk=self.report.pk)

    def word(self, word: str, vocabulary: str = "progress"):
        return self.plan.words.get(vocabulary=vocabulary, word=word)

    def write_draft(self, by: str = "reporter") -> ProgressReport:
        """A complete draft, without the browser, for tests that begin after it."""
        fields = self._answers("契約事務の手引きを見直した。")
        results = {self.indicator.pk: ResultEntry(status="reported", value=18)}
        report = self.stored
        return entry.save(
            report, by=self.people[by], version=report.version, fields=fields, results=results
        )

    def _answers(self, done: str) -> dict:
        words = {"progress": self.word("順調"), "outlook": self.word("継続", "outlook")}
        return words | {"done": done}

    def write_last_year(self, done: str) -> None:
        """Of this year's report one text, and open the next year."""
        report = self.stored
        entry.save(
            report, by=self.people["reporter"], version=report.version, fields={"done": done}
        )
        self.open_next_year()

    def open_next_year(self) -> None:
        by = self.people["secretariat"]
        year_verbs.open_year(self.plan, by=by, fiscal_year=2024, report_due=DUE)

    @property
    def next_report(self) -> ProgressReport:
        """The same measure's report of the year after."""
        return ProgressReport.objects.with_measure().get(
            year__fiscal_year=2024, measure=self.measure
        )

    def hand_in(self) -> ProgressReport:
        """The same, submitted by the head."""
        report = self.write_draft()
        return entry.submit(report, by=self.people["head"], version=report.version)

    def draft_all(self, division: Division) -> list[ProgressReport]:
        """A complete draft of each report that the division leads, handed to its head; the parts
        of others are answered."""
        by, today = self.people["secretariat"], timezone.localdate()
        reports = ProgressReport.objects.for_year(self.year).led_by([division.pk], today)
        drafts = [self._draft(report, by) for report in reports.with_measure()]
        for part in Contribution.objects.filter(report__in=drafts).select_related("report__year"):
            more = {"has_nothing": True, "reason": "電話で確かめた。"}
            contributions.contribute(part, by=by, version=part.version, **more)
        return [handover.ask_head(each, by=by, version=each.version) for each in drafts]

    def _draft(self, report: ProgressReport, by: User) -> ProgressReport:
        results = {each.id: RESULTS[each.facts.kind] for each in inputs_of(report).entered}
        fields = self._answers(f"{report.measure.code}の取組を進めた。")
        return entry.save(report, by=by, version=report.version, fields=fields, results=results)


def build_city() -> None:
    """Load the plan, make the people, open R5; about a second."""
    plan = load_document(SAKADO)
    password = make_password(PASSWORD)
    people = {login: make_person(password, login, *place) for login, *place in PEOPLE}
    year_verbs.open_year(plan, by=people["secretariat"], fiscal_year=2023, report_due=DUE)


def read_city() -> City:
    """The rows of a city that has been built."""
    year = ReviewYear.objects.select_related("plan").get()
    report = ProgressReport.objects.with_measure().get(year=year, measure__code=MEASURE)
    people = {user.username: user for user in User.objects.all()}
    return City(year.plan, year, report, people)


def make_person(password: str, login: str, division: str, role: str, city_role: str) -> User:
    user = User.objects.create(username=login, name=f"試験 {login}", password=password)
    if division:
        place = Division.objects.get(name=division)
        Membership.objects.create(user=user, division=place, role=role, first_day=LONG_AGO)
    if city_role:
        CityRole.objects.create(user=user, role=city_role, first_day=LONG_AGO)
    return user
