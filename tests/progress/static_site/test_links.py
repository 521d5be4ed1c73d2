"""Addresses as files, links as ways between them."""

import pytest

from progress.static_site.links import linked_in_styles, place_of, with_relative_links
from progress.static_site.refusals import SiteRefused

MEASURE = "/public/years/2025/measures/I-1-1/"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/public/", "index.html"),
        (MEASURE, "years/2025/measures/I-1-1/index.html"),
        ("/public/data/results.csv", "data/results.csv"),
        (
            "/public/years/2025/measures/%E7%AA%93%E5%8F%A31/",
            "years/2025/measures/窓口1/index.html",
        ),
        ("/public/years/2025/measures/A:1%5C%25/", "years/2025/measures/A%3A1%5C%25/index.html"),
        ("/public/years/2025/measures/../x./", "years/2025/measures/.%2E/x%2E/index.html"),
        ("/static/css/base.css", "static/css/base.css"),
    ],
)
def test_an_address_has_its_place(address, place):
    assert place_of(address) == place


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/help/"])
def test_what_is_not_public_is_refused(address):
    with pytest.raises(SiteRefused, match="公開しないページ"):
        place_of(address)


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("/public/", "../../../../index.html"),
        (MEASURE, "index.html"),
        ("chart-1-wide.svg", "chart-1-wide.svg"),
        ("/public/data/#results", "../../../../data/index.html#results"),
        ("/static/css/base.css?v=1", "../../../../static/css/base.css"),
        ("#main", "#main"),
        ("mailto:dx@city.example", "mailto:dx@city.example"),
        (
            "https://creativecommons.org/licenses/by/4.0/",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
    ],
)
def test_a_link_leads_from_file_to_file(link, written):
    found = []
    page = with_relative_links(f'<p>href="x"</p><a class="y" href="{link}">', MEASURE, found.append)
    assert page == f'<p>href="x"</p><a class="y" href="{written}">'
    assert bool(found) == (link != written or link == "chart-1-wide.svg")


def test_pictures_of_a_style_sheet_are_found():
    text = "a { background: url('../img/a.svg') } b { src: url(data:image/png;base64,x) }"
    assert linked_in_styles(text, "/static/css/base.css") == ["/static/img/a.svg"]
