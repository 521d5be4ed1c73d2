"""What in a file runs, or reaches out to other files and machines, once somebody opens it.

Named in a word for whoever chose the file. Asked of files that are whole, and whose size unpacked
is known to be bounded (attachments, spreadsheets/guard.py).
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from html import escape, unescape

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

MACRO = "マクロ"
EMBEDDED = "埋め込まれたオブジェクト（OLE、ActiveX、別のファイル）"
TEMPLATE = "外部のテンプレートの参照"
LINK = "外部のファイルへのリンク"
DDE = "ほかのプログラムを呼び出すフィールド（DDE）"
CONNECTION = "外部のデータへの接続"

# By the name of a part, whatever its case: (what stands in it, what it is).
PARTS = (
    (re.compile(r"(^|/)vba(project|data)[^/]*$|/macrosheets/"), MACRO),
    (re.compile(r"/(embeddings|activex|controls)/|oleobject[^/]*$"), EMBEDDED),
    (re.compile(r"/externallinks/(?!_rels/)"), LINK),
    (re.compile(r"(^|/)(connections\.xml$|querytables/)"), CONNECTION),
)
# By the end of a relation's type, where its target lies outside.
RELATIONS = {"attachedtemplate": TEMPLATE, "hyperlink": ""}
# The same of what lies inside: programs find a part by its relation, whatever its name and folder.
INSIDE = {
    "vbaproject": MACRO, "wordvbadata": MACRO, "xlmacrosheet": MACRO, "xlintlmacrosheet": MACRO,
    "oleobject": EMBEDDED, "package": EMBEDDED, "control": EMBEDDED, "afchunk": EMBEDDED,
    "activexcontrolbinary": EMBEDDED,
    "externallink": LINK, "connections": CONNECTION, "querytable": CONNECTION,
}  # fmt: skip
LARGEST_RELATIONS = 4 * 1024 * 1024
TAG = r"<(?:[^\s<>/:]+:)?"
FIELD = re.compile(rf"{TAG}instrText\b[^<>]*>([^<]*)<|\binstr\s*=\s*(?:\"([^\"]*)|'([^']*))")
CALLS = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
LINKS = re.compile(r"\bLINK\s+\w+\.\w+", re.IGNORECASE)
FORMULA = re.compile(rf"{TAG}(?:f|formula[12]?|definedName)\b[^<>]*>")
LONGEST_FORMULA = 16_384  # letters; no program takes as many
# In a formula a stroke calls a program (cmd|'/c …'!A0), but within a text or a name in quotes.
CALL, QUOTED = "|", re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]")
MAY_CALL = re.compile(r"\||&#")
# What a reader of XML takes out, and what it takes for text.
UNREAD = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
# Without one of these no part calls anything, and most need no further look.
SIGNS = (b"instr", b"|", b"&#", b"\0")

IN_PDF = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia)(?![A-Za-z0-9])")
PDF_WORDS = {
    b"JavaScript": "プログラム（JavaScript）",
    b"JS": "プログラム（JavaScript）",
    b"Launch": "プログラムを起動する指示",
    b"EmbeddedFile": "埋め込まれたファイル",
    b"EmbeddedFiles": "埋め込まれたファイル",
    b"RichMedia": "動画などの埋込み",
}
# A stream stands behind its dictionary, whose line is no comment: what only looks like one is read.
PDF_STREAM = re.compile(rb"(?:\A|[\r\n])[^\r\n%]*>>\s*stream\r?\n")
PDF_STREAM_END = b"endstream"
PDF_HEAD = 2_000  # bytes before a stream in which its dictionary stands
PACKED_OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
MOST_OF_OBJECTS = 16 * 1024 * 1024


def in_package(archive: zipfile.ZipFile) -> str:
    """What is active in an office document, in words; empty for nothing. Raises ValueError where a
    part that tells it cannot be read."""
    names = {name: name.lower().replace("\\", "/") for name in archive.namelist()}
    for lower in names.values():
        for pattern, word in PARTS:
            if pattern.search(lower):
                return word
    for name, lower in names.items():
        if lower.endswith(".rels"):
            found = _related(archive, name)
        elif lower == "[content_types].xml":
            types = unescape(_text(archive.read(name))).lower()
            found = MACRO if "macroenabled" in types or "vbaproject" in types else ""
        else:
            found = _called(archive.read(name))
        if found:
            return found
    return ""


def _related(archive: zipfile.ZipFile, name: str) -> str:
    """What a part refers to outside of its document, or holds within; a link that one clicks is
    neither."""
    if archive.getinfo(name).file_size > LARGEST_RELATIONS:
        raise ValueError(name)
    try:
        relations = ElementTree.fromstring(archive.read(name))
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise ValueError(name) from error
    for each in relations:
        kind = each.get("Type", "").rpartition("/")[2].lower()
        is_outside = each.get("TargetMode", "").lower() == "external"
        if word := RELATIONS.get(kind, LINK) if is_outside else INSIDE.get(kind, ""):
            return word
    return ""


def _called(content: bytes) -> str:
    """What the fields and formulas of a part call, wherever it lies; nothing where it is no XML."""
    if not any(sign in content for sign in SIGNS) or not _is_xml(content):
        return ""
    text = _text(content)
    # A field's words may be cut into pieces: they are read as one.
    fields = FIELD.findall(text) if "instr" in text else []
    words, formulas = unescape("".join(map("".join, fields))), _formulas(text)
    if (words or formulas) and "<!DOCTYPE" in text:  # it may give letters other names
        raise ValueError("a document type in a part")
    if CALLS.search(words) or any(CALL in QUOTED.sub("", each) for each in formulas):
        return DDE
    return LINK if LINKS.search(words) else ""


def _formulas(text: str) -> list[str]:
    """Those that may call something; all others are passed over, for a sheet has very many."""
    found, place = [], 0
    while sign := MAY_CALL.search(text, place):
        start = text.rfind("<", place, sign.start())
        end = text.find("<", sign.start())
        place = end if end >= 0 else len(text)
        if start >= 0 and (tag := FORMULA.match(text, start)):
            if place - tag.end() > LONGEST_FORMULA:
                raise ValueError("a formula that no program takes")
            found.append(unescape(text[tag.end() : place]))
    return found


def _is_xml(content: bytes) -> bool:
    return content[:200].lstrip(b"\xef\xbb\xff\xfe\xbf\0 \t\r\n").startswith(b"<")


def _text(content: bytes) -> str:
    """The XML of a part as its reader takes it."""
    codec = "utf-8"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        codec = "utf-16"
    elif b"\0" in content[:2]:  # without a mark the first letter, <, tells
        codec = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
    return UNREAD.sub(
        lambda match: escape(match[1] or "", quote=False), content.decode(codec, "replace")
    )


def in_pdf(content: bytes) -> str:
    """The same of a PDF: its names outside of streams, and within its packed objects."""
    texts, packed, end = [], [], 0
    while stream := PDF_STREAM.search(content, end):
        texts.append(content[end : stream.end()])
        end = content.find(PDF_STREAM_END, stream.end())
        if end < 0:  # it never ends: the rest is read
            end = stream.end()
            break
        head = texts[-1][-PDF_HEAD:].rpartition(b"obj")[2]
        if PACKED_OBJECTS.search(_unescaped(head)):
            packed.append(content[stream.end() : end])
    texts = [b"".join([*texts, content[end:]]), *_unpacked(packed)]
    found = next(filter(None, (IN_PDF.search(_unescaped(text)) for text in texts)), None)
    return PDF_WORDS[found[1]] if found else ""


def _unpacked(streams: list[bytes]) -> Iterator[bytes]:
    left = MOST_OF_OBJECTS
    for each in streams:
        with suppress(zlib.error):
            text = zlib.decompressobj().decompress(each, max(1, left))
            left -= len(text)
            yield text


def _unescaped(text: bytes) -> bytes:
    return PDF_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), text)
