"""A look at what a sheet would do writes nothing, and sees what storing would do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from model_bakery import baker

from glossary.importers import TermResource
from measures.models import Plan
from progress.imports.verbs import look
from sakado_dx.organization.models import User
from sakado_dx.spreadsheets.opening import open_book
from sakado_dx.spreadsheets.writing import to_xlsx
from systems_inventory.importers import SystemResource

pytestmark = pytest.mark.django_db(transaction=True)  # a transaction of the test would hide ours
TERMS = [
    ["用語", "よみ", "別の表記", "説明"],
    ["AI", "エーアイ", "人工知能、ＡＩ", "機械が学ぶこと"],
    ["新語", "しんご", "", "新しい言葉"],
    ["新語", "しんご", "", "二度目"],
    ["", "よみ", "", ""],
    ["長" * 300, "", "", ""],
]
SYSTEMS = [
    ["業務システム名", "課名等", "区分", "並び順"],
    ["文書管理", "庶務課", "", "1"],
    ["新しいもの", "ない課", "", ""],
    ["別のもの", "庶務課、情報政策課", "", "-1"],
]


@pytest.mark.parametrize(
    ("resource", "rows"),
    [(TermResource, TERMS), (SystemResource, SYSTEMS)],
    ids=["用語", "システム"],
)
@pytest.mark.parametrize("sound", [True, False])
def test_look_writes_nothing_and_tells_the_same(sakado_plan, resource, rows, sound):
    rows = rows[:3] if sound and resource is TermResource else rows[:2] if sound else rows
    plan, by = Plan.objects.current(), baker.make(User)
    content = to_xlsx(resource.title, rows[0], rows[1:])

    def looked():
        own = resource(plan)
        return look(own, own.table_in(open_book("a.xlsx", content)), by)[0]

    with CaptureQueriesContext(connection) as asked:
        outcome = looked()
    assert {each["sql"].split()[0] for each in asked} <= {"SELECT"}
    before = resource.looks_at_stored_rows
    resource.looks_at_stored_rows = True
    try:
        stored = looked()
    finally:
        resource.looks_at_stored_rows = before
    assert outcome.faults == stored.faults
    assert bool(outcome.faults) is not sound
    told = [(each.number, each.kind, each.name, each.changes) for each in outcome.rows]
    assert told == [(each.number, each.kind, each.name, each.changes) for each in stored.rows]
    assert outcome.digest == stored.digest
