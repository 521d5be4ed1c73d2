"""A browser that walks the wizard."""

import re
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sakado_dx.imports.models import Import
from tests.filled_forms import fields_of
from tests.sakado_dx.workbooks import workbook

TARGETS = ["指標番号", "年度", "区分", "値"]


def text_of(response) -> str:
    """The words of a page, without tags."""
    content = re.sub(r"<[^>]+>", "", response.content.decode())
    return re.sub(r"\s+", " ", content)


@dataclass
class Wizard:
    """The wizard as one person walks it."""

    client: Client

    def upload(self, into: str, content, name: str = "一覧.xlsx"):
        """The page of what a file would do; `content` is that of a file, or its rows."""
        content = content if isinstance(content, bytes) else workbook(content)
        data = {"into": into, "file": SimpleUploadedFile(name, content)}
        return self.client.post("/imports/new/", data)

    def again(self, page, **more):
        return self.client.post("/imports/check/", {"ticket": ticket_in(page), **more})

    def confirm(self, page, **more):
        data = {"ticket": ticket_in(page), "reason": "年度の見直し", **more}
        return self.client.post("/imports/confirm/", data)

    def take_in(self, into: str, content, **more) -> Import:
        answer = self.confirm(self.upload(into, content), **more)
        assert answer.status_code == 302, text_of(answer)
        return Import.objects.order_by("-pk").first()

    def undo(self, made: Import, reason: str = "取り違え"):
        return self.client.post(f"/imports/{made.pk}/undo/", {"reason": reason})


def ticket_in(page) -> str:
    return (
        fields_of(page.content.decode()).get("ticket")
        or re.search(r'name="ticket" value="([^"]+)"', page.content.decode())[1]
    )


@pytest.fixture
def wizard_of(world):
    def walks(name: str) -> Wizard:
        client = Client()
        client.force_login(world.people[name])
        return Wizard(client)

    return walks


@pytest.fixture
def wizard(wizard_of) -> Wizard:
    """As the first secretary walks it."""
    return wizard_of("secretariat")


@pytest.fixture
def into(world) -> dict[str, str]:
    """The lists of the world's plan and year, as the form names them."""
    plan = world.plan.pk
    return {
        "terms": f"glossary.term:{plan}",
        "systems": f"systems_inventory.informationsystem:{plan}",
        "indicators": f"measures.indicator:{plan}",
        "targets": f"measures.indicatortarget:{plan}",
        "measures": f"measures.measure:{plan}",
        "results": f"progress.indicatorresult:{world.year.pk}",
    }
