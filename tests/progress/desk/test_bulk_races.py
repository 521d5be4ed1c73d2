"""Twenty parallel copies (five on SQLite) of a bulk action act once."""

from functools import partial

import pytest

from progress.models import Letter
from sakado_dx.organization.models import User
from sakado_dx.records.mail import OutgoingMail
from tests.progress.conftest import World, make_world
from tests.progress.desk.test_bulk import chosen, submit_other, url_of
from tests.racing import Browser, Racers, rounds

COPIES = rounds(20, 20)


@pytest.fixture
def world(own_database) -> World:
    return make_world()


def statuses(user: User, address: str, data: dict) -> list[int]:
    """The answers to copies of one POST, sent at the same moment."""
    send = partial(Browser(user).post, address, data)
    with Racers(COPIES) as racers:
        return [each.status_code for each in racers.run([send] * COPIES)]


def test_reports_are_confirmed_once(world):
    report, other = world.bring_to("submitted"), submit_other(world)
    address, user = url_of("confirm_bulk", world), world.people["secretariat"]
    assert statuses(user, address, chosen(report, other)) == [302] * COPIES
    for each in (report, other):
        assert world.fresh(each).state == "confirmed"
        assert each.changes.filter(verb="confirm").count() == 1


def test_divisions_are_reminded_once(world, settings):
    world.leave_parts_open()
    settings.MAIL_SERVER = {"host": "127.0.0.1", "port": 9}
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@city.example")
    address, user = url_of("remind_bulk", world), world.people["secretariat"]
    divisions = [each.pk for each in world.divisions.values()]
    sent = {"to": divisions, "dated_on": "R6.5.1", "anyway": ""}
    assert statuses(user, address, sent) == [302] * COPIES
    assert Letter.objects.filter(kind="again").count() == 3
    names = OutgoingMail.objects.values_list("recipient__username", flat=True)
    assert sorted(names) == ["co_owner", "deputy", "head", "other", "promoter", "reporter"]
