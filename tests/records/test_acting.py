"""Who acts is told to the record for the time of one transaction, and no longer."""

import pytest
from django.db import transaction

from sakado_dx.organization.models import Division
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.models import AuditContext


def make(name: str) -> Division:
    return Division.objects.create(name=name)


def told(written) -> list[tuple[str, str, str, str]]:
    return [(each.actor_id, each.actor_name, each.door, each.reason) for each in written.records()]


def test_a_record_holds_person_door_and_reason(actor, written):
    with acting(actor, Door.PAGE, "改組のため"):
        make("課")
    assert told(written) == [(str(actor.pk), "記録 花子", "page", "改組のため")]


def test_a_command_acts_by_its_name(written):
    with acting("manage.py load_plan", Door.COMMAND):
        make("課")
    assert told(written) == [("", "manage.py load_plan", "command", "")]


def test_a_door_that_is_none_is_refused(actor):
    with pytest.raises(ValueError, match="window"), acting(actor, "window"):
        pass


def test_after_it_nobody_acts(actor, written):
    with acting(actor, Door.PAGE, "理由"):
        make("甲")
    make("乙")
    assert told(written)[1] == ("", "直接SQL", "sql", "")


def test_an_inner_actor_steps_back_for_the_outer_one(actor, written):
    with acting("manage.py load_demo", Door.COMMAND, "サンプル"):
        with acting(actor, Door.PAGE):
            make("甲")
        with acting(actor, Door.IMPORT, "別の理由"):
            make("乙")
        make("丙")
    assert told(written) == [
        (str(actor.pk), "記録 花子", "page", "サンプル"),
        (str(actor.pk), "記録 花子", "import", "別の理由"),
        ("", "manage.py load_demo", "command", "サンプル"),
    ]


def test_an_inner_failure_leaves_the_outer_actor(actor, written):
    with acting("manage.py load_demo", Door.COMMAND):
        with pytest.raises(ZeroDivisionError), acting(actor, Door.PAGE):
            make("甲")
            raise ZeroDivisionError
        make("乙")
    assert written.lines() == [("insert", "manage.py load_demo", "command")]


def test_a_rolled_back_inner_part_leaves_the_outer_actor(actor, written):
    with acting("manage.py load_demo", Door.COMMAND):
        with acting(actor, Door.PAGE):
            make("甲")
            transaction.set_rollback(True)
        make("乙")
    make("丙")
    assert written.lines() == [
        ("insert", "manage.py load_demo", "command"),
        ("insert", "直接SQL", "sql"),
    ]


def test_all_is_undone_with_a_failure(actor, written):
    with pytest.raises(ZeroDivisionError), acting(actor, Door.PAGE):
        make("課")
        raise ZeroDivisionError
    assert not Division.objects.exists()
    make("乙")
    assert written.lines() == [("insert", "直接SQL", "sql")]


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_stays_in_the_connection_or_the_table(actor, written):
    with acting(actor, Door.PAGE, "理由"):
        make("甲")
    assert list(AuditContext.objects.exclude(actor_name="", door="", reason="")) == []
    make("乙")
    with acting("manage.py load_demo", Door.COMMAND):
        make("丙")
    assert written.lines() == [
        ("insert", "記録 花子", "page"),
        ("insert", "直接SQL", "sql"),
        ("insert", "manage.py load_demo", "command"),
    ]


def test_it_costs_two_queries_and_none_where_the_same_one_acts(
    actor, django_assert_num_queries, written
):
    # Savepoints too, and what the search asks of the record.
    with django_assert_num_queries(2 + 2 + 1), acting(actor, Door.PAGE, "理由"):
        pass
    with acting(actor, Door.PAGE, "理由"), django_assert_num_queries(2), acting(actor, Door.PAGE):
        pass
