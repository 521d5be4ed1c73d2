"""The addresses of the open data: for everybody, without a cookie, and nothing before its day."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from progress.models import ReviewYear
from progress.open_data.tables import TABLES
from progress.publication import verbs as publication
from tests.progress.open_data.published import publish

FOLDER = "/public/data/"
FILES = [f"{FOLDER}{name}.{form}" for name in TABLES for form in ("csv", "json", "xlsx")]
ALL = [
    FOLDER, f"{FOLDER}dictionary/", f"{FOLDER}catalogue.jsonld",
    *(f"{FOLDER}{name}.schema.json" for name in TABLES), *FILES,
]  # fmt: skip


@pytest.fixture
def city(world):
    publish(world)
    return world


def results() -> list[dict]:
    caches["public"].clear()  # what a minute does
    return Client().get(f"{FOLDER}results.json").json()


def test_everybody_may_have_it_without_a_cookie(city):
    for address in ALL:
        answer = Client().get(address)
        assert (answer.status_code, answer.cookies.output()) == (200, ""), address
        assert answer["Cache-Control"] == "public, max-age=60", address


def test_who_has_a_file_already_is_told_so(city):
    client = Client()
    for address in ("results.csv", "plan.schema.json", "catalogue.jsonld"):
        first = client.get(FOLDER + address)
        again = client.get(FOLDER + address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.head(FOLDER + address)["ETag"] == first["ETag"]
        assert client.post(FOLDER + address).status_code == 405


def test_what_there_is_not_is_not_found(db):
    for address in ("results.xml", "people.csv", "people.schema.json"):
        assert Client().get(FOLDER + address).status_code == 404


def test_nothing_is_there_before_the_day(city):
    assert len(results()) == 1
    ReviewYear.objects.update(publish_on=timezone.localdate() + timedelta(days=1))
    assert results() == []
    assert "公表前" in Client().get(FOLDER).content.decode()


def test_what_was_taken_back_is_gone(city):
    before = Client().get(f"{FOLDER}results.csv")["ETag"]
    report = city.fresh()
    by = city.people["secretariat"]
    publication.unpublish(report, by=by, version=report.version, reason="誤り")
    assert results() == []
    assert Client().get(f"{FOLDER}results.csv")["ETag"] != before


@pytest.mark.parametrize(("address", "most"), [("", 16), ("results.csv", 11), ("plan.json", 11)])
def test_it_asks_little_however_much_there_is(city, address, most, django_assert_max_num_queries):
    Client().get(FOLDER + address)
    caches["public"].clear()  # what a minute does: the files themselves are kept on
    with django_assert_max_num_queries(most) as asked:
        Client().get(FOLDER + address)
    assert len(asked) > 5


def test_the_page_tells_size_rows_day_licence_and_source(city):
    page = Client().get(FOLDER).content.decode()
    today = timezone.localdate()
    assert f"令和{today.year - 2018}年{today.month}月{today.day}日" in page
    assert "1行" in page and "results.xlsx" in page and "KB" in page
    assert "https://creativecommons.org/licenses/by/4.0/deed.ja" in page
    assert "出典：試験市「試験市DX計画 オープンデータ」（CC BY 4.0）" in page


def test_another_licence_is_a_setting(city, settings):
    settings.OPEN_DATA_LICENCE = "CC0-1.0"
    page = Client().get(FOLDER).content.decode()
    assert "https://creativecommons.org/publicdomain/zero/1.0/deed.ja" in page
    assert "出典" not in page
    found = Client().get(f"{FOLDER}catalogue.jsonld").json()
    assert "zero/1.0" in found["dct:license"]["@id"]


def test_the_dictionary_explains_every_column(city):
    page = Client().get(f"{FOLDER}dictionary/").content.decode()
    wanting = [
        column.name
        for table in TABLES.values()
        for column in table.columns
        if f'<th scope="row">{column.name}</th>' not in page or column.told not in page
    ]
    assert wanting == []


def test_the_catalogue_tells_where_each_file_is_and_what_it_is(city, settings):
    settings.PORTAL_URL = "https://dx.city.example.lg.jp"
    found = Client().get(f"{FOLDER}catalogue.jsonld")
    assert found["Content-Type"] == "application/ld+json"
    catalogue = json.loads(found.content)
    assert catalogue["dct:publisher"]["dct:identifier"] == "112399"
    for dataset in catalogue["dcat:dataset"]:
        assert dataset["dct:license"]["@id"].startswith("https://creativecommons.org/")
        assert dataset["dct:modified"]["@value"] == timezone.localdate().isoformat()
        for file in dataset["dcat:distribution"]:
            address = file["dcat:downloadURL"]["@id"]
            assert address.startswith("https://dx.city.example.lg.jp/public/data/")
            content = Client().get(address.removeprefix("https://dx.city.example.lg.jp")).content
            assert file["dcat:byteSize"] == len(content)
            assert file["spdx:checksum"]["spdx:checksumValue"] == sha256(content).hexdigest()


def test_without_a_plan_there_are_empty_tables(db):
    assert [Client().get(address).status_code for address in ALL] == [200] * len(ALL)
    assert results() == []
