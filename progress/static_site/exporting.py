"""A copy of all public pages, with their pictures and open data, that needs no server.

It holds what citizens see on the day, and the same data give the same bytes. Where what is public
changes while it is made, nothing is replaced: no copy is half of before and half of after.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from progress.open_data.gathering import Source, source_on
from progress.static_site.asking import files_of_site
from progress.static_site.folders import Written, check_folder, replace
from progress.static_site.links import start
from progress.static_site.refusals import SiteRefused


def export_site(folder: Path, address: str = "") -> tuple[Written, Source]:
    """Write the copy into the folder; `address` is where it will be read (the portal's own public
    pages where none is named). Raises SiteRefused."""
    check_folder(folder)
    whole = _whole(address) if address else f"{settings.PORTAL_URL}{start()}"
    source = source_on(timezone.localdate())
    return replace(folder, _unchanged(files_of_site(whole), source)), source


def _whole(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query:
        raise SiteRefused(
            f"公開先のアドレス「{address}」は使えません。"
            "https:// で始まるアドレスを指定してください。例: https://www.city.example.lg.jp/dx/"
        )
    return f"{address.rstrip('/')}/"


def _unchanged(files: Iterator[tuple[str, bytes]], source: Source) -> Iterator[tuple[str, bytes]]:
    yield from files
    if _mark(source_on(timezone.localdate())) != _mark(source):
        raise SiteRefused(
            "書き出す間に、公表内容か計画が変わりました。もう一度書き出してください。"
        )


def _mark(source: Source) -> tuple:
    """Of all that is public on the day."""
    years = [
        (year.publish_on, each.report_id, each.edition, each.at)
        for year in source.years
        for each in year.reports
    ]
    return years, source.planned_at
