"""What the pages of the open data show."""

import hashlib
from datetime import date

from django.urls import reverse

from progress.open_data.files import TableFiles, table_files
from progress.open_data.gathering import Source, source_on
from progress.open_data.licence import licence
from progress.open_data.tables import TABLES
from progress.public.frame import TOP

TITLE = "オープンデータ"
DICTIONARY = "データの項目の説明"


def everything(day: date) -> tuple[Source, list[TableFiles]]:
    """All tables with their files."""
    source = source_on(day)
    return source, [table_files(each, source) for each in TABLES.values()]


def list_page(day: date) -> dict:
    source, tables = everything(day)
    return {
        "page_title": TITLE,
        "breadcrumbs": [(TOP, reverse("progress:public_home")), (TITLE, None)],
        "tables": tables,
        "licence": licence(),
        "city": source.city,
        "plan": source.plan,
    }


def dictionary_page() -> dict:
    return {
        "page_title": DICTIONARY,
        "breadcrumbs": [
            (TOP, reverse("progress:public_home")),
            (TITLE, reverse("progress:data_list")),
            (DICTIONARY, None),
        ],
        "tables": list(TABLES.values()),
        "licence": licence(),
    }


def mark_of(content: bytes) -> str:
    """A name for these bytes and no others."""
    return hashlib.sha256(content).hexdigest()
