"""What runs or reaches out is refused by name, among evidence and among files to import."""

import time
import zipfile
import zlib
from contextlib import suppress
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
    ({"word/document.xml": FIELD.format("&#68;&#x44;EAUTO c:\\\\x")}, "DDE"),
    ({"word/document.xml": FIELD.format("<![CDATA[DDEAUTO x]]>")}, "DDE"),
    ({"word/document.xml": FIELD.format("<![CDATA[<!--]]>DDE x<![CDATA[-->]]>")}, "DDE"),
    ({"word/document.xml": FIELD.format("DD<!-- of -->E x")}, "DDE"),
    ({"word/document.xml": FIELD.format("DDE x").encode("utf-16-le")}, "DDE"),
    ({"main/other.xml": FIELD.format("DDE x").replace("w:", "w-x:")}, "DDE"),
    (
        {"word/document.xml": FIELD.format(' LINK Excel.Sheet.12 "x" \\a')},
        "外部のファイルへのリンク",
    ),
    ({"xl/worksheets/sheet9.xml": "<c><f>cmd|'/c calc'!A0</f></c>"}, "DDE"),
    ({"xl/worksheets/sheet9.xml": "<c><f>&quot;|&quot;&amp;cmd&#124;'/c'!A0</f></c>"}, "DDE"),
    ({"xl/names.xml": "<definedName name='a'>cmd|'/c calc'!A0</definedName>"}, "DDE"),
    ({"word/_rels/document.xml.rels": relation("oleObject", "a/b.bin", "")}, "埋め込まれた"),
    ({"word/_rels/document.xml.rels": relation("package", "a/b.xlsx", "")}, "埋め込まれた"),
    ({"word/_rels/document.xml.rels": relation("control", "a/b.xml", "")}, "埋め込まれた"),
    ({"word/_rels/document.xml.rels": relation("aFChunk", "a/b.mht", "")}, "埋め込まれた"),
    ({"word/_rels/document.xml.rels": relation("vbaProject", "a/b.bin", "")}, "マクロ"),
    ({"xl/_rels/a.xml.rels": relation("xlMacrosheet", "a/b.xml", "")}, "マクロ"),
    ({"xl/_rels/a.xml.rels": relation("externalLink", "a/b.xml", "")}, "外部のファイルへのリンク"),
    ({"xl/_rels/a.xml.rels": relation("connections", "a/b.xml", "")}, "外部のデータへの接続"),
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
        "word/media/image1.svg": "<!DOCTYPE svg><svg>|</svg>",
        "word/media/image2.png": b"\x89PNG instr |'DDE x'",
        "word/charts/chart1.xml": "<c:f>'a|b'!$A$1</c:f><f>IF(A1>0,\"a|b\",T[c|d])</f><t>a|b</t>",
    }
    content = package(DOCX_TYPE, **parts)
    assert attachments.check("資料.docx", content, attachments.EVIDENCE) == "docx"


def test_relations_that_cannot_be_read_are_refused():
    content = package(XLSX_TYPE, **{"xl/_rels/workbook.xml.rels": "<broken"})
    with pytest.raises(attachments.Refused, match="壊れています"):
        attachments.check("資料.xlsx", content, attachments.EVIDENCE)


def test_part_that_gives_letters_other_names_is_refused():
    field = '<!DOCTYPE w [<!ENTITY d "DDE">]>' + FIELD.format("&d;AUTO x")
    with pytest.raises(attachments.Refused, match="壊れています"):
        attachments.check(
            "資料.docx", package(DOCX_TYPE, **{"word/document.xml": field}), attachments.EVIDENCE
        )


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
        (
            b"<</Type /Obj#53tm /DecodeParms <</Columns 1>> /N 1>>\nstream\n"
            + zlib.compress(b"<</S /JavaScript>>")
            + b"\nendstream",
            "JavaScript",
        ),
        (b"<<%>> stream\n/OpenAction <</S /JavaScript>>\n%endstream\n>>", "JavaScript"),
        (b"<<>>% stream\n<</S /Launch>>\n% endstream", "起動する指示"),
    ],
)
def test_pdf_that_does_more_than_be_read_is_refused_by_name(body, word):
    with pytest.raises(attachments.Refused, match=word):
        attachments.check("資料.pdf", pdf(body), attachments.EVIDENCE)


def test_pdf_with_such_letters_in_its_pictures_passes():
    body = b"<</Length 9>>\nstream\n/JS /Launch\nendstream /JSON /OpenAction [1 0 R /Fit]"
    assert active_content.in_pdf(pdf(body)) == ""


@pytest.mark.parametrize(
    "content",
    [
        b"<</A 1>> stream\n",
        b"\n>>    ",
        b">>",
        b"<!--instr",
        b"<?instr",
        b"<w:instrText ",
        b"<f>[&#",
        b"<f>|",
    ],
)
def test_file_of_one_thing_again_and_again_is_looked_through_once(content):
    """What would be looked for from each of them to the end would hold a worker for hours."""
    many = content * (1024 * 1024 // len(content))
    started = time.process_time()
    active_content.in_pdf(many)
    with suppress(attachments.Refused):
        parts = {"word/document.xml": b"<a>" + many}
        attachments.check("資料.docx", package(DOCX_TYPE, **parts), attachments.EVIDENCE)
    assert time.process_time() - started < 10
