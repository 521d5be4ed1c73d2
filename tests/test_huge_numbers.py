"""A number that no database holds is nothing's: 404 at every address of the resolver, never 500."""

import re

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from sakado_dx.organization.limits import NumberLimitMiddleware
from tests.test_access_table import all_routes

HUGE = "99999999999999999999"
CONVERTER = re.compile(r"<(?:(\w+):)?\w+>")


def filled(route: str) -> str:
    """An address of the route, each of whose numbers is out of all bounds."""
    return "/" + CONVERTER.sub(lambda match: HUGE if match[1] == "int" else "x", route)


WITH_NUMBERS = sorted({each for each in all_routes() if "<int:" in each and "(?P" not in each})


def test_huge_number_in_any_address_is_not_found(secretary):
    secretary.raise_request_exception = False
    answers = {route: secretary.get(filled(route)).status_code for route in WITH_NUMBERS}
    assert len(answers) > 100
    assert {route: code for route, code in answers.items() if code != 404} == {}


@pytest.mark.parametrize("address", ["/years/{}/", "/reports/{}/", "/measures/{}/"])
def test_numbers_that_columns_cannot_hold_are_not_found(secretary, address):
    for number in (2**31, 2**63 - 1, 2**63):
        assert secretary.get(address.format(number)).status_code == 404


def test_number_of_a_form_that_no_column_holds_is_refused(db):
    refusing = NumberLimitMiddleware(lambda request: HttpResponse())
    request = RequestFactory().post("/years/open/")
    too_large = OverflowError("Python int too large to convert to SQLite INTEGER")
    assert refusing.process_exception(request, too_large).status_code == 400
    assert refusing.process_exception(request, OperationalError("x")) is None
