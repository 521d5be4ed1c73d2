"""Pages that most people open need none of the libraries that load late (tests/test_start.py)."""

import sys

import pytest
from django.urls import reverse

from tests.test_start import LATE


@pytest.mark.one_database
def test_pages_are_shown_without_the_libraries_that_few_requests_need(world, client, monkeypatch):
    """In `sys.modules`, None makes an import fail."""
    world.bring_to("confirmed")
    client.force_login(world.people["secretariat"])
    for name in LATE:
        monkeypatch.setitem(sys.modules, name, None)
    addresses = [
        reverse("progress:home"),
        reverse("progress:dashboard", args=[world.year.pk]),
        reverse("progress:measure_detail", args=[world.measure.pk]),
        reverse("progress:report_review", args=[world.report.pk]),
    ]
    assert [client.get(each, follow=True).status_code for each in addresses] == [200] * 4
