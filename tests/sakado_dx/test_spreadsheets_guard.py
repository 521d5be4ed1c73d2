import zipfile
from io import BytesIO

import pytest

from sakado_dx.spreadsheets import guard
from sakado_dx.spreadsheets.faults import Refused
from tests.sakado_dx.workbooks import repacked, workbook

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        guard.check(name, content)
    return str(caught.value)


def zipped(**parts: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_workbook_and_text_pass_by_their_kind():
    assert guard.check("施策.XLSX", workbook([["番号"]])) == "xlsx"
    assert guard.check("施策.csv", "番号\r\n".encode("cp932")) == "csv"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.xls", "古い形式（.xls）"),
        ("a.xlsm", "マクロを含む形式（.xlsm）"),
        ("a.xlsb", "バイナリ形式（.xlsb）"),
        ("a.ods", "OpenDocument形式（.ods）"),
        ("a.txt", "拡張子が .xlsx か .csv"),
        ("xlsx", "拡張子が .xlsx か .csv"),
    ],
)
def test_other_extensions_are_refused_by_name(name, words):
    assert words in refusal(name, workbook([["番号"]]))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", workbook([["番号"]]), "拡張子は .csv ですが、中身はCSVではなくExcel"),
        ("a.csv", OLE + bytes(600), "中身はCSVではなくExcel"),
        ("a.csv", b"%PDF-1.7 ...", "中身はPDFです"),
        ("a.csv", b"\n<HTML><table>", "中身はWebページ"),
        ("a.xlsx", "番号,施策名".encode(), "中身はExcelブックではない別の内容です"),
        ("a.xlsx", b"%PDF-1.7 ...", "中身はPDFです"),
        ("a.xlsx", OLE + bytes(600), "中身は古い形式（.xls）などのファイルです"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "パスワードのかかった"),
        ("a.xlsx", zipped(**{"word/document.xml": b"<w/>"}), "Excelブックではありません"),
        ("a.xlsx", b"", "ファイルが空です"),
        ("a.csv", bytes(10 * 1024 * 1024 + 1), "大きすぎます（10.0MB）"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(name, content, words):
    assert words in refusal(name, content)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_truncated_workbook_is_refused(share):
    content = workbook([["番号"], ["I-1-1"]])
    assert "途中で切れているか、壊れています" in refusal(
        "a.xlsx", content[: int(len(content) * share)]
    )


def test_damaged_part_of_a_workbook_is_refused():
    content = bytearray(workbook([["番号", "x" * 500]]))
    middle = content.index(b"xl/worksheets/sheet1.xml") + 60
    content[middle : middle + 8] = b"damaged!"
    assert "壊れています" in refusal("a.xlsx", bytes(content))


def test_macros_in_a_renamed_workbook_are_refused():
    content = repacked(workbook([["番号"]]), add={"xl/vbaProject.bin": b"macro"})
    assert "マクロを含む形式（.xlsm）の内容" in refusal("a.xlsx", content)


def test_strict_open_xml_is_refused_by_name():
    def strict(part: bytes) -> bytes:
        return part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )

    content = repacked(workbook([["番号"]]), replace={"xl/workbook.xml": strict})
    assert "Strict Open XML" in refusal("a.xlsx", content)


def test_zip_bomb_is_given_up_long_before_it_is_unpacked():
    content = repacked(workbook([["番号"]]), add={"xl/media/zeros.bin": bytes(40 * 1024 * 1024)})
    assert len(content) < 100_000
    assert "大きくなりすぎる" in refusal("a.xlsx", content)


def test_too_many_parts_are_refused():
    parts = {f"xl/media/{number}.bin": b"" for number in range(1_001)}
    assert "部品が多すぎます" in refusal("a.xlsx", repacked(workbook([["番号"]]), add=parts))


def test_part_that_points_outside_is_refused():
    content = repacked(workbook([["番号"]]), add={"../outside.xml": b"<x/>"})
    assert "部品の名前が正しくありません" in refusal("a.xlsx", content)


def test_sheet_of_equal_cells_is_no_bomb():
    rows = [["情報政策課", "運用", 12345, "◎"] * 5] * 2_000
    assert guard.check("a.xlsx", workbook(rows)) == "xlsx"
