"""Closing a year: what is fixed, what refuses it, and that it stays as it was."""

import pytest
from django.urls import reverse

from measures.models import Measure
from progress.models import ProgressReport, ReportSnapshot, ReviewYear, YearChange
from progress.reading.dashboard import dashboard_of
from progress.reading.years import read_year
from progress.workflow.refusals import Incomplete, NotAllowed
from progress.year import verbs as year_verbs
from sakado_dx.organization.models import Division
from sakado_dx.records.chain import current_head
from sakado_dx.records.heads import kept_heads
from sakado_dx.records.models import AuditRecord
from tests.progress.closing import close_year, pass_due


def year_of(world) -> ReviewYear:
    return ReviewYear.objects.select_related("plan").get(pk=world.year.pk)


def others(world) -> dict[int, str]:
    """A reason for the report that the tests leave alone."""
    report = ProgressReport.objects.exclude(pk=world.report.pk).get()
    return {report.pk: "災害対応のため"}


def close(world, **more):
    return close_year(
        year_of(world), by=world.people["secretariat"], **({"reasons": others(world)} | more)
    )


def test_closing_fixes_each_report_once(world):
    world.bring_to("evaluated")
    close(world)
    assert not year_of(world).is_open
    rows = ReportSnapshot.objects.order_by("order").values_list(
        "code",
        "edition",
        "cause",
        "state",
        "progress",
        "meaning",
        "outlook",
        "planned",
        "divisions",
    )
    assert list(rows) == [
        (
            "I-1-1",
            1,
            "close",
            "evaluated",
            "順調",
            "on_track",
            "継続",
            "導入・運用",
            "情報課、市民課、各課",
        ),
        ("I-1-2", 1, "close", "not_started", "", "", "", "導入・運用", "道路課"),
    ]
    change = YearChange.objects.get(year=world.year, verb="close")
    assert change.by == world.people["secretariat"]


def test_closing_asks_a_reason_for_each_report_that_is_not_evaluated(world):
    world.bring_to("confirmed")
    with pytest.raises(Incomplete) as refusal:
        close(world, reasons={world.report.pk: "会議が開けなかったため"})
    left = next(iter(others(world)))
    assert [each.field for each in refusal.value.missing] == [f"reason-{left}"]
    assert year_of(world).is_open and not ReportSnapshot.objects.exists()
    close(world, reasons=others(world) | {world.report.pk: "会議が開けなかったため"})
    first, second = ReportSnapshot.objects.order_by("order")
    assert first.content["unfinished"] == "会議が開けなかったため"
    assert [row.shown_state for row in read_year(year_of(world)).rows] == [
        "unevaluated",
        "unfinished",
    ]


def test_only_the_secretariat_closes(world):
    world.bring_to("evaluated")
    for role in ("head", "executive", "council", "administrator"):
        with pytest.raises(NotAllowed):
            close_year(year_of(world), by=world.people[role], reasons=others(world))
    assert year_of(world).is_open


def test_second_closing_changes_nothing(world):
    world.bring_to("evaluated")
    read_before = year_of(world)
    close(world)
    for year in (read_before, year_of(world)):
        with pytest.raises(NotAllowed, match="既に締められています"):
            close_year(year, by=world.people["secretariat"], reasons=others(world))
    assert ReportSnapshot.objects.count() == 2
    assert YearChange.objects.filter(verb="close").count() == 1


def test_rows_of_a_closed_year_are_those_of_the_open_one(world):
    world.bring_to("evaluated")
    before = read_year(year_of(world)).rows
    assert before[0].mark.whose == "meeting"
    close(world)
    after = read_year(year_of(world)).rows
    changed = {"is_closed", "divisions"}
    for old, new in zip(before, after, strict=True):
        assert plain(old, changed) == plain(new, changed)
    # What waited for its confirmation is 未報告 once the year is closed.
    assert words_of(before) == {"順調": 1, "確認前": 1}
    assert words_of(after) == {"順調": 1}


def words_of(rows) -> dict[str, int]:
    words = dashboard_of(rows).policies[0].words
    return {each.word: number for each, number in words.items() if each.word}


def plain(row, without) -> dict:
    return {name: value for name, value in vars(row).items() if name not in without}


def test_closed_year_keeps_names_targets_and_words(world):
    world.bring_to("evaluated")
    close(world)
    before = read_year(year_of(world)).rows
    Measure.objects.update(name="新しい名称")
    for division in Division.objects.all():
        Division.objects.filter(pk=division.pk).update(name=f"新{division.name}")
    world.indicator.targets.update(value=99)
    world.plan.words.filter(word="順調").update(word="予定どおり")
    world.measure.yearly_directions.update(resolved="廃止")
    assert read_year(year_of(world)).rows == before
    assert before[0].divisions == ("情報課", "市民課", "各課")


def test_contents_take_the_same_queries_at_any_size(world, django_assert_num_queries):
    from progress.publication.pages import to_publish
    from progress.reading.live_editions import live_editions
    from sakado_dx.organization.models import Division as Place
    from tests.progress.conftest import make_indicator, make_measure

    secretary, other = world.people["secretariat"], Place.objects.get(name="道路課")
    for place in range(2, 12):
        measure = make_measure(
            world.plan, world.measure.direction, f"I-1-{place + 1}", place, [other]
        )
        make_indicator(world.plan, f"N-{place}", measure)
    due = {"report_due": "2099-05-31"}
    large = year_verbs.open_year(world.plan, by=secretary, fiscal_year=2024, **due)
    today = large.first_day
    for year in (year_of(world), ReviewYear.objects.select_related("plan").get(pk=large.pk)):
        with django_assert_num_queries(7):
            live_editions(year)
        with django_assert_num_queries(8):
            live_editions(year, linked=True)
        with django_assert_num_queries(11):
            to_publish(year, today)


def test_closing_seals_the_record_and_keeps_the_head(world, django_capture_on_commit_callbacks):
    world.bring_to("evaluated")
    with django_capture_on_commit_callbacks(execute=True):
        close(world)
        assert kept_heads() == []  # not before the closing is stored
    (head,) = kept_heads()
    assert head == current_head()
    sealed = AuditRecord.objects.sealed()
    assert sealed.filter(table_name="progress_reviewyear", operation="update").exists()
    assert not AuditRecord.objects.unsealed().exists()


@pytest.mark.django_db(transaction=True)
def test_closing_stands_where_the_head_cannot_be_written(world, client, settings, tmp_path):
    settings.AUDIT_HEADS_FILE = tmp_path  # a folder
    world.bring_to("evaluated")
    client.force_login(world.people["secretariat"])
    data = {f"reason-{pk}": reason for pk, reason in others(world).items()}
    pass_due(world.year)
    response = client.post(reverse("progress:year_close", args=[world.year.pk]), data)
    text = client.get(response.url).content.decode()
    assert "を締めました。" in text
    assert "manage.py seal_audit の実行を頼んでください。" in text
    assert not year_of(world).is_open


def test_refused_closing_seals_nothing(world, django_capture_on_commit_callbacks):
    world.bring_to("confirmed")
    refused = pytest.raises(Incomplete)
    with django_capture_on_commit_callbacks(execute=True) as callbacks, refused:
        close(world, reasons={})
    assert callbacks == [] and not AuditRecord.objects.sealed().exists()


def test_one_reason_stands_for_all_reports_without_their_own(world, client):
    left = dict.fromkeys(ProgressReport.objects.values_list("pk", flat=True))
    client.force_login(world.people["secretariat"])
    pass_due(world.year)
    address = reverse("progress:year_close", args=[world.year.pk])
    own, other = (f"reason-{pk}" for pk in left)
    page = client.post(address, {own: "災害対応のため"}).content.decode()
    assert (
        page.count("評価しないまま締める理由を入力してください。") >= 1 and year_of(world).is_open
    )
    client.post(address, {own: "災害対応のため", "shared_reason": "会議に間に合わないため"})
    assert list(
        ReportSnapshot.objects.order_by("report").values_list("content__unfinished", flat=True)
    ) == ["災害対応のため", "会議に間に合わないため"]
