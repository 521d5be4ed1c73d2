"""What in a file runs, or reaches out to other files and machines, once somebody opens it.

Named in a word for whoever chose the file. Asked of files that are whole, and whose size unpacked
is known to be bounded (attachments, spreadsheets/guard.py).
"""

import re
import zipfile
import zlib

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
LARGEST_RELATIONS = 4 * 1024 * 1024
FIELD = re.compile(r"<(?:\w+:)?instrText\b[^>]*>([^<]*)<|\b(?:\w+:)?instr\s*=\s*[\"']([^\"']*)")
CALLS = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)

IN_PDF = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia)(?![A-Za-z0-9])")
PDF_WORDS = {
    b"JavaScript": "プログラム（JavaScript）",
    b"JS": "プログラム（JavaScript）",
    b"Launch": "プログラムを起動する指示",
    b"EmbeddedFile": "埋め込まれたファイル",
    b"EmbeddedFiles": "埋め込まれたファイル",
    b"RichMedia": "動画などの埋込み",
}
PDF_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
PDF_OBJECTS = re.compile(rb"/ObjStm\b[^>]*>>\s*stream\r?\n(.*?)endstream", re.DOTALL)
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
        found = ""
        if lower.endswith(".rels"):
            found = _outside(archive, name)
        elif lower.startswith("word/") and lower.endswith(".xml"):
            found = _called(_text(archive.read(name)))
        elif lower == "[content_types].xml":
            types = _text(archive.read(name)).lower()
            found = MACRO if "macroenabled" in types or "vbaproject" in types else ""
        if found:
            return found
    return ""


def _outside(archive: zipfile.ZipFile, name: str) -> str:
    """What a part refers to outside of its document; a link that one clicks is none."""
    if archive.getinfo(name).file_size > LARGEST_RELATIONS:
        raise ValueError(name)
    try:
        relations = ElementTree.fromstring(archive.read(name))
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise ValueError(name) from error
    for each in relations:
        if each.get("TargetMode", "").lower() == "external":
            kind = each.get("Type", "").rpartition("/")[2].lower()
            if word := RELATIONS.get(kind, LINK):
                return word
    return ""


def _called(text: str) -> str:
    """A field's words may be cut into pieces: they are read as one."""
    words = "".join(first or second for first, second in FIELD.findall(text))
    return DDE if CALLS.search(words) else ""


def _text(content: bytes) -> str:
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return content.decode("utf-16" if is_wide else "utf-8", "replace")


def in_pdf(content: bytes) -> str:
    """The same of a PDF: its names outside of streams, and within its packed objects."""
    texts = [PDF_STREAM.sub(b"", content)]
    left = MOST_OF_OBJECTS
    for packed in PDF_OBJECTS.findall(content):
        try:
            texts.append(zlib.decompressobj().decompress(packed, max(1, left)))
        except zlib.error:
            continue
        left -= len(texts[-1])
    for text in texts:
        unescaped = PDF_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), text)
        if found := IN_PDF.search(unescaped):
            return PDF_WORDS[found[1]]
    return ""
