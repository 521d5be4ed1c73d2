"""A client that nobody here wrote reads the API: made by openapi-python-client from the document."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import httpx
import pytest
from django.utils import timezone

from progress.models import ReviewYear
from sakado_dx.resources.schema import document
from tests.progress.conftest import make_world

pytestmark = pytest.mark.one_database

SITE = "http://testserver"  # the whole portal, asked by HTTP within this process


@pytest.fixture
def made(tmp_path, monkeypatch):
    """The generated package; nothing of the document was left out of it."""
    (tmp_path / "api.json").write_text(json.dumps(document()))
    (tmp_path / "config.yml").write_text("post_hooks: []\n")
    done = subprocess.run(
        [
            Path(sys.executable).with_name("openapi-python-client"), "generate", "--meta", "none",
            "--path", "api.json", "--config", "config.yml", "--output-path", "portal_client",
            "--fail-on-warning",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    monkeypatch.syspath_prepend(tmp_path)
    return import_module("portal_client")


def test_a_generated_client_reads_the_plan_and_a_published_year(portal, made):
    world = make_world()
    world.bring_to("evaluated")
    world.make_public(timezone.localdate())
    ReviewYear.objects.update(publish_on=timezone.localdate())
    client = made.Client(base_url=SITE)
    client.set_httpx_client(httpx.Client(base_url=SITE, transport=httpx.WSGITransport(portal)))

    def ask(name: str, **asked):
        found = import_module(f"portal_client.api.{name}").sync_detailed(client=client, **asked)
        return found.status_code, found.parsed

    status, page = ask("計画.measures_list", page_size=1)
    assert (status, page.count, page.results[0].key) == (200, 2, "I-1-1")
    assert page.results[0].policy.name == "窓口の改善"
    _, indicator = ask("計画.indicators_read", key="I-1-1")
    assert (indicator.targets[0].value, indicator.kind.value) == ("10", "number")
    _, report = ask("年度.years_reports_read", fiscal_year=2023, measure_key="I-1-1")
    assert (report.progress.word, report.internal, report.results[0].value) == ("順調", None, "12")
    status, error = ask("計画.measures_read", key="nothing")
    assert (status, error.code.value) == (404, "not_found")
    assert ask("情報システム.systems_list")[0] == 401
