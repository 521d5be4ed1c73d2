"""The demonstration years: opened, reported and confirmed by the invented people."""

from datetime import date, timedelta

from django.utils import timezone

from measures.models import Measure, Plan, PlanWord
from progress.demo.people import Cast, leading_divisions, make_cast, taken_logins
from progress.demo.reporting import Reporting
from progress.demo.scenario import Places, Words
from progress.models import ProgressReport, ReviewYear
from progress.year import verbs as year_verbs
from sakado_dx import fiscal
from sakado_dx.records.acting import Door, acting

ASKS_EVERY = 4  # one measure of so many asks other divisions for their part
DAYS_LEFT = 21  # until the deadline of the year in progress


class NotLoadable(Exception):
    """Why there can be no demonstration in this database, in one Japanese sentence."""


def is_loaded() -> bool:
    """Whether a demonstration year stands; 1 query."""
    return ReviewYear.objects.filter(is_sample=True).exists()


def load_demo() -> None:
    """Make the people and two years of the current plan: the first reported and confirmed
    throughout, the second in progress. All or nothing; NotLoadable says what stands against it.
    """
    plan = fitting_plan()
    words = Words(list(PlanWord.objects.filter(plan=plan)))
    today = timezone.localdate()
    divisions = leading_divisions(plan, today)
    if not words.are_enough or not divisions:
        raise NotLoadable(
            "この計画には、進捗・今後の方針の言葉か、施策を主管する課がないため、"
            "サンプルデータを作れません。"
        )
    with acting("manage.py load_demo", Door.COMMAND):
        cast = make_cast(divisions, since=since_when(plan))
        for number, fiscal_year in enumerate(plan.fiscal_years[:2]):
            is_finished = number == 0 and len(plan.fiscal_years) > 1
            _make_year(plan, fiscal_year, cast, words, is_finished=is_finished)


def fitting_plan() -> Plan:
    """The plan to invent years of; NotLoadable where real data or no plan stands."""
    if ReviewYear.objects.filter(is_sample=False).exists():
        raise NotLoadable(
            "このデータベースには実際の年度の報告があるため、サンプルデータを入れません。"
        )
    if taken := taken_logins():
        raise NotLoadable(
            f"ログインID「{'、'.join(taken)}」は実際の利用者が使っているため、"
            "サンプルデータを入れません。"
        )
    plan = Plan.objects.current()
    if plan is None:
        raise NotLoadable(
            "計画がまだ読み込まれていません。先に manage.py load_plan を実行してください。"
        )
    return plan


def since_when(plan: Plan) -> date:
    """The first day of the invented people's places: that of the plan, or earlier."""
    return min(timezone.localdate(), fiscal.first_day(plan.first_fiscal_year))


def open_sample_year(plan: Plan, fiscal_year: int, cast: Cast, **settings) -> ReviewYear:
    """A year with the mark of a sample, opened by the invented secretariat; of some measures
    the divisions with people are asked for a part."""
    measures = Measure.objects.of_plan(plan).active_in(fiscal_year).values_list("pk", flat=True)
    asked = [each.pk for each in cast.divisions]
    return year_verbs.open_year(
        plan,
        by=cast["secretariat1"],
        fiscal_year=fiscal_year,
        is_sample=True,
        contributors=dict.fromkeys(measures.order_by("order")[::ASKS_EVERY], asked),
        door=Door.COMMAND,
        **settings,
    )


def _make_year(
    plan: Plan, fiscal_year: int, cast: Cast, words: Words, *, is_finished: bool
) -> None:
    year = open_sample_year(plan, fiscal_year, cast, **dates_of(fiscal_year, is_finished))
    places = Places(0 if is_finished else 1, is_finished)
    reporting = Reporting(year, cast, words)
    for place, report in enumerate(_reports(year)):
        reporting.bring(report, places, place)


def _reports(year: ReviewYear):
    reports = ProgressReport.objects.for_year(year).with_measure().in_plan_order()
    return reports.prefetch_related("measure__yearly_directions")


def dates_of(fiscal_year: int, is_finished: bool) -> dict[str, date]:
    """Of a finished year those of the spring after it; of the other around today."""
    today = timezone.localdate()
    if is_finished:
        opened = min(fiscal.first_day(fiscal_year + 1), today - timedelta(days=120))
        due = opened + timedelta(days=58)
    else:
        opened, due = today - timedelta(days=30), today + timedelta(days=DAYS_LEFT)
    return {
        "opened_on": opened,
        "report_due": due,
        "confirm_due": due + timedelta(days=21),
        "meeting_on": due + timedelta(days=45),
    }
