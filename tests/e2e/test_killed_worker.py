"""A worker of the portal that is killed between the keystrokes and the save."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page, expect

from sakado_dx.organization.models import UnsentInput
from tests.bench.server import Server, environment, running_server
from tests.e2e import journey
from tests.e2e.checks import problems_of
from tests.e2e.typed import field, must_have, type_everywhere


@pytest.fixture
def server(city) -> Iterator[Server]:
    """gunicorn with one worker, on the database of the test."""
    at = connection.settings_dict
    place = f"{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    env = environment(f"postgresql://{place}") | {"SECRET_KEY": settings.SECRET_KEY}
    with running_server(env, threads=4) as server:
        yield server


def wait_until_kept(page: Page, text: str) -> None:
    for _ in range(150):  # 15 s
        if text in str(list(UnsentInput.objects.values())):
            return
        page.wait_for_timeout(100)


def test_killed_worker_loses_nothing_that_was_typed_and_the_save_goes_on(page_of, city, server):
    address = f"http://localhost:{server.port}/reports/{city.report.pk}/edit/"
    page = page_of("reporter")
    page.goto(address)
    typed = type_everywhere(page)
    killed = server.kill_worker()
    text = typed["issues"] = "止まっている間に打った。"
    field(page, "issues").fill(text)
    wait_until_kept(page, text)  # the next worker takes as long as it takes
    page.reload()
    must_have(page, typed)
    assert server.workers() not in ([], [killed])
    server.kill_worker()
    journey.save(page)
    expect(page.get_by_role("status").first).to_contain_text(
        "誤りのある項目のほかは、下書きに保存しました"
    )
    assert (city.stored.issues, city.stored.done) == (text, typed["done"])
    problems_of(page).clear()
