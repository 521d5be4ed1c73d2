"""Of a closed year no page offers an action that would be refused because it is closed."""

from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.urls import resolve

from progress.models import ProgressReport, ReviewYear
from tests.access_table import LOOKS
from tests.city import addresses, furnish, names_in_addresses
from tests.progress.closing import close_year
from tests.progress.test_year_stays import year_of

WORD = "記録のため。"


class Forms(HTMLParser):
    """The forms of a page that are sent by POST: (action, fields), filled as a person might."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._open: dict[str, str] | None = None
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        name, kind = own.get("name") or "", own.get("type") or "text"
        if tag == "form" and (own.get("method") or "").lower() == "post":
            self._open = {}
            self.found.append((own.get("action") or "", self._open))
        if self._open is None:
            return
        if tag == "button" and own.get("formaction"):
            self.found.append((own["formaction"], self._open))
        if tag == "input" and name and kind not in ("submit", "file"):
            is_choice = kind in ("radio", "checkbox")
            if not is_choice or "checked" in own or name not in self._open:
                self._open[name] = own.get("value") or ""
        elif tag == "textarea" and name:
            self._open[name] = WORD
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and own.get("value"):
            is_first = self._select not in self._open
            if is_first or "selected" in own:
                self._open[self._select] = own["value"]

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None
        if tag == "select":
            self._select = ""


@pytest.fixture
def closed(world):
    """A closed year in which one report is evaluated and one was never handed in."""
    furnish(world)
    world.bring_to("evaluated")
    left = ProgressReport.objects.exclude(state="evaluated").values_list("pk", flat=True)
    reasons = dict.fromkeys(left, "災害対応のため")
    close_year(ReviewYear.objects.get(), by=world.people["secretariat"], reasons=reasons)
    return world


def offered(world, client, role: str):
    """Each form of the role's pages of the year: the page, its text, the address it goes to and
    its fields, every address once."""
    seen = set()
    names = names_in_addresses(world)
    for row in LOOKS:
        if row.answers[role] != "200" or row.models:
            continue
        for address in addresses(row, names):
            if year_of(address) != world.year.pk:
                continue
            response = client.get(address)
            is_page = response.headers.get("Content-Type", "").startswith("text/html")
            if response.status_code != 200 or not is_page:
                continue
            text = response.content.decode()
            for action, fields in Forms(text).found:
                target = action or address
                if target not in seen and target.startswith("/") and "logout" not in target:
                    seen.add(target)
                    yield address, text, target, fields


@pytest.mark.one_database
@pytest.mark.usefixtures("charts_drawn_once")
@pytest.mark.parametrize("role", ["secretariat", "head", "executive"])
def test_no_form_of_a_closed_year_is_refused_because_it_is_closed(closed, client, role):
    client.force_login(closed.people[role])
    refused = []
    for address, text, target, fields in list(offered(closed, client, role)):
        with transaction.atomic():
            answer = client.post(target, fields, follow=True)
            transaction.set_rollback(True)
        said = answer.content.decode()
        if said.count("締めら") > text.count("締めら"):
            refused.append(f"{address}: {target} ({resolve(target.partition('?')[0]).url_name})")
    assert "\n".join(refused) == ""
