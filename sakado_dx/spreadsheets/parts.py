"""The large XML parts of a workbook, read by the fast parser with defusedxml's refusals.

defusedxml's own parser is written in Python, and takes half of the time in which a workbook is read.
Here it looks at each piece first, for what it refuses alone (entities, references to elsewhere),
and the same piece then goes to the parser of the standard library, which is written in C.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO
from xml.etree.ElementTree import Element, XMLPullParser
from xml.parsers.expat import ExpatError

from defusedxml.ElementTree import DefusedXMLParser
from openpyxl.cell.rich_text import CellRichText
from openpyxl.xml.constants import SHEET_MAIN_NS

PIECE = 64 * 1024
UNSEEN = (
    "StartElementHandler", "EndElementHandler", "CharacterDataHandler", "DefaultHandlerExpand",
)  # fmt: skip
TEXT, RUN, ITEM = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("t", "r", "si"))
ESCAPED_MARK = "x005F_"  # openpyxl takes it out of every text


def iterparse(source: IO[bytes], events: Sequence[str] = ("end",)) -> Iterator[tuple[str, Element]]:
    """As defusedxml's, with the same exceptions, only faster."""
    looking, reading = _only_looking(), XMLPullParser(events)
    while piece := source.read(PIECE):
        looking.feed(piece)
        reading.feed(piece)
        yield from reading.read_events()
    with suppress(ExpatError):  # which the reading parser tells of
        looking.parser.Parse(b"", True)  # what it had kept back
    reading.close()
    yield from reading.read_events()


def _only_looking() -> DefusedXMLParser:
    """defusedxml's parser with nothing but its refusals."""
    found = DefusedXMLParser()
    for handler in UNSEEN:
        setattr(found.parser, handler, None)
    return found


def read_strings(source: IO[bytes]) -> list[str | CellRichText]:
    """The table of shared texts, as openpyxl's `read_rich_text`: one without runs is its text, and
    needs none of the objects that openpyxl makes of it."""
    found: list[str | CellRichText] = []
    for _, node in iterparse(source):
        if node.tag == ITEM:
            found.append(_string(node))
            node.clear()
    return found


def _string(node: Element) -> str | CellRichText:
    if node.find(RUN) is None:
        texts = node.findall(TEXT)
        return (texts[-1].text or "").replace(ESCAPED_MARK, "") if texts else ""
    text = CellRichText.from_tree(node)
    return text[0] if len(text) == 1 and isinstance(text[0], str) else text
