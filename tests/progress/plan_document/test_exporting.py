"""The exported document: the same plan, byte for byte, wherever it is loaded."""

import json

import pytest
from model_bakery import baker

from measures.models import Indicator, Plan
from progress.plan_document.exporting import dump, export
from progress.plan_document.loading.loading import load
from progress.plan_document.schema.reading import read
from sakado_dx.organization.models import Division
from tests.progress.documents import (
    FOUR_LEVELS,
    SAKADO,
    TWO_LEVELS,
    checked,
    loaded,
    raw,
    with_lineage,
)


def without_everything():
    """Take plan and organization out of the database again."""
    plan = Plan.objects.get()
    plan.information_systems.all().delete()
    plan.measures.all().delete()
    plan.delete()
    Division.objects.update(parent=None)
    Division.objects.all().delete()


@pytest.mark.parametrize("path", [SAKADO, TWO_LEVELS, FOUR_LEVELS])
def test_a_loaded_document_is_exported_as_it_was_with_its_defaults(db, path):
    document = read(path.read_bytes())
    text, warnings = export(load(document).plan)
    assert json.loads(text) == with_lasting_keys(document)
    assert warnings == []


def with_lasting_keys(document):
    """What is known by no key of its own is known by its first name or number."""
    plan = document["plan"]
    plan["key"] = plan["key"] or f"{plan['city_code'] or plan['city']}-{plan['first_fiscal_year']}"
    for division in document["divisions"]:
        division["key"] = division["key"] or " ".join(
            filter(None, (division["name"], division["first_day"]))
        )
    for policy in document["policies"]:
        policy["key"] = policy["key"] or str(policy["number"])
        for direction in [each for each in policy["directions"] if each["name"]]:
            direction["key"] = direction["key"] or f"{policy['key']}-{direction['number']}"
    return document


@pytest.mark.parametrize("path", [SAKADO, TWO_LEVELS, FOUR_LEVELS])
def test_an_export_loaded_elsewhere_is_exported_byte_for_byte(db, path):
    first, _ = export(loaded(raw(path)).plan)
    without_everything()
    second, _ = export(load(read(first.encode())).plan)
    assert second == first


def test_ends_definitions_and_tags_are_exported_as_they_were_loaded(db):
    document = checked(with_lineage(raw(TWO_LEVELS)))
    text, warnings = export(load(document).plan)
    assert json.loads(text) == with_lasting_keys(document)
    assert warnings == []


def test_the_fixture_of_sakado_carries_every_key_that_it_uses_with_the_exported_value(sakado_plan):
    text, _ = export(sakado_plan)
    assert_holds(raw(SAKADO), json.loads(text), "")


def assert_holds(said, exported, place):
    """Everything that the hand-written document says stands in the exported one."""
    if isinstance(said, dict):
        for key, value in said.items():
            assert_holds(value, exported[key], f"{place}.{key}")
    elif isinstance(said, list):
        assert len(said) == len(exported), place
        for index, value in enumerate(said):
            assert_holds(value, exported[index], f"{place}[{index}]")
    else:
        assert said == exported, place


def test_the_document_is_readable_text_that_ends_with_a_line(invented_city):
    text = dump(read(TWO_LEVELS.read_bytes()))
    assert text.startswith(
        '{\n "format": "dx-plan/1",\n "plan": {\n  "key": "",\n  "title": "潮凪市'
    )
    assert text.endswith("]\n}\n")


def test_what_the_format_cannot_say_is_named(invented_city):
    baker.make(Indicator, plan=invented_city, key="X", name="施策のない指標", kind="qualitative")
    _, warnings = export(invented_city)
    assert warnings == ["指標のうち、文書に書き表せないものが1件あります。"]


def test_what_would_not_be_read_back_is_named_by_its_place(invented_city):
    Indicator.objects.filter(key="A1").update(name="")
    _, warnings = export(invented_city)
    assert warnings == [
        "policies[0].directions[0].measures[0].indicators[0].name が空です。",
    ]
