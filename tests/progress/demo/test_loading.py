"""The demonstration: what it holds, what it refuses, that it can be repeated."""

import re
from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from model_bakery import baker

from progress.models import IndicatorResult, ProgressReport, ReviewYear, StatusChange
from progress.reading.dashboard import dashboard_of
from progress.reading.years import read_year
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import CityRole, Membership, User
from tests.conftest import load_sakado

pytestmark = pytest.mark.one_database


@pytest.fixture
def kept_demonstration(request, keep):
    return keep(request, load_demonstration)


@pytest.fixture
def demonstration(kept_demonstration, db):
    """The plan of Sakado with its demonstration."""
    if not kept_demonstration:
        load_demonstration()


def load_demonstration() -> None:
    load_sakado()
    call_command("load_demo", verbosity=0)


def everything() -> dict:
    """All rows that the command may write, as values."""
    models = (User, Membership, CityRole, ReviewYear, ProgressReport, IndicatorResult, StatusChange)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_the_demonstration_uses_all_states_statuses_and_words(demonstration):
    first, second = ReviewYear.objects.order_by("fiscal_year")
    assert [first.fiscal_year, second.fiscal_year] == [2023, 2024]
    assert first.is_sample
    assert second.is_sample
    assert Counter(ProgressReport.objects.for_year(first).values_list("state", flat=True)) == {
        "confirmed": 47
    }
    assert Counter(ProgressReport.objects.for_year(second).values_list("state", flat=True)) == {
        "confirmed": 27,
        "submitted": 8,
        "draft": 4,
        "returned": 4,
        "not_started": 4,
    }
    statuses = Counter(IndicatorResult.objects.values_list("status", flat=True))
    assert set(statuses) == {"reported", "not_applicable", "not_yet_measured", "being_compiled"}
    assert IndicatorResult.objects.filter(value=0).exists()
    words = ProgressReport.objects.for_year(second).values_list("progress__word", flat=True)
    assert set(words) - {None} == {
        "未着手", "計画より進んでいる", "順調", "やや遅れ", "遅れ", "完了", "休止", "中止",
        "統合", "評価対象外",
    }  # fmt: skip
    judged = {
        each.judgement.code
        for year in (first, second)
        for row in read_year(year).rows
        for each in row.indicators
    }
    assert judged >= {"met", "not_met", "met_in_time", "above_pace", "below_pace", "before"}
    assert dashboard_of(read_year(second).rows).attention


def test_every_invented_text_says_that_it_is_one(demonstration):
    fields = ("done", "progress_reason", "effects", "issues", "next_work", "public_text",
              "secretariat_note", "funding")  # fmt: skip
    texts = [text for row in ProgressReport.objects.values_list(*fields) for text in row if text]
    texts += IndicatorResult.objects.exclude(words="").values_list("words", flat=True)
    texts += StatusChange.objects.exclude(reason="").values_list("reason", flat=True)
    assert len(texts) > 300
    assert [text for text in texts if "サンプル" not in text] == []


def test_the_people_have_the_places_that_are_printed(sakado_plan, capsys):
    call_command("load_demo")

    printed = re.findall(r"^  (\w+) +(\S+) +(\S+.*)$", capsys.readouterr().out, re.MULTILINE)
    assert printed[1:] == [
        ("reporter1", "mihon-hanamizuki", "情報政策課 入力担当"),
        ("head1", "mihon-hanamizuki", "情報政策課 所属長"),
        ("reporter2", "mihon-hanamizuki", "政策企画課 入力担当"),
        ("promoter2", "mihon-hanamizuki", "政策企画課 デジタル推進員"),
        ("deputy2", "mihon-hanamizuki", "政策企画課 所属長代理"),
        ("head2", "mihon-hanamizuki", "政策企画課 所属長"),
        ("secretariat1", "mihon-hanamizuki", "事務局、情報政策課 入力担当"),
        ("secretariat2", "mihon-hanamizuki", "事務局、情報政策課 入力担当"),
        ("council1", "mihon-hanamizuki", "推進会議委員"),
        ("executive1", "mihon-hanamizuki", "CDO・政策会議"),
        ("admin1", "mihon-hanamizuki", "システム管理者"),
    ]
    assert not User.objects.filter(is_sample=False).exists()
    assert User.objects.get(username="head2").check_password("mihon-hanamizuki")
    assert standing_of(User.objects.get(username="secretariat2")).is_secretariat


def test_nobody_confirms_what_he_wrote_in_the_demonstration_either(demonstration):
    authors = set(
        StatusChange.objects.filter(verb__in=["save", "submit"]).values_list("report", "by")
    )
    confirmers = set(StatusChange.objects.filter(verb="confirm").values_list("report", "by"))
    assert len(confirmers) == 47 + 27
    assert not authors & confirmers


def test_a_second_run_changes_nothing_and_prints_the_logins_again(
    invented_city, django_assert_num_queries, capsys
):
    call_command("load_demo", verbosity=0)
    ReviewYear.objects.create(plan=invented_city, fiscal_year=2027, report_due=date(2099, 5, 31))
    before = everything()
    capsys.readouterr()

    with django_assert_num_queries(5):
        call_command("load_demo")

    assert everything() == before
    said = capsys.readouterr().out
    assert "何も変更していません" in said
    assert "head1" in said


def test_any_plan_gets_its_demonstration(invented_city):
    call_command("load_demo", verbosity=0)

    assert list(
        ReviewYear.objects.order_by("fiscal_year").values_list("fiscal_year", flat=True)
    ) == [
        2025,
        2026,
    ]
    words = set(ProgressReport.objects.values_list("progress__word", flat=True)) - {None}
    assert words <= {"これから", "予定どおり", "遅れあり", "できた", "見送り"}


def test_production_is_refused(invented_city, settings):
    settings.PRODUCTION = True
    before = everything()

    with pytest.raises(CommandError, match="本番環境"):
        call_command("load_demo")

    assert everything() == before


def test_a_database_with_a_real_year_is_refused(invented_city):
    ReviewYear.objects.create(plan=invented_city, fiscal_year=2025, report_due=date(2099, 5, 31))
    before = everything()

    with pytest.raises(CommandError, match="実際の年度の報告がある"):
        call_command("load_demo")

    assert everything() == before


def test_a_login_of_a_real_person_is_refused(invented_city):
    baker.make(User, username="head1", name="実在 する人", reading="")

    with pytest.raises(CommandError, match="「head1」は実際の利用者"):
        call_command("load_demo")

    assert User.objects.count() == 1


def test_without_a_plan_it_says_what_to_do_first(db):
    with pytest.raises(CommandError, match="先に manage.py load_plan"):
        call_command("load_demo")


def test_a_plan_without_divisions_is_refused_as_a_whole(plan):
    with pytest.raises(CommandError, match="施策を主管する課がない"):
        call_command("load_demo")

    assert not User.objects.exists()
