"""Letters as a Word file, for offices that write on in it; a sheet each."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from progress.models import Letter
from sakado_dx import fiscal
from sakado_dx.clock import format_stamp
from sakado_dx.word import WordFile


def to_word(letters: Sequence[Letter], title: str, at: datetime) -> bytes:
    """The letters in their order, each laid out as an office's letter."""
    local = timezone.localtime(at)
    colophon = f"{title}　{format_stamp(at)} 現在"
    file = WordFile(title=title, marking="", colophon=colophon, at=local)
    for number, letter in enumerate(letters):
        if number:
            file.new_page()
        _write(file, letter)
    return file.to_bytes()


def _write(file: WordFile, letter: Letter) -> None:
    for line in filter(None, (letter.number, fiscal.format_date(letter.dated_on))):
        file.paragraph(line, is_right=True)
    file.paragraph(f"{letter.addressee}　様")
    if letter.sender:
        file.paragraph(letter.sender, is_right=True)
    file.heading(letter.subject, 2)
    for line in letter.body.split("\n"):
        file.paragraph(line)
    if letter.particulars:
        file.paragraph("記", is_centred=True)
        for line in letter.particulars.split("\n"):
            file.paragraph(line)
        file.paragraph("以上", is_right=True)
    if letter.contact:
        file.paragraph(f"担当：{letter.contact}", is_right=True)
