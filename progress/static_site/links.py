"""Addresses of the portal as places of files, and links between files as relative ones.

A folder that is opened from a disk has no server: `/public/about/` is `about/index.html` there.
"""

import posixpath
import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import reverse

from progress.static_site.refusals import SiteRefused

INDEX = "index.html"
STATIC_FOLDER = "static/"
LINK = re.compile(r'(?P<before>\s(?:href|src|srcset)=)"(?P<link>[^"]*)"')
IN_STYLES = re.compile(r"url\(\s*['\"]?(?P<link>[^'\")]+)['\"]?\s*\)")
# Letters that a disk of some office takes for no part of a name, a dot or blank at its end too.
NO_LETTERS = re.compile(r'[<>:"|?*\\%\x00-\x1f]|[. ]$')


def start() -> str:
    """The address of the first public page, under which all others lie."""
    return reverse("progress:public_home")


def place_of(address: str) -> str:
    """Where the answer of an address lies in the folder. Raises SiteRefused for one that is not
    public."""
    for root, folder in ((start(), ""), (settings.STATIC_URL, STATIC_FOLDER)):
        if address.startswith(root):
            names = address.removeprefix(root).split("/")
            return folder + "/".join([_name(unquote(each)) for each in names]) + _index(names)
    raise SiteRefused(f"市民向けのページから、公開しないページにリンクしています：{address}")


def _index(names: list[str]) -> str:
    return "" if names[-1] else INDEX


def _name(part: str) -> str:
    """A part of an address as the name of a file: ``A:1`` is ``A%3A1``."""
    return NO_LETTERS.sub(lambda match: f"%{ord(match[0]):02X}", part.replace("/", "%2F"))


def with_relative_links(text: str, own: str, found: Callable[[str], None]) -> str:
    """The page of the address `own` with links that lead from file to file; `found` is told of
    each address of the portal that it links to."""

    def relative(match: re.Match) -> str:
        link = _relative(unescape(match["link"]), own, found)
        return f'{match["before"]}"{escape(link)}"'

    return LINK.sub(relative, text)


def _relative(link: str, own: str, found: Callable[[str], None]) -> str:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path:
        return link
    address = urljoin(own, parts.path)
    found(address)
    way = posixpath.relpath(place_of(address), posixpath.dirname(place_of(own)) or ".")
    return quote(way) + (f"#{parts.fragment}" if parts.fragment else "")


def linked_in_styles(text: str, own: str) -> list[str]:
    """The addresses of what a style sheet draws in: pictures."""
    links = (match["link"] for match in IN_STYLES.finditer(text))
    return [urljoin(own, each) for each in links if not urlsplit(each).scheme]
