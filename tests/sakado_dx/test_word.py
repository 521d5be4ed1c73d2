"""Word files: A4, Japanese, and nothing that breaks the program that opens them."""

from datetime import datetime
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from sakado_dx.word import WordFile, plain


def written(fill) -> Document:
    file = WordFile(title="試験", marking="庁内限り", colophon="試験", at=datetime(2026, 7, 1, 9))
    fill(file)
    return Document(BytesIO(file.to_bytes()))


def test_sheets_are_a4_with_marking_and_page_numbers():
    read = written(lambda file: file.heading("題"))

    section = read.sections[0]
    # Word keeps lengths in twentieths of a point
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.header.paragraphs[0].text == "庁内限り"
    fields = section.footer.paragraphs[0]._p.iter(qn("w:fldSimple"))
    assert [each.get(qn("w:instr")) for each in fields] == ["PAGE", "NUMPAGES"]


def test_headings_are_words_own_and_the_font_is_japanese():
    read = written(lambda file: (file.heading("題"), file.heading("章", 2)))

    assert [(each.style.name, each.text) for each in read.paragraphs] == [
        ("Heading 1", "題"),
        ("Heading 2", "章"),
    ]
    fonts = read.styles["Heading 1"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "游ゴシック"
    assert fonts.get(qn("w:eastAsiaTheme")) is None


def test_picture_leaves_room_for_what_is_said_and_says_what_it_shows():
    png = BytesIO()
    Image.new("RGB", (200, 100), "white").save(png, "PNG")
    read = written(lambda file: file.picture(png.getvalue(), "図：\x00実績12件"))

    (shape,) = read.inline_shapes
    assert (round(shape.width.mm), round(shape.height.mm)) == (130, 65)
    assert shape._inline.docPr.get("descr") == "図：実績12件"


def test_table_repeats_its_headings_and_breaks_no_row():
    read = written(lambda file: file.table(("項目", "内容"), [("効果", "a\nb")], (1, 3)))

    table = read.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["項目", "内容"],
        ["効果", "a\nb"],
    ]
    first, second = (row._tr.trPr for row in table.rows)
    assert first.find(qn("w:tblHeader")) is not None
    assert second.find(qn("w:cantSplit")) is not None
    assert round(sum(cell.width.mm for cell in table.rows[1].cells)) == 170


def test_what_xml_forbids_is_left_out_and_lines_stay():
    text = "<b>&\r\n\x00\x0b\ud800\ufffe😀\t𠮷"

    assert plain(text) == "<b>&\n😀\t𠮷"
    assert written(lambda file: file.paragraph(text)).paragraphs[0].text == "<b>&\n😀\t𠮷"
