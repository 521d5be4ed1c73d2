"""Rows by the thousand are validated as Django would, with few queries."""

import pytest
from django.core.exceptions import ValidationError
from model_bakery import baker

from glossary.models import Term
from measures.models import Plan
from sakado_dx.spreadsheets.validating import Validator

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return baker.make(Plan, first_fiscal_year=2023, last_fiscal_year=2027, review_every=3)


def term(plan: Plan, spelling: str) -> Term:
    return Term(plan=plan, term=spelling, order=1)


def test_unique_values_are_held_in_memory(plan, django_assert_num_queries):
    term(plan, "AI").save()
    validator = Validator(Term, trusts_the_database=True)
    with django_assert_num_queries(0):
        for number in range(50):
            validator.validate(term(plan, f"用語{number}"))
    for taken in ("AI", "用語3"):
        again = term(plan, taken)
        if taken != "AI":
            term(plan, taken).save()  # Django asks the database, where a look stores nothing
        with pytest.raises(ValidationError) as refused:
            validator.validate(again)
        with pytest.raises(ValidationError) as by_django:
            again.full_clean()
        assert refused.value.message_dict == by_django.value.message_dict


def test_value_that_an_earlier_row_gave_up_is_free(plan):
    first = term(plan, "旧")
    first.save()
    validator = Validator(Term, trusts_the_database=False)
    first.term = "新"
    validator.validate(first)
    first.save()
    validator.validate(term(plan, "旧"))


def test_checks_are_asked_unless_the_rows_were_seen(plan):
    blank = term(plan, "")
    with pytest.raises(ValidationError):
        Validator(Term, trusts_the_database=False).validate(blank)
    missing = Term(plan=None, term="AI", order=1)
    with pytest.raises(ValidationError) as refused:
        Validator(Term, trusts_the_database=True).validate(missing)
    assert "plan" in refused.value.message_dict
