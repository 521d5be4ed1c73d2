"""The log says what happened and where, never what somebody wrote."""

import json
import logging
import re
import sys

import pytest
from django.test import RequestFactory

from sakado_dx import event_log
from sakado_dx.event_log import JsonLines, correlation_of, record


def line_of(logger: str, level: int, message: str, *values, **more) -> dict:
    made = logging.getLogger(logger).makeRecord(
        logger, level, "file.py", 1, message, values, more.pop("exc_info", None), extra=more
    )
    text = JsonLines().format(made)
    assert "\n" not in text
    return json.loads(text)


def test_event_is_one_line_with_its_facts():
    line = line_of("portal", logging.INFO, "login", facts={"user": 7})
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert line == {"level": "info", "logger": "portal", "event": "login", "user": 7}


def test_values_of_other_libraries_messages_are_left_out():
    line = line_of("some.library", logging.WARNING, "Cannot read %s\nsecond line", "本文の秘密")
    assert line["event"] == "Cannot read %s"
    assert "本文の秘密" not in json.dumps(line, ensure_ascii=False)


def test_exception_is_named_with_its_place_but_not_its_message():
    try:
        raise ValueError("本文の秘密")
    except ValueError:
        line = line_of("django.request", logging.ERROR, "%s: %s", exc_info=sys.exc_info())
    assert (line["event"], line["error"]) == ("unhandled_error", "ValueError")
    assert line["where"][0].endswith("test_exception_is_named_with_its_place_but_not_its_message")
    assert "本文の秘密" not in json.dumps(line, ensure_ascii=False)


def test_correlation_number_stands_in_every_line_of_its_request():
    token = event_log.correlation_id.set("abc-12345")
    try:
        assert line_of("portal", logging.INFO, "login")["correlation_id"] == "abc-12345"
    finally:
        event_log.correlation_id.reset(token)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("0123abcd-proxy_1", True),
        ("short", False),
        ("x" * 65, False),
        ('"}{"event":"x"', False),
        ("あいうえおかきくけこ", False),
        ("", False),
    ],
)
def test_number_of_a_proxy_is_taken_only_where_it_looks_like_one(given, taken):
    number = correlation_of(RequestFactory().get("/", headers={"X-Request-ID": given}))
    assert (number == given) is taken
    assert re.fullmatch(r"[A-Za-z0-9_-]{8,64}", number)


def test_request_is_logged_by_its_route_without_the_code_in_its_address(client, db, caplog):
    with caplog.at_level("INFO", logger="portal"):
        client.get("/accounts/link/ABCD-EFGH-JKLM-NPQR/?q=secret")
    (line,) = [each for each in caplog.records if each.msg == "request"]
    facts = line.facts | {"milliseconds": 0}
    assert facts == {
        "method": "GET",
        "route": "/accounts/link/<str:code>/",
        "status": 410,
        "milliseconds": 0,
    }
    assert line.levelname == "WARNING"
    assert "ABCD" not in JsonLines().format(line)


def test_facts_are_plain_values(caplog):
    with caplog.at_level("INFO", logger="portal"):
        record("count", number=3)
    assert caplog.records[0].facts == {"number": 3}
