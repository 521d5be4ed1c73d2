"""The copy of the public pages: the same as they are, whole, and nothing else."""

import json
import re
from datetime import timedelta
from html import unescape
from io import StringIO
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from progress.models import IndicatorResult, ReviewYear
from progress.open_data.addresses import OPEN_DATA
from progress.public.addresses import PUBLIC
from progress.publication import verbs as publication
from progress.static_site.folders import LIST
from progress.static_site.links import LINK
from tests.progress.open_data.published import publish

pytestmark = pytest.mark.one_database  # what is written is decided in Python
# Addresses that lead out, and from which files.
OUTSIDE = {"creativecommons.org": {"data/index.html"}}


@pytest.fixture
def city(world):
    world.plan.chronology.create(year=2020, month=4, event="窓口を改めた")
    publish(world)
    return world


def export(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("export_site", str(folder), *options, stdout=out)
    return out.getvalue()


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def address_of(place: str) -> str:
    """The address of the portal that a file was made of."""
    root = "/" if place.startswith("static/") else "/public/"
    return root + place.removesuffix("index.html")


@pytest.fixture
def site(city, tmp_path) -> dict[str, bytes]:
    export(tmp_path / "site")
    return files_of(tmp_path / "site")


def pages_of(site: dict[str, bytes]) -> dict[str, str]:
    return {place: content.decode() for place, content in site.items() if place.endswith(".html")}


def test_every_public_address_has_its_file(site):
    written = [address_of(place).removeprefix("/") for place in site]
    # public/test_revisions: where the 公表日 of one has come; public/test_many_years: where there
    # are more years than the menu holds.
    elsewhere = {"public_revision", "public_years"}
    wanting = [
        each.name
        for each in [*PUBLIC, *OPEN_DATA]
        if each.name not in elsewhere
        and not any(each.pattern.match(address) for address in written)
    ]
    assert wanting == []


def test_every_link_leads_to_a_file(site):
    """Also those with a fragment, to an element that is there."""
    broken = []
    for place, page in pages_of(site).items():
        for link in (unescape(match["link"]) for match in LINK.finditer(page)):
            target, fragment = urldefrag(link)
            if urlsplit(target).scheme:
                continue
            found = (
                unquote(urljoin(f"/{quote(place)}", target)).removeprefix("/") if target else place
            )
            if found not in site or fragment and f'id="{fragment}"' not in site[found].decode():
                broken.append(f"{place}: {link}")
    assert broken == []


def test_nothing_is_asked_of_a_server_and_no_address_is_absolute(site):
    absolute = re.compile(r"(?:https?:)?//([\w.-]+\.[a-z]+)")
    for place, page in pages_of(site).items():
        assert not re.search(r"<script|<form|\son\w+=", page), place
        hosts = {host for host in absolute.findall(page) if place not in OUTSIDE.get(host, ())}
        assert hosts == set(), place
        assert not re.search(r'(?:href|src|srcset|action)="/', page), place
    styles = [content.decode() for place, content in site.items() if place.endswith(".css")]
    assert styles and not any("://" in each or "url(/" in each for each in styles)


def without_links(page: str) -> str:
    return LINK.sub("", page)


def test_it_is_equal_to_the_public_pages(site):
    """Every page but for its links, every other file to the byte."""
    for place, content in site.items():
        if place.startswith("static/") or place in (LIST, "data/catalogue.jsonld"):
            continue
        shown = Client().get(address_of(place))
        assert shown.status_code == 200, place
        if place.endswith(".html"):
            assert without_links(content.decode()) == without_links(shown.content.decode())
        else:
            assert content == shown.content, place


def test_the_same_data_give_the_same_bytes(city, tmp_path):
    export(tmp_path / "one")
    export(tmp_path / "two")
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_nothing_stands_in_it_before_its_day(city, tmp_path):
    IndicatorResult.objects.update(words="")
    ReviewYear.objects.update(publish_on=timezone.localdate() + timedelta(days=1))
    told = export(tmp_path / "site")
    site = files_of(tmp_path / "site")
    assert "公表した年度はありません" in told
    assert not any(place.startswith("years/") for place in site)
    assert json.loads(site["data/results.json"]) == []


def test_what_was_taken_back_is_gone_with_the_next_copy(city, tmp_path):
    export(tmp_path / "site")
    report = city.fresh()
    by = city.people["secretariat"]
    publication.unpublish(report, by=by, version=report.version, reason="誤り")
    export(tmp_path / "site")
    site = files_of(tmp_path / "site")
    assert not any(place.startswith("years/") for place in site)
    assert "窓口の様式を見直した" not in "".join(pages_of(site).values())


def test_the_catalogue_tells_where_the_copy_is_read(city, tmp_path):
    export(tmp_path / "site", "--address", "https://www.city.example.lg.jp/dx")
    catalogue = json.loads((tmp_path / "site/data/catalogue.jsonld").read_text())
    assert catalogue["foaf:homepage"]["@id"] == "https://www.city.example.lg.jp/dx/data/"
    files = catalogue["dcat:dataset"][0]["dcat:distribution"]
    assert files[0]["dcat:downloadURL"]["@id"] == "https://www.city.example.lg.jp/dx/data/plan.csv"


@pytest.mark.parametrize("address", ["www.city.example.lg.jp", "ftp://x/", "https://x/?a=1"])
def test_a_wrong_address_is_refused(city, tmp_path, address):
    with pytest.raises(CommandError, match="公開先のアドレス"):
        export(tmp_path / "site", "--address", address)
    assert not (tmp_path / "site").exists()


def test_the_command_tells_what_it_wrote_and_refuses_a_foreign_folder(city, tmp_path):
    told = export(tmp_path / "site")
    assert "令和5年度（1件）" in told and "ファイル" in told
    (tmp_path / "site/note.txt").write_text("x")
    with pytest.raises(CommandError, match="note.txt"):
        export(tmp_path / "site")


def test_a_code_that_no_file_can_be_named_after_has_its_page(city, tmp_path):
    content = city.report.publications.get().content
    content["measure"]["code"] = "窓口: 1%"
    by = city.people["secretariat"]
    city.report.publications.create(
        edition=2, content=content, cause="公表", published_on=timezone.localdate(), by=by,
        at=timezone.now(),
    )  # fmt: skip
    export(tmp_path / "site")
    site = files_of(tmp_path / "site")
    assert "years/2023/measures/窓口%3A 1%25/index.html" in site
    test_every_link_leads_to_a_file(site)
