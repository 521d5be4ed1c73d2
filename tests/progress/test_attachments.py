"""Attached files: told by their content, kept under random names, given out as attachments."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.http import Http404

from progress import attachments
from tests.progress.attached_files import DOCX, DOCX_TYPE, JPEG, PDF, PNG, XLSX, package

MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def damaged(content: bytes) -> bytes:
    """One byte of the last part is another: its check sum does not fit any more."""
    place = content.index(b"word/document.xml") + len(b"word/document.xml")
    return content[:place] + b"y" + content[place + 1 :]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("議事録.pdf", PDF, "pdf"),
        ("議事録.DOCX", DOCX, "docx"),
        ("集計.xlsx", XLSX, "xlsx"),
        ("写真.png", PNG, "png"),
        ("写真.JPG", JPEG, "jpeg"),
    ],
)
def test_file_whose_name_and_content_agree_is_taken(name, content, kind):
    assert attachments.check(name, content, attachments.EVIDENCE) == kind


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("議事録.doc", PDF, ".pdf、.docx のファイルです"),
        ("議事録", PDF, ".pdf、.docx のファイルです"),
        ("集計.xlsx", XLSX, ".pdf、.docx のファイルです"),
        ("議事録.pdf", b"", "ファイルが空です"),
        ("議事録.pdf", b"%PDF-1.7" + b"\0" * attachments.MAX_BYTES, "大きすぎます"),
        ("議事録.pdf", DOCX, "中身はWord文書です"),
        ("議事録.docx", XLSX, "中身はExcelブックです"),
        ("議事録.docx", attachments.OLE + b"\0" * 99, "パスワードのかかった"),
        ("議事録.pdf", b"<html><script>alert(1)</script>", "PDFとして読めません"),
        ("議事録.pdf", PDF[:20], "途中で切れているか"),
        ("議事録.docx", DOCX[:-30], "途中で切れているか"),
        ("議事録.docx", package(MACRO_TYPE), "マクロの入ったファイルです"),
        ("議事録.docx", package(DOCX_TYPE, MACRO_TYPE), "マクロの入ったファイルです"),
        ("議事録.docx", package(DOCX_TYPE, names=("word/vbaProject.bin",)), "マクロの入った"),
        ("議事録.docx", package(DOCX_TYPE, names=tuple(map(str, range(2000)))), "大きくなりすぎる"),
        ("議事録.docx", damaged(package(DOCX_TYPE, names=("word/document.xml",))), "壊れています"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused_by_name(name, content, said):
    with pytest.raises(attachments.Refused, match=said):
        attachments.check(name, content, attachments.MINUTES)


def test_document_that_unpacks_to_far_more_is_refused():
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f"<{DOCX_TYPE}/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(attachments.MAX_UNPACKED // 2**20 + 1):
                part.write(b"\0" * 2**20)
    assert len(held.getvalue()) < 2**20
    with pytest.raises(attachments.Refused, match="開くと大きくなりすぎる"):
        attachments.check("議事録.docx", held.getvalue(), attachments.EVIDENCE)


def test_damaged_picture_is_refused():
    with pytest.raises(attachments.Refused, match="壊れています"):
        attachments.check("写真.png", PNG.replace(b"IDATx", b"IDATy"), attachments.EVIDENCE)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\会議\\議事録.pdf", "議事録.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("議事\r\n録\x00\u202e.pdf", "議事録.pdf"),
        ("あ" * 300 + ".docx", "あ" * 195 + ".docx"),
    ],
)
def test_name_keeps_neither_path_nor_control_characters(name, shown):
    assert attachments.clean_name(name) == shown


def test_bytes_lie_under_a_random_name_and_come_back_as_an_attachment():
    first, second = attachments.keep(PDF, "minutes"), attachments.keep(PDF, "minutes")
    assert first != second
    assert first.startswith("private/minutes/")
    assert "pdf" not in first
    answer = attachments.attachment(first, "第1回 議事録.pdf")
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E7%AC%AC1%E5%9B%9E%20%E8%AD%B0%E4%BA%8B%E9%8C%B2.pdf"
    )


def test_forgotten_file_is_gone():
    stored = attachments.keep(PDF, "minutes")
    attachments.forget(stored)
    assert not default_storage.exists(stored)
    with pytest.raises(Http404):
        attachments.attachment(stored, "議事録.pdf")
