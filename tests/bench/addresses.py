"""The pages that people use, on the data of `tests.bench.prepare`: what each is called in the tables,
who asks for it, and its address.
"""

from urllib.parse import urlencode

from django.urls import reverse

from measures.models import Indicator
from progress.models import Meeting, ProgressReport, ReviewYear
from progress.reading.inputs import inputs_of
from sakado_dx.organization.models import Membership

SEARCHED = "利用"  # measures, reports, terms and more speak of it
SECRETARY, REPORTER, COUNCIL, CITIZEN = "secretariat1", "reporter1", "council1", ""
State = ProgressReport.State


def pages(year: ReviewYear, report: ProgressReport) -> list[tuple[str, str, str]]:
    """Of each page its name, its reader's login (blank: without one) and its address; `year` is in
    progress, the one before it is closed; `report` is a draft of the reporter's."""
    closed = ReviewYear.objects.get(plan=year.plan_id, fiscal_year=year.fiscal_year - 1)
    held = Meeting.objects.get(year=closed)
    coming = Meeting.objects.get(year=year)
    item = coming.agenda.in_order()[0]
    reviewed = _review(year)
    own = ProgressReport.objects.in_plan_order().filter(year=closed)[0]
    of_year, of_closed = [year.pk], [closed.pk]
    return [
        ("事務局トップ", SECRETARY, _at("desk_start")),
        ("ダッシュボード（報告中の年度）", COUNCIL, _at("dashboard", *of_year)),
        ("ダッシュボード（締めた年度）", COUNCIL, _at("dashboard", *of_closed)),
        ("年度の比較", COUNCIL, _at("year_beside", *of_closed)),
        ("方針と施策", COUNCIL, _at("policy_list")),
        ("施策の一覧", COUNCIL, _at("measure_list")),
        ("施策", COUNCIL, _at("measure_detail", report.measure_id)),
        ("施策（締めた年度）", COUNCIL, _at("measure_year", closed.pk, report.measure_id)),
        ("担当施策", REPORTER, _at("my_measures")),
        ("進捗の入力", REPORTER, _at("report_edit", report.pk)),
        ("提出前の確認", REPORTER, _at("report_check", report.pk)),
        ("事務局確認の一覧", SECRETARY, _at("queue", *of_year)),
        ("報告の確認", SECRETARY, _at("report_review", reviewed.pk)),
        ("まとめて確認", SECRETARY, _at("confirm_bulk", *of_year)),
        ("会議（これから）", SECRETARY, _at("meeting_detail", coming.pk)),
        ("会議（結果の確定後）", COUNCIL, _at("meeting_detail", held.pk)),
        ("会議の進行", SECRETARY, _at("meeting_project", coming.pk, item.pk)),
        ("会議の投影", SECRETARY, _at("meeting_screen", coming.pk)),
        ("年度のCSV（報告中）", SECRETARY, _at("year_export", year.pk, "csv")),
        ("年度のCSV（締めた年度）", SECRETARY, _at("year_export", closed.pk, "csv")),
        ("年度のxlsx（報告中）", SECRETARY, _at("year_export", year.pk, "xlsx")),
        ("年度のxlsx（締めた年度）", SECRETARY, _at("year_export", closed.pk, "xlsx")),
        ("検索", SECRETARY, search()),
        ("施策の一覧（API）", SECRETARY, f"{reverse('api:measure_list')}?page_size=200"),
        ("市民向けのトップ", CITIZEN, _at("public_home")),
        (
            "市民向けの施策",
            CITIZEN,
            _at("public_measure", closed.fiscal_year, own.measure.code),
        ),
    ]


def search() -> str:
    """The search for a word that all kinds of objects have."""
    return f"{reverse('search:search')}?{urlencode({'q': SEARCHED})}"


def _at(name: str, *args) -> str:
    return reverse(f"progress:{name}", args=args)


def charts(year: ReviewYear) -> list[str]:
    """Pictures of indicators, each of another figure or year: every one is drawn once."""
    ids = Indicator.objects.filter(plan=year.plan_id, kind__in=Indicator.NUMERIC_KINDS)
    years = ReviewYear.objects.filter(plan=year.plan_id).order_by("-fiscal_year")
    return [
        _at("indicator_chart", pk, each.pk, "wide")
        for each in years
        for pk in ids.order_by("pk").values_list("pk", flat=True)[:50]
    ]


def public(fiscal_year: int) -> list[str]:
    """A page of each kind that citizens read, with a few measures and a picture."""
    reports = ProgressReport.objects.filter(year__fiscal_year=fiscal_year).in_plan_order()
    codes = reports.values_list("measure__code", flat=True)[:10]
    measures = [_at("public_measure", fiscal_year, code) for code in codes]
    picture = _at("public_policies_chart", fiscal_year, "wide")
    own = [_at("public_year", fiscal_year), _at("public_policy", fiscal_year, 1)]
    return [_at("public_home"), *own, picture, *measures]


def reporters_draft(year: ReviewYear) -> ProgressReport:
    """A draft of the reporter's own division with a number to enter: the fullest entry page."""
    place = Membership.objects.get(user__username=REPORTER)
    drafts = ProgressReport.objects.for_year(year).filter(state=State.DRAFT).in_plan_order()
    own = drafts.led_by([place.division_id], place.first_day)
    return next(each for each in own if any(one.is_numeric for one in inputs_of(each).entered))


def _review(year: ReviewYear) -> ProgressReport:
    """A report that was handed in and waits for the desk."""
    reports = ProgressReport.objects.for_year(year).filter(state=State.SUBMITTED)
    return reports.in_plan_order()[0]
