"""The lines of tests/post_table.py for the admin: what its pages hold, and what is typed there."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from measures.models import Direction, Policy
from tests.filled_forms import fields_of
from tests.post_lines import Post, Stage
from tests.progress.conftest import World
from tests.progress.plans import put_out_of_force
from tests.racing import Browser
from tests.sakado_dx.workbooks import workbook

DOCUMENT = Path(__file__).parent / "documents" / "shionagi.json"
# app.model: what is typed into an empty form, what is changed in that of the first row
TYPED = {
    "organization.division": ({"name": "新しい課"}, {"telephone": "049-000-0000"}),
    "organization.user": ({"username": "newcomer", "name": "新人"}, {"reading": "しんじん"}),
    "measures.policy": ({"number": "9", "name": "新しい方針"}, {"aim": "待たせない。"}),
    "measures.direction": ({"number": "9", "name": "新しい方向"}, {"name": "行かない窓口"}),
    "measures.measure": ({"code": "I-1-9", "name": "新しい施策"}, {"summary": "要約"}),
    "measures.indicator": ({"key": "I-1-9", "name": "新しい指標", "unit": "件"}, {"note": "注記"}),
    "measures.planword": (
        {"vocabulary": "progress", "word": "休み", "meaning": "suspended"},
        {"order": "7"},
    ),
    "measures.meetingkind": ({"name": "部会", "rank": "1"}, {"order": "7"}),
    "measures.effectkind": ({"name": "新しい効果"}, {"order": "7"}),
    "measures.chronologyevent": (
        {"year": "2021", "month": "5", "event": "庁内の網を改めた"},
        {"order": "7"},
    ),
    "glossary.term": ({"term": "OCR", "explanation": "文字を読み取る。"}, {"explanation": "説明"}),
    "systems_inventory.informationsystem": ({"name": "税務", "category": "基幹系"}, {"order": "7"}),
    "systems_inventory.inventorynote": ({"as_of": "令和6年4月1日"}, {"as_of": "令和6年10月1日"}),
}
DELETED = (
    "measures.chronologyevent",
    "glossary.term",
    "systems_inventory.informationsystem",
    "systems_inventory.inventorynote",
)


def who_writes(label: str) -> str:
    return "administrator" if label.startswith("organization.") else "secretariat"


def typed_into(address: str, label: str, typed: dict[str, Any]) -> Callable[[Stage], dict]:
    """The page's own fields, with what is typed in place of theirs."""

    def fields(stage: Stage) -> dict[str, Any]:
        browser = Browser(stage.city.people[who_writes(label)])
        page = fields_of(browser.get(address.format(**stage.names)).content.decode())
        why = {"change_reason": "年度の見直し"}
        return page | _belonging(label, stage.city) | typed | why

    return fields


def _belonging(label: str, city: World) -> dict[str, Any]:
    """What a new row belongs to; a row that stands belongs to the same."""
    if label.startswith("organization."):
        return {}
    found = {"plan": city.plan.pk, "kind": "number", "measured_as": "stock", "sense": "up"}
    if label == "measures.direction":
        return {"policy": Policy.objects.get().pk}
    if label == "measures.measure":
        return {"plan": city.plan.pk, "direction": Direction.objects.get().pk}
    return found


def first_row(label: str) -> Callable[[World], dict[str, Any]]:
    def names(city: World) -> dict[str, Any]:
        before_it_is_in_force(label)(city)
        return {"object": apps.get_model(label).objects.order_by("pk").first().pk}

    return names


def before_it_is_in_force(label: str) -> Callable[[World], None]:
    """The plan as it is prepared: what it promises changes by revision alone."""

    def prepare(city: World) -> None:
        if label.startswith("measures."):
            put_out_of_force(city.plan)

    return prepare


def without_note(city: World) -> None:
    city.plan.inventory_note.delete()


def _adding(label: str) -> Post:
    address = f"/admin/{label.replace('.', '/')}/add/"
    is_note = label.endswith("inventorynote")
    prepare = without_note if is_note else before_it_is_in_force(label)
    fields = typed_into(address, label, TYPED[label][0])
    return Post(address, who_writes(label), fields, prepare=prepare)


def _changing(label: str) -> Post:
    address = f"/admin/{label.replace('.', '/')}/{{object}}/change/"
    fields = typed_into(address, label, TYPED[label][1])
    return Post(address, who_writes(label), fields, prepare=first_row(label))


def _deleting(label: str) -> Post:
    address = f"/admin/{label.replace('.', '/')}/{{object}}/delete/"
    return Post(address, "secretariat", lambda stage: {"post": "yes"}, prepare=first_row(label))


def _deleting_chosen(label: str) -> Post:
    fields = chosen("delete_selected")
    return Post(list_of(label), "secretariat", fields, prepare=first_row(label))


def chosen(action: str) -> Callable[[Stage], dict[str, Any]]:
    """An action on the first row of a list, with its yes."""

    def fields(stage: Stage) -> dict[str, Any]:
        chosen = {"action": action, "_selected_action": stage.names["object"], "post": "yes"}
        return chosen | {"change_reason": "退職"}

    return fields


# app.model: what of its exported sheet is replaced before it is taken in again
SHEETS = {
    "glossary.term": ("RPA", "OCR"),
    "measures.measure": ("施策I-1-2", "窓口の案内"),
    "measures.indicator": ("処理件数", "受付件数"),
    "systems_inventory.informationsystem": ("住民記録", "税務"),
    "progress.indicatorresult": ('"12"', '"15"'),
    "organization.user": ('"reporter","reporter",""', '"reporter","reporter","たんとう"'),
    "organization.division": ('"道路課",""', '"道路課","どうろか"'),
}


def imported(label: str) -> Callable[[Stage], dict[str, Any]]:
    """The yes to what the preview of a changed sheet shows."""

    def fields(stage: Stage) -> dict[str, Any]:
        browser, address = Browser(stage.city.people[who_writes(label)]), list_of(label)
        form = fields_of(browser.get(f"{address}export/").content.decode())
        content = browser.post(f"{address}export/", form | {"format": "1"}).content
        sheet = content.decode("utf-8-sig").replace(*SHEETS[label]).encode()
        form = fields_of(browser.get(f"/imports/new/?list={label}").content.decode())
        form["file"] = SimpleUploadedFile("一覧.csv", sheet, "text/csv")
        page = browser.post("/imports/new/", form).content.decode()
        return fields_of(page) | {"reason": "年度の見直し"}

    return fields


def list_of(label: str) -> str:
    return f"/admin/{label.replace('.', '/')}/"


def _importing(label: str) -> Post:
    return Post(
        "/imports/confirm/",
        who_writes(label),
        imported(label),
        "draft",
        before_it_is_in_force(label),
    )


def document(stage: Stage) -> dict[str, Any]:
    """The yes to what loading another city's plan would do."""
    browser = Browser(stage.city.people["secretariat"])
    file = SimpleUploadedFile("shionagi.json", DOCUMENT.read_bytes(), "application/json")
    page = browser.post("/admin/measures/plan/documents/upload/", {"document": file})
    return fields_of(page.content.decode())


def own_table(stage: Stage) -> dict[str, Any]:
    """The columns of a table of the city's own, as they are proposed."""
    browser = Browser(stage.city.people["secretariat"])
    file = SimpleUploadedFile("一覧.xlsx", workbook([["施策名", "所管課"], ["窓口", "市民課"]]))
    page = browser.post("/admin/measures/plan/documents/table/", {"table": file}).content.decode()
    chosen = {"role_1": "name", "role_2": "divisions"}
    return {"ticket": re.search(r'name="ticket" value="([^"]+)"', page)[1], **chosen}


def reorganized(stage: Stage) -> dict[str, Any]:
    """The yes to the end of a division that a new one takes over from."""
    browser = Browser(stage.city.people["administrator"])
    address = "/divisions/{division}/end/".format(**stage.names)
    form = fields_of(browser.get(address).content.decode())
    typed = {"last_day": "R90.3.31", "reason": "機構改革", "name_1": "デジタル課"}
    return form | typed | {"confirmed": "1"}


ADMIN = [
    Post("/divisions/{division}/end/", "administrator", reorganized),
    *[_adding(label) for label in TYPED],
    *[_changing(label) for label in TYPED],
    *[_deleting(label) for label in DELETED],
    Post(
        "/admin/organization/user/",
        "administrator",
        chosen("disable"),
        prepare=first_row("organization.user"),
    ),
    *[_deleting_chosen(label) for label in DELETED],
    *[_importing(label) for label in SHEETS],
    Post("/admin/measures/plan/documents/load/", "secretariat", document),
    Post("/admin/measures/plan/documents/table/fill/", "secretariat", own_table),
    Post("/imports/{import}/undo/", "secretariat", lambda stage: {"reason": "取り違え"}),
]
# Routes that write no row: a preview, a list without actions, the way to another address.
WRITE_NOTHING = (
    "unsent/<slug:form>/<int:subject>/discard/",  # a table without a record
    "years/history/check/",
    "plan/revisions/<int:pk>/impact/",  # tries it, and takes it back
    "years/<int:year_id>/divisions/<int:division_id>/workbook/",  # shows, and stores a file to wait
    "years/<int:year_id>/divisions/<int:division_id>/workbook/marked/",
    "imports/new/",
    "imports/check/",
    "imports/marked/",
    "admin/*/export/",
    "admin/measures/plan/documents/table/",
    "admin/measures/plan/documents/upload/",
    "admin/*/<path:object_id>/",
    "admin/measures/direction/",
    "admin/measures/effectkind/",
    "admin/measures/indicator/",
    "admin/measures/measure/",
    "admin/measures/meetingkind/",
    "admin/measures/plan/",
    "admin/measures/planword/",
    "admin/measures/policy/",
    "admin/organization/division/",
    "admin/progress/indicatorresult/",
    "admin/progress/progressreport/",
    "admin/progress/reviewyear/",
    "admin/progress/statuschange/",
)
