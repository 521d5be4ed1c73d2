"""Rows by the thousand are validated as Django would, with few queries."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Q
from model_bakery import baker

from glossary.models import Term
from measures.models import Plan
from progress.models import IndicatorResult, ProgressReport
from sakado_dx.spreadsheets.checks import teller
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


HELD = {
    "status": ("reported", "pending"),
    "value": (None, Decimal(0), Decimal("12.5")),
    "done": (None, True, False),
    "done_on": (None, date(2024, 3, 1)),
    "words": ("", "言葉"),
    "denominator": (None, Decimal(0), Decimal(3)),
}


def test_what_plainly_holds_for_django_too():
    checks = [
        each
        for model in (IndicatorResult, Term, ProgressReport)
        for each in model._meta.constraints
        if isinstance(each, CheckConstraint)
    ]
    found = Counter()
    for values in product(*HELD.values()):
        result = IndicatorResult(**dict(zip(HELD, values, strict=True)), numerator=values[-1])
        for each in checks[:4]:
            if is_plain := teller(each.condition, IndicatorResult)(result):
                each.validate(IndicatorResult, result)
            found[is_plain] += 1
    assert found[True] > found[False] / 2
    report = ProgressReport(state="draft", version=1, done="x" * 40_000)
    assert not all(teller(each.condition, ProgressReport)(report) for each in checks[5:])
    assert not teller(Q(term=""), Term)(Term(term="x"))


def test_usual_rows_are_validated_without_a_question(plan, django_assert_num_queries):
    validator = Validator(IndicatorResult, trusts_the_database=False)
    with django_assert_num_queries(0):
        for number in range(20):
            row = IndicatorResult(indicator_id=number, fiscal_year=2024, status="reported")
            row.report_id, row.value = 1, Decimal(number)
            validator.validate(row)
