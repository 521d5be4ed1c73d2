"""What runs or reaches out is refused by name, among evidence and among files to import."""

import zipfile
import zlib
from io import BytesIO

import pytest

from progress import attachments
from sakado_dx import active_content
from sakado_dx.spreadsheets import guard
from sakado_dx.spreadsheets.faults import Refused
from tests.progress.attached_files import DOCX_TYPE, PDF, XLSX_TYPE
from tests.sakado_dx.workbooks import repacked, workbook

RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{}" Target="{}" {}/></Relationships>'
)
OUTSIDE = 'TargetMode="External"'
FIELD = "<w:r><w:fldChar/></w:r><w:r><w:instrText>{}</w:instrText></w:r>"


def package(main: str, **parts: str | bytes) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", f"<{main}/>")
        for name, data in parts.items():
            archive.writestr(name, data)
    return held.getvalue()


def relation(kind: str, target: str = "https://x.example/", where: str = OUTSIDE) -> str:
    return RELATION.format(kind, target, where)


ACTIVE = [
    ({"word/VBAPROJECT.BIN": "x"}, "マクロ"),
    ({"word/vbaData.xml": "x"}, "マクロ"),
    ({"xl/macrosheets/sheet1.xml": "x"}, "マクロ"),
    ({"word\\embeddings\\oleObject1.bin": "x"}, "埋め込まれたオブジェクト"),
    ({"word/Embeddings/Microsoft_Excel.xlsx": "x"}, "埋め込まれたオブジェクト"),
    ({"word/activeX/activeX1.xml": "x"}, "埋め込まれたオブジェクト"),
    ({"word/_rels/settings.xml.rels": relation("attachedTemplate")}, "外部のテンプレート"),
    (
        {"word/_rels/settings.xml.rels": relation("attachedTemplate").encode("utf-16")},
        "外部のテンプレート",
    ),
    ({"word/_rels/document.xml.rels": relation("oleObject")}, "外部のファイルへのリンク"),
    ({"word/_rels/document.xml.rels": relation("image")}, "外部のファイルへのリンク"),
    (
        {"word/_rels/document.xml.rels": relation("frame", where='TargetMode="external"')},
        "外部のファイルへのリンク",
    ),
    ({"word/document.xml": FIELD.format("DDEAUTO c:\\\\x")}, "DDE"),
    ({"word/document.xml": FIELD.format("DD") + FIELD.format("E x")}, "DDE"),
    ({"word/header1.xml": '<w:fldSimple w:instr=" ddeauto x"/>'}, "DDE"),
    ({"word/document.xml": FIELD.format("DDE x").encode("utf-16")}, "DDE"),
    ({"xl/externalLinks/externalLink1.xml": "x"}, "外部のファイルへのリンク"),
    ({"xl/connections.xml": "x"}, "外部のデータへの接続"),
]


@pytest.mark.parametrize(("parts", "word"), ACTIVE)
def test_evidence_that_runs_or_reaches_out_is_refused_by_name(parts, word):
    with pytest.raises(attachments.Refused, match=word):
        attachments.check("資料.docx", package(DOCX_TYPE, **parts), attachments.EVIDENCE)


@pytest.mark.parametrize(
    ("parts", "word"), [each for each in ACTIVE if not next(iter(each[0])).startswith("word\\")]
)
def test_workbook_that_runs_or_reaches_out_is_refused_by_name(parts, word):
    content = repacked(workbook([["値"], [1]]), add=parts)
    with pytest.raises(Refused, match=word):
        guard.check("一覧.xlsx", content)


def test_links_that_one_clicks_and_words_that_look_alike_pass():
    parts = {
        "word/_rels/document.xml.rels": relation("hyperlink"),
        "word/document.xml": "<w:t>DDE と DDEAUTO の説明</w:t>" + FIELD.format("PAGE"),
        "word/_rels/settings.xml.rels": relation("attachedTemplate", "t.dotx", ""),
    }
    content = package(DOCX_TYPE, **parts)
    assert attachments.check("資料.docx", content, attachments.EVIDENCE) == "docx"


def test_relations_that_cannot_be_read_are_refused():
    content = package(XLSX_TYPE, **{"xl/_rels/workbook.xml.rels": "<broken"})
    with pytest.raises(attachments.Refused, match="壊れています"):
        attachments.check("資料.xlsx", content, attachments.EVIDENCE)


def pdf(body: bytes) -> bytes:
    return PDF.replace(b"<<>>", body)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"<</OpenAction <</S /JavaScript /JS (app.alert)>>>>", "JavaScript"),
        (b"<</S /J#61vaScript>>", "JavaScript"),
        (b"<</S /Launch /F (cmd.exe)>>", "起動する指示"),
        (b"<</Names <</EmbeddedFiles 3 0 R>>>>", "埋め込まれたファイル"),
        (
            b"<</Type /ObjStm /N 1>>\nstream\n"
            + zlib.compress(b"<</S /JavaScript>>")
            + b"\nendstream",
            "JavaScript",
        ),
    ],
)
def test_pdf_that_does_more_than_be_read_is_refused_by_name(body, word):
    with pytest.raises(attachments.Refused, match=word):
        attachments.check("資料.pdf", pdf(body), attachments.EVIDENCE)


def test_pdf_with_such_letters_in_its_pictures_passes():
    body = b"<</Length 9>>\nstream\n/JS /Launch\nendstream /JSON /OpenAction [1 0 R /Fit]"
    assert active_content.in_pdf(pdf(body)) == ""
