"""Word files (.docx) on A4 as an office files them: what people write on in their own program.

Nothing of a page's look is copied: headings are Word's own, so that its outline and a reader's
voice find them; tables repeat their headings and do not break a row over two sheets.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from sakado_dx.letters import plain

FONT = "游ゴシック"  # comes with Windows and Office; any other machine takes its own instead
SIZE = Pt(10.5)  # what Japanese offices write in
TABLE_SIZE = Pt(9)
MARGIN = Mm(20)
WIDTH = 170  # mm between the margins of an A4 sheet
WIDE = 257  # the same of one laid on its side
PICTURE = 130  # mm: with what is said of it, an item of an agenda stays on one sheet
AFTER, IN_CELL = Pt(4), Pt(2)
HEADING_SIZES = {1: Pt(16), 2: Pt(12), 3: Pt(10.5)}


class Grid(NamedTuple):
    """A small table in a cell: headings, and under each a line of runs."""

    title: str
    headings: Sequence[str]
    cells: Sequence[Sequence[tuple[str, bool]]]


class WordFile:
    """A file that grows from top to bottom; `to_bytes` ends it.

    `title` stands in its properties, `marking` (庁内限り) at the head of each sheet, and at the
    foot `colophon` with the number of the page. `at` is the moment it is as of.
    """

    def __init__(
        self, *, title: str, marking: str, colophon: str, at: datetime, is_wide: bool = False
    ):
        self.width = WIDE if is_wide else WIDTH
        self._file = Document()
        self._set_styles()
        self._set_properties(title, at)
        section = self._file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        if is_wide:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = MARGIN
        section.top_margin = section.bottom_margin = MARGIN
        head = section.header.paragraphs[0]
        head.text = plain(marking)
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._number_pages(section.footer.paragraphs[0], colophon)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading of Word's outline; 1 is the title of a document."""
        self._file.add_heading(plain(text), level)

    def paragraph(self, text: str, *, is_right: bool = False, is_centred: bool = False) -> None:
        written = self._file.add_paragraph(plain(text))
        if is_right or is_centred:
            side = WD_ALIGN_PARAGRAPH.RIGHT if is_right else WD_ALIGN_PARAGRAPH.CENTER
            written.alignment = side

    def table(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
    ) -> None:
        """A table with a line of headings that each sheet repeats; widths in parts of the line."""
        grid = self._file.add_table(rows=1, cols=len(headings))
        grid.style, grid.autofit = "Table Grid", False
        _fill(grid.rows[0], headings, is_heading=True)
        for each in rows:
            _fill(grid.add_row(), each)
        for column, width in zip(grid.columns, widths, strict=True):
            for cell in column.cells:
                cell.width = Mm(self.width * width / sum(widths))
        self._file.add_paragraph().paragraph_format.space_after = Pt(0)

    def marked_table(
        self,
        headings: Sequence[str],
        rows: Iterable[Sequence[Sequence[Sequence[tuple[str, bool]] | Grid]]],
        widths: Sequence[int],
    ) -> None:
        """A table whose cells hold lines of runs (text, whether it is underlined) and small tables;
        a row may break over two sheets, for it may be longer than one."""
        grid = self._file.add_table(rows=1, cols=len(headings))
        grid.style, grid.autofit = "Table Grid", False
        _fill(grid.rows[0], headings, is_heading=True)
        for each in rows:
            for cell, blocks in zip(grid.add_row().cells, each, strict=True):
                _fill_marked(cell, blocks)
        for column, width in zip(grid.columns, widths, strict=True):
            for cell in column.cells:
                cell.width = Mm(self.width * width / sum(widths))
        self._file.add_paragraph().paragraph_format.space_after = Pt(0)

    def picture(self, png: bytes, told: str) -> None:
        """A picture in the middle; `told` says what it shows to who does not see it."""
        written = self._file.add_paragraph()
        written.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = written.add_run().add_picture(BytesIO(png), width=Mm(PICTURE))
        shape._inline.docPr.set("descr", plain(told))

    def new_page(self) -> None:
        self._file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def to_bytes(self) -> bytes:
        kept = BytesIO()
        self._file.save(kept)
        return kept.getvalue()

    def _set_styles(self) -> None:
        """One Japanese font for text and headings, in black: paper is copied and faxed."""
        styles = self._file.styles
        names = {"Normal": SIZE} | {f"Heading {n}": size for n, size in HEADING_SIZES.items()}
        for name, size in names.items():
            font = styles[name].font
            font.name, font.size, font.color.rgb = FONT, size, None
            fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            fonts.set(qn("w:eastAsia"), FONT)
        styles["Normal"].paragraph_format.space_after = AFTER
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "ja-JP")
        language.set(qn("w:eastAsia"), "ja-JP")
        styles["Normal"].element.get_or_add_rPr().append(language)

    def _set_properties(self, title: str, at: datetime) -> None:
        own = self._file.core_properties
        own.title, own.author, own.comments, own.language = plain(title), "", "", "ja-JP"
        own.created = own.modified = at.replace(tzinfo=None)

    @staticmethod
    def _number_pages(foot, colophon: str) -> None:
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        foot.add_run(plain(f"{colophon}　"))
        _field(foot, "PAGE")
        foot.add_run(" / ")
        _field(foot, "NUMPAGES")


def _fill(row, texts: Sequence[str], *, is_heading: bool = False) -> None:
    """Write a line of a table that stays on one sheet."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_heading:
        properties.append(OxmlElement("w:tblHeader"))
    for cell, text in zip(row.cells, texts, strict=True):
        written = cell.paragraphs[0]
        written.paragraph_format.space_before = written.paragraph_format.space_after = IN_CELL
        run = written.add_run(plain(text))
        run.font.size, run.bold = TABLE_SIZE, is_heading


def _fill_marked(cell, blocks: Sequence[Sequence[tuple[str, bool]] | Grid]) -> None:
    """Write lines and small tables into a cell; a cell always ends with a paragraph."""
    paragraph = cell.paragraphs[0]
    for number, block in enumerate(blocks):
        if isinstance(block, Grid):
            _runs(paragraph, [(block.title, False)])
            inner = cell.add_table(rows=2, cols=len(block.headings))
            inner.style = "Table Grid"
            _fill(inner.rows[0], block.headings)
            for under, runs in zip(inner.rows[1].cells, block.cells, strict=True):
                _runs(under.paragraphs[0], runs)
            paragraph = cell.add_paragraph()
        else:
            _runs(paragraph, block)
            paragraph = cell.add_paragraph() if number + 1 < len(blocks) else paragraph


def _runs(paragraph, runs: Sequence[tuple[str, bool]]) -> None:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = IN_CELL
    for text, is_underlined in runs:
        run = paragraph.add_run(plain(text))
        run.font.size, run.underline = TABLE_SIZE, is_underlined


def _field(paragraph, code: str) -> None:
    """A field that Word fills in when it opens the file."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)
