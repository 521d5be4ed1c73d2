"""提出の再依頼: a letter to each chosen division, by mail or on paper, and not too early unasked."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.desk.early import why_early
from progress.models import Letter, ReviewYear
from sakado_dx.fiscal import format_date
from sakado_dx.organization.models import User
from sakado_dx.records.mail import OutgoingMail


@pytest.fixture
def secretary(client, world):
    client.force_login(world.people["secretariat"])
    return client


@pytest.fixture
def mailing(mailing):
    """A city that sends mail, whose reports are due in nine days."""
    due_in(9)
    return mailing


def due_in(days: int, opened: int = -60) -> None:
    today = timezone.localdate()
    dates = {
        "opened_on": today + timedelta(days=opened),
        "report_due": today + timedelta(days=days),
    }
    ReviewYear.objects.update(**dates)


def url_of(world) -> str:
    return reverse("progress:remind_bulk", args=[world.year.pk])


def send(client, world, *names: str, how: str = "send"):
    to = [world.divisions[name].pk for name in names]
    return client.post(url_of(world), {"to": to, "dated_on": "R8.5.1", how: ""})


def again():
    return Letter.objects.filter(kind="again").order_by("division__order")


def told() -> set[str]:
    return set(OutgoingMail.objects.values_list("recipient__username", flat=True))


def test_chosen_divisions_are_asked_again_once_a_day(secretary, mailing):
    for _ in range(2):
        assert send(secretary, mailing, "lead").status_code == 302
    (letter,) = again()
    assert (letter.division.name, letter.mailed_to) == ("情報課", 4)
    assert told() == {"reporter", "deputy", "head", "promoter"}
    assert OutgoingMail.objects.count() == 4
    due = format_date(timezone.localdate() + timedelta(days=9))
    assert letter.particulars == (
        f"残っているもの　1件（早い期限　{due}）\n・報告の提出　I-1-1 施策I-1-1（R5実績）　期限 {due}"
    )


def test_page_lists_what_waits_for_each_division_with_nothing_ticked(secretary, mailing):
    mailing.leave_parts_open()
    User.objects.filter(username="co_owner").update(email="")
    mailing.people["other"].memberships.all().delete()
    page = secretary.get(url_of(mailing))
    lines = {each.name: (each.addressed.about, bool(each.people)) for each in page.context["lines"]}
    due = timezone.localdate() + timedelta(days=9)
    report = f"報告の提出1件（早い期限 {format_date(due)}、あと9日）"
    assert lines["情報課"] == (report, True) and lines["道路課"] == (report, False)
    assert lines["市民課"][0].startswith("関係課の記載1件") and not lines["市民課"][1]
    assert not any(each.is_ticked for each in page.context["lines"])
    assert page.context["letter"].addressee == f"{page.context['lines'][0].name}長"
    to = mailing.divisions["other"].pk
    page = secretary.post(url_of(mailing), {"to": to, "dated_on": "R8.5.1", "preview": ""})
    assert page.context["letter"].addressee == "道路課長"


def test_city_without_mail_gets_a_letter_for_each_late_division_to_print(secretary, world):
    due_in(-3)
    answer = send(secretary, world, "lead", "other")
    letters = list(again())
    assert [(each.division.name, each.is_waiting) for each in letters] == [
        ("情報課", True),
        ("道路課", True),
    ]
    page = secretary.get(answer.url).content.decode()
    assert "情報課長　様" in page and "道路課長　様" in page
    assert "2通を渡したと記録する" in page and OutgoingMail.objects.count() == 0


def test_who_has_handed_in_is_not_asked_again(secretary, mailing):
    mailing.bring_to("submitted")
    page = secretary.get(url_of(mailing))
    assert [each.name for each in page.context["lines"]] == ["道路課"]
    send(secretary, mailing, "lead")
    assert not again().exists()


@pytest.mark.parametrize(
    ("due", "opened", "words"),
    [
        (500, -1, "です（あと500日）。"),
        (31, 0, "です（あと31日）。"),
        (20, 1, "からです（あと1日）。"),
    ],
)
def test_letter_that_comes_too_early_asks_first(secretary, mailing, due, opened, words):
    due_in(due, opened)
    page = secretary.post(
        url_of(mailing),
        {
            "to": mailing.divisions["lead"].pk,
            "dated_on": "R8.5.1",
            "sentence": "念のため。",
            "send": "",
        },
    )
    assert words in page.context["question"]
    assert "念のため。" in page.content.decode() and "checked" in page.content.decode()
    assert not again().exists() and told() == set()
    send(secretary, mailing, "lead", how="anyway")
    assert told() == {"reporter", "deputy", "head", "promoter"}


@pytest.mark.parametrize("days", [30, 0, -3])
def test_letter_of_what_is_due_within_thirty_days_is_not_early(days):
    today = date(2026, 11, 29)
    assert why_early(ReviewYear(opened_on=today), today + timedelta(days=days), today) == ""
