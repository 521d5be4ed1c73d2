"""A number that no database holds is nothing's: 404 at every address of the resolver, never 500."""

import os
import re

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from sakado_dx.organization.limits import NumberLimitMiddleware
from tests.test_access_table import all_routes

HUGE = (str(2**63), str(10**30))
IN_FULL = bool(os.environ.get("TEST_LONG"))
CONVERTER = re.compile(r"<(?:(\w+):)?\w+>")


def filled(route: str, number: str) -> str:
    """An address of the route, all of whose places hold a number out of all bounds: texts too, since
    some are read as numbers."""
    return "/" + CONVERTER.sub(number, route)


WITH_PLACES = sorted({each for each in all_routes() if "<" in each and "(?P" not in each})
LINK = "accounts/link/<str:code>/"  # one that never was: 410


def expected(route: str) -> set[int]:
    """The admin leads on from a row that it lacks, and says so."""
    if route.startswith("admin/"):
        return {302, 403, 404}
    if route == LINK:
        return {410}
    return {404} if "<int:" in route else {404, 405}


def test_huge_number_in_any_address_is_not_found(secretary):
    secretary.raise_request_exception = False
    asked = [
        (route, number)
        for place, route in enumerate(WITH_PLACES)
        for number in (HUGE if IN_FULL else HUGE[place % 2 :][:1])
    ]
    answers = {each: secretary.get(filled(*each)).status_code for each in asked}
    assert len(answers) > 200
    assert {each: code for each, code in answers.items() if code not in expected(each[0])} == {}


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
    with pytest.raises(ValueError) as too_long:
        int("9" * 5_000)
    assert refusing.process_exception(request, too_long.value).status_code == 400
    assert refusing.process_exception(request, ValueError("x")) is None
