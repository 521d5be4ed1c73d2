"""Bytes to a checked document in its one normal form."""

from progress.plan_document.schema.completing import arrange, complete, share_indicators
from progress.plan_document.schema.document import DOCUMENT, FORMAT
from progress.plan_document.schema.faults import DocumentRefused, Faults
from progress.plan_document.schema.names import spell_references
from progress.plan_document.schema.references import check_references
from sakado_dx.spreadsheets.json_text import NotJson, parse


def read(data: bytes) -> dict:
    """The document in the bytes, whole and consistent, with every default filled in.

    Raises ``DocumentRefused`` with every fault, each named by its place. Touches no database.
    """
    try:
        raw = parse(data)
    except NotJson as error:
        raise DocumentRefused.because(str(error)) from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise DocumentRefused.because(
            f'は計画の文書ではありません。{{"format": "{FORMAT}", …}} の形にしてください。'
        )
    return read_object(raw)


def read_object(raw: dict) -> dict:
    """The same of a document's JSON value, whichever file told it; `raw` is used up.

    Raises ``DocumentRefused``.
    """
    faults = Faults()
    share_indicators(raw)
    document = DOCUMENT.read(raw, "", faults)
    spell_references(document, faults)
    complete(document, faults)
    check_references(document, faults)
    faults.raise_if_any()
    arrange(document)
    return document
