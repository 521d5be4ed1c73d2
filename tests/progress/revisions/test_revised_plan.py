"""A plan of five years whose targets are lowered, and a measure added, after three closed years:
the changed document as a draft, decided, in force; old beside new, closed years as they were."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from measures.models import Indicator, IndicatorTarget
from progress.editions.exporting import year_file
from progress.imports.judged import judged_reports
from progress.judging.results import facts_of
from progress.judging.targets import revisions
from progress.models import PlanChange, ProgressReport, ReviewYear
from progress.plan_document.exporting import document_of
from progress.plan_document.rows.keys import key_of
from progress.plan_document.schema.reading import read
from progress.plan_editions.writing import write_edition
from progress.revisions.drafting import draft_from_document
from progress.revisions.effect_verbs import apply_due
from progress.year.verbs import open_year
from tests.conftest import ROOT, load_document
from tests.progress.conftest import give_role, person

DOCUMENTS = ROOT / "tests" / "documents"
DECIDED, DAY = date(2018, 3, 20), date(2018, 4, 1)
ROWS = (
    "H27,1-1,順調,取組を進めた。,継続,A1,52",
    "H27,1-2,順調,取組を進めた。,継続,A2,5100",
    "H28,1-1,順調,取組を進めた。,継続,A1,55",
    "H28,1-2,順調,取組を進めた。,継続,A2,4800",
    "H29,1-1,順調,取組を進めた。,継続,A1,58",
    "H29,1-2,順調,取組を進めた。,継続,A2,4300",
)


@pytest.fixture
def clock(monkeypatch):
    """Sets today, 30年3月20日 to begin with."""
    now = [datetime(2018, 3, 20, 3, tzinfo=timezone.get_current_timezone())]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0] + timedelta(0))

    def go_to(day: date) -> None:
        now[0] = datetime(day.year, day.month, day.day, 9, tzinfo=now[0].tzinfo)

    return go_to


@pytest.fixture
def plan(clock, db, tmp_path):
    """The plan in force, with three closed years."""
    plan = load_document(DOCUMENTS / "revised-before.json")
    give_role(person("secretariat", "事務局"), "secretariat", first_day=date(2010, 4, 1))
    path = tmp_path / "history.csv"
    head = "年度,施策番号,進捗,取り組んだこと,今後の方針,指標番号,実績値"
    path.write_text("\n".join([head, *ROWS]), "utf-8")
    call_command("load_history", str(path), by="secretariat", reason="台帳からの移行")
    if not plan.editions.exists():
        write_edition(plan, effective_on=date(2015, 4, 1), by="事務局")
    return plan


@pytest.fixture
def by(plan):
    from sakado_dx.organization.models import User

    return User.objects.get(username="secretariat")


def files_of(plan) -> list:
    years = ReviewYear.objects.filter(plan=plan, closed_at__isnull=False).select_related("plan")
    return [year_file(each, kind) for each in years for kind in ("csv", "json")]


def draft(plan, by):
    document = read((DOCUMENTS / "revised-after.json").read_bytes())
    return draft_from_document(plan, document, by=by, title="第1次改定", effective_on=DAY)


def decide(revision, by) -> None:
    """As `decide` leaves it."""
    days = {"decided_on": DECIDED, "decided_by": by, "effective_on": DAY}
    type(revision).objects.filter(pk=revision.pk).update(state="decided", **days)
    revision.changes.update(state=PlanChange.State.DECIDED)


def test_draft_holds_exactly_the_differences(plan, by):
    before = document_of(plan)
    lines = draft(plan, by).changes.in_order()
    assert document_of(plan) == before
    told = {(each.noun, key_of(each.key)) for each in lines if each.is_new_row}
    assert told == {
        ("targets", (("A1",), 2019, "target", 2018)),
        ("targets", (("A2",), 2018, "target", 2018)),
        ("targets", (("A2",), 2019, "target", 2018)),
        ("measures", ("1-3",)),
        ("measure_divisions", (("1-3",), division_of(lines), None)),
        ("yearly_directions", (("1-3",), 2018)),
        ("yearly_directions", (("1-3",), 2019)),
        ("indicators", ("A3",)),
        ("measure_indicators", (("1-3",), ("A3",))),
        ("targets", (("A3",), 2019, "target", 0)),
    }
    assert [each for each in lines if not each.is_new_row] == []


def division_of(lines):
    return next(key_of(each.key)[1] for each in lines if each.noun == "measure_divisions")


def test_old_stands_beside_new_and_closed_years_as_they_were(plan, by, clock):
    before = files_of(plan)
    assert len(before) == 6
    decide(draft(plan, by), by)
    clock(DAY)
    applied = apply_due()
    assert applied.left == [] and len(applied.editions) == 1
    assert files_of(plan) == before
    old = IndicatorTarget.objects.filter(applies_from=0, indicator__key="A2").order_by(
        "fiscal_year"
    )
    assert [each.value for each in old] == [5000] * 5
    facts = facts_of(Indicator.objects.get(key="A2"), 2015, 2019)
    pairs = [(was.fiscal_year, was.value, now.value) for was, now in revisions(facts, 2018)]
    assert pairs == [(2018, 5000, 3000), (2019, 5000, 3000)]
    assert revisions(facts, 2017) == []


def test_year_after_it_is_judged_by_the_new_plan(plan, by, clock):
    decide(draft(plan, by), by)
    clock(DAY)
    apply_due()
    year = open_year(plan, by=by, fiscal_year=2018, report_due=date(2019, 5, 31))
    assert plan.measures.get(key="1-3").first_day == DAY
    asked = [each.asked for each in judged_reports(reads_content=False).values()]
    assert [each["指標A2の目標"] for each in asked if "指標A2の目標" in each] == [
        "目標3,000千円以上"
    ]
    assert ProgressReport.objects.filter(year=year).count() == 3


def test_it_begins_in_a_year_that_is_open_already(plan, by, clock):
    year = open_year(plan, by=by, fiscal_year=2018, report_due=date(2019, 5, 31))
    assert ProgressReport.objects.filter(year=year).count() == 2
    decide(draft(plan, by), by)
    clock(date(2018, 4, 9))
    (edition,) = apply_due().editions
    assert edition.effective_on == DAY
    assert ProgressReport.objects.filter(year=year).count() == 3
    told = [(each["what"], each["measure"], each["said"]) for each in edition.outcome]
    assert told == [
        ("made", "1-3 窓口業務の委託", []),
        ("changed", "1-1 納付方法の拡大", ["指標A1の目標 R1年度の目標70% → R1年度の目標65%"]),
        ("changed", "1-2 自主財源の確保", ["指標A2の目標 目標5,000千円以上 → 目標3,000千円以上"]),
    ]
