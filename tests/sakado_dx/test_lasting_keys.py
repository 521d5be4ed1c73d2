"""Each row that is known for good has a key of its own, by whatever way it is stored."""

import pytest
from model_bakery import baker

from measures.models import Direction, Plan, Policy
from sakado_dx.lasting_keys import free_key
from sakado_dx.organization.models import Division


@pytest.mark.parametrize(
    ("wanted", "taken", "key"),
    [("1", set(), "1"), ("1", {"1"}, "1-2"), ("1", {"1", "1-2"}, "1-3"), ("abcdefgh", set(), "abcdef"),
     ("abcdefgh", {"abcdef"}, "abcd-2")],
)  # fmt: skip
def test_key_is_free_and_fits(wanted, taken, key):
    assert free_key(wanted, taken, 6) == key


def test_divisions_that_are_stored_together_have_keys(db):
    Division.objects.bulk_create([Division(name="甲課"), Division(name="乙課")])
    assert sorted(Division.objects.values_list("key", flat=True)) == ["乙課", "甲課"]


def test_number_that_a_policy_gave_up_is_no_key_of_the_next(plan):
    first = Policy.objects.create(plan=plan, number=1, name="一")
    Policy.objects.filter(pk=first.pk).update(number=2)
    assert Policy.objects.create(plan=plan, number=1, name="新しい一").key == "1-2"


def test_direction_that_moved_keeps_its_key_to_itself(plan):
    one, two = (Policy.objects.create(plan=plan, number=n, name=f"方針{n}") for n in (1, 2))
    moved = Direction.objects.create(policy=one, number=1, name="移る")
    Direction.objects.filter(pk=moved.pk).update(policy=two)
    assert Direction.objects.create(policy=one, number=1, name="新しい").key == "1-1-2"


def test_key_stays_when_the_name_changes(db):
    division = Division.objects.create(name="窓口課")
    division.name = "市民課"
    division.save()
    assert Division.objects.get().key == "窓口課"


def test_second_plan_of_a_city_and_year_has_its_own_key(db):
    keys = [baker.make(Plan, title=t, city="試験市", first_fiscal_year=2023, last_fiscal_year=2025).key
            for t in ("一", "二")]  # fmt: skip
    assert keys == ["試験市-2023", "試験市-2023-2"]
