"""What the pages of the open data show."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from progress.open_data.catalogue import catalogue
from progress.open_data.dictionary import as_json
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


def catalogue_document(folder: str) -> bytes:
    """The catalogue entry of today; `folder` is the address under which the files lie."""
    source, tables = everything(timezone.localdate())
    return as_json(catalogue(source, tables, folder))
