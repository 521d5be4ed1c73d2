"""The papers of a meeting as Word files, for offices that write on in them."""

from datetime import datetime

from django.utils import timezone

from progress.decisions.paper_pages import Paper
from sakado_dx.clock import format_stamp
from sakado_dx.word import WordFile

MARKING = "庁内限り（案）"


def to_word(paper: Paper, at: datetime) -> bytes:
    """One document, its sections in their order."""
    colophon = f"{paper.title}　{format_stamp(at)} 現在"
    file = WordFile(
        title=paper.title, marking=MARKING, colophon=colophon, at=timezone.localtime(at)
    )
    file.heading(paper.title)
    for line in paper.head:
        file.paragraph(line)
    for section in paper.sections:
        file.heading(section.heading, 2)
        for line in section.lines:
            file.paragraph(line)
    return file.to_bytes()
