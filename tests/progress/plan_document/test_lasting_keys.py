"""A plan and what is in it are known by lasting keys, whatever becomes of names and numbers."""

from copy import deepcopy

import pytest

from measures.models import Direction, Measure, Plan, Policy
from progress.plan_document.exporting import document_of, dump
from progress.plan_document.loading.comparing import compare
from progress.plan_document.loading.loading import load
from progress.plan_document.rows.stored import stored_rows
from progress.plan_document.schema.completing import measures_of
from progress.plan_document.schema.faults import DocumentRefused
from progress.plan_document.schema.reading import read
from sakado_dx.organization.models import Division


def told(document) -> dict:
    """The document as a file would bring it."""
    return read(dump(document).encode())


def without_keys(document) -> dict:
    """As a city writes it that knows of no keys."""
    document = deepcopy(document)
    for each in [document["plan"], *document["divisions"], *document["policies"]]:
        each["key"] = ""
    for policy in document["policies"]:
        for direction in policy["directions"]:
            direction["key"] = ""
            for measure in direction["measures"]:
                measure["key"] = ""
    return document


def test_renamed_plan_is_the_same_plan(invented_city):
    document = document_of(invented_city)
    document["plan"]["title"] = "潮凪市デジタル市役所行動計画（改定版）"
    assert load(told(document)).plan == invented_city
    assert Plan.objects.get().title == "潮凪市デジタル市役所行動計画（改定版）"


def test_plan_without_key_under_another_title_is_matched_by_its_years_and_told(invented_city):
    document = without_keys(document_of(invented_city))
    document["plan"]["title"] = "潮凪市行動計画"
    comparison = compare(told(document))
    assert not comparison.is_new
    assert comparison.matches == [
        "計画「潮凪市行動計画」を、市区町村と年度の同じ登録済みの計画"
        "「潮凪市デジタル市役所行動計画」の改称とみなします。"
    ]
    document["plan"]["last_fiscal_year"] += 1
    assert compare(told(document)).is_new


def test_same_document_without_keys_changes_nothing_and_tells_no_match(sakado_plan):
    comparison = compare(told(without_keys(document_of(sakado_plan))))
    assert comparison.is_empty
    assert comparison.matches == []


def test_policies_that_swap_their_numbers_stay_themselves(sakado_plan):
    document = document_of(sakado_plan)
    before = dict(Policy.objects.values_list("pk", "name"))
    first, second = document["policies"][:2]
    first["number"], second["number"] = second["number"], first["number"]
    document["policies"][:2] = [second, first]
    load(told(document))
    assert dict(Policy.objects.values_list("pk", "name")) == before
    assert [each.number for each in Policy.objects.order_by("pk")[:2]] == [2, 1]
    assert document_of(sakado_plan)["policies"] == told(document)["policies"]


def test_keyless_document_after_a_renumbering_is_matched_by_number_and_told(sakado_plan):
    old = without_keys(document_of(sakado_plan))
    renumbered = document_of(sakado_plan)
    first, second = renumbered["policies"][:2]
    first["number"], second["number"] = 2, 1
    renumbered["policies"][:2] = [second, first]
    load(told(renumbered))
    matches = compare(told(old)).matches
    one, two = (each["name"] for each in old["policies"][:2])
    assert matches == [
        f"第1階層「1 {one}」を、同じ番号の登録済みの「{two}」の改称とみなします。",
        f"第1階層「2 {two}」を、同じ番号の登録済みの「{one}」の改称とみなします。",
    ]


def test_direction_moves_to_another_policy_with_its_measures(sakado_plan):
    document = document_of(sakado_plan)
    first, second = document["policies"][:2]
    moved = first["directions"].pop(0)
    moved["number"] = 90
    second["directions"].append(moved)
    key = Direction.objects.get(policy__number=1, number=1).pk
    load(told(document))
    direction = Direction.objects.get(pk=key)
    assert (direction.policy.number, direction.number) == (2, 90)
    assert direction.measures.count() == len(moved["measures"])


def test_measure_without_key_is_the_one_that_bears_its_code_today(invented_city):
    document = document_of(invented_city)
    measure = document["policies"][0]["directions"][0]["measures"][0]
    stood, measure["code"] = Measure.objects.get(code=measure["code"]), "Z9"
    for each in measures_of(document):
        each["related"] = []
    load(told(document))
    again = without_keys(document_of(invented_city))
    comparison = compare(told(again))
    assert comparison.is_empty
    assert comparison.matches == [
        f"施策「Z9 {stood.name}」を、同じ番号の登録済みの施策「{stood.name}」"
        f"（変わらない番号 {stood.key}）とみなします。"
    ]


def test_renamed_division_is_the_same_division(invented_city):
    document = document_of(invented_city)
    old = document["divisions"][1]["name"]
    text = dump(document).replace(f'"{old}"', '"新しい名前の課"')
    text = text.replace('"key": "新しい名前の課"', f'"key": "{old}"')
    division = Division.objects.get(name=old)
    load(read(text.encode()))
    division.refresh_from_db()
    assert division.name == "新しい名前の課"
    assert Division.objects.count() == len(document["divisions"])


@pytest.mark.parametrize("part", ["divisions", "policies"])
def test_key_that_stands_twice_is_refused_by_its_place(invented_city, part):
    document = document_of(invented_city)
    document[part][1]["key"] = document[part][0]["key"]
    with pytest.raises(DocumentRefused) as refused:
        told(document)
    assert [str(fault) for fault in refused.value.faults if "key" in str(fault)] == [
        f"{part}[1] のkey「{document[part][0]['key']}」は、{part}[0] と重複しています。"
    ]


def test_rows_know_their_own_by_keys(sakado_plan):
    rows = stored_rows(sakado_plan).rows
    assert list(rows["plan"]) == [("sakado-dx-2023",)]
    assert ("1",) in rows["policies"]
    assert ("1-1",) in rows["directions"]
