"""Files that people attach (evidence, minutes): checked by content, kept under random names.

Nothing of a file is ever parsed here beyond what tells its kind, and that it is whole. It lies
in the private storage and is given out as an attachment only, after the permission check of
the view.
"""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from uuid import uuid4

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from sakado_dx import active_content
from sakado_dx.readings import shorten
from sakado_dx.whole_files import NotStored, store

MAX_BYTES = 10 * 1024 * 1024
MAX_NAME = 200
MAX_ENTRIES = 2_000
MAX_UNPACKED = 128 * 1024 * 1024  # bytes of all parts of an office document
PIECE = 256 * 1024
TYPES = "[Content_Types].xml"
MAX_TYPES = 256 * 1024  # bytes of it that are looked at
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
TAIL = 2_048  # bytes at the end in which a whole PDF says %%EOF
FOLDER = "private"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE = b"application/vnd.openxmlformats-officedocument."
BROKEN = "ファイルが途中で切れているか、壊れています。もう一度保存し、選び直してください。"
MACRO = "マクロの入ったファイルです。マクロのない .docx か .xlsx として保存し直してください。"
ACTIVE = (
    "ファイルに{}が入っています。取り除いて（図やグラフは画像として貼り付けて）保存し直すか、"
    "PDFにしてください。"
)
IN_PDF = "PDFに{}が入っています。印刷の機能で、PDFとして保存し直してください。"
TOO_LARGE = "開くと大きくなりすぎるファイルです。画像を減らすか、PDFにしてください。"
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError)


class Refused(Exception):
    """The file may not be kept; says why, and how to mend it."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: its word, its media type, and whether content is of it, whole."""

    word: str
    media_type: str
    holds: Callable[[bytes], bool]


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-TAIL:]


def _is_png(content: bytes) -> bool:
    """Each chunk holds its own check sum, so a damaged picture is told without decoding it."""
    place = len(PNG_HEAD)
    while content.startswith(PNG_HEAD) and place + 12 <= len(content):
        end = place + 8 + int.from_bytes(content[place : place + 4])
        name, sum_ = content[place + 4 : place + 8], content[end : end + 4]
        if zlib.crc32(content[place + 4 : end]).to_bytes(4) != sum_:
            return False
        if name == b"IEND":
            return True
        place = end + 4
    return False


def _is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-TAIL:]


def _package_fault(content: bytes) -> str:
    """Why an office document may not be kept, whatever its sort; empty where it may.

    All of it is unpacked once, piece by piece and up to a bound: what an archive says of its
    sizes is only a claim, and a part that is damaged shows by its check sum.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if len(archive.namelist()) > MAX_ENTRIES:
                return TOO_LARGE
            left = MAX_UNPACKED
            for entry in archive.infolist():
                with archive.open(entry) as part:
                    while piece := part.read(PIECE):
                        left -= len(piece)
                        if left < 0:
                            return TOO_LARGE
            active = active_content.in_package(archive)
    except (*DAMAGE, RuntimeError, NotImplementedError):
        return BROKEN
    return _active_words(active)


def _active_words(active: str) -> str:
    """How a file is mended that does more than be read; empty where it does not."""
    if active == active_content.MACRO:
        return MACRO
    return ACTIVE.format(active) if active else ""


def _types_of(content: bytes) -> bytes:
    """What a whole archive says that it holds."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if TYPES not in archive.namelist():
            return b""
        with archive.open(TYPES) as part:
            return part.read(MAX_TYPES)


def _is_package(content: bytes, main_part: bytes) -> bool:
    """Whether it is an office document of one sort, without macros and whole."""
    is_zip = content.startswith(b"PK")
    return is_zip and not _package_fault(content) and OFFICE + main_part in _types_of(content)


def _is_docx(content: bytes) -> bool:
    return _is_package(content, b"wordprocessingml.document.main+xml")


def _is_xlsx(content: bytes) -> bool:
    return _is_package(content, b"spreadsheetml.sheet.main+xml")


OFFICE_TYPE = OFFICE.decode()
KINDS = {
    "pdf": Kind("PDF", "application/pdf", _is_pdf),
    "docx": Kind("Word文書", f"{OFFICE_TYPE}wordprocessingml.document", _is_docx),
    "xlsx": Kind("Excelブック", f"{OFFICE_TYPE}spreadsheetml.sheet", _is_xlsx),
    "png": Kind("PNG画像", "image/png", _is_png),
    "jpeg": Kind("JPEG画像", "image/jpeg", _is_jpeg),
}
SPELLINGS = {"jpg": "jpeg"}
MINUTES = ("pdf", "docx")
EVIDENCE = ("pdf", "docx", "xlsx", "png", "jpeg")


def check(name: str, content: bytes, kinds: Collection[str]) -> str:
    """The kind of a file, one of `kinds`, once name, size and content agree; Refused else."""
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    kind = SPELLINGS.get(suffix, suffix)
    if kind not in kinds:
        allowed = "、".join(f".{each}" for each in kinds)
        raise Refused(
            f"「{shorten(name, 60)}」は添付できません。添付できるのは、{allowed} のファイルです。"
        )
    if not content:
        raise Refused("ファイルが空です。内容のあるファイルを選んでください。")
    check_size(len(content))
    if not KINDS[kind].holds(content):
        raise Refused(_mismatch(kind, content))
    if kind == "pdf" and (active := active_content.in_pdf(content)):
        raise Refused(IN_PDF.format(active))
    return kind


def check_size(size: int) -> None:
    """Refused for more than 10 MB; asked before anything is read into memory."""
    if size > MAX_BYTES:
        raise Refused(
            f"ファイルが大きすぎます（{size / 1024 / 1024:.1f}MB）。10MBまでにしてください。"
        )


def _mismatch(kind: str, content: bytes) -> str:
    word = KINDS[kind].word
    if content.startswith(OLE):
        return (
            f"古い形式か、パスワードのかかったファイルです。{word}として保存し直してください。"
            "パスワードは外してください。"
        )
    if content.startswith(b"PK") and (fault := _package_fault(content)):
        return f"{word}として読めません。{fault}"
    other = next((each.word for each in KINDS.values() if each.holds(content)), "")
    if other:
        return f"拡張子は .{kind} ですが、中身は{other}です。拡張子を直すか、保存し直してください。"
    return f"{word}として読めません。{BROKEN}"


def clean_name(name: str) -> str:
    """The file's own name, as it is shown and given out: no path, no control characters."""
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(each for each in name if unicodedata.category(each)[0] != "C").strip()
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    return f"{stem[: MAX_NAME - len(suffix)]}{suffix}"


def keep(content: bytes, folder: str) -> str:
    """Store the bytes under a random name in a folder; returns the name to find them by. Refused
    where the disk does not take them."""
    try:
        return store(f"{FOLDER}/{folder}/{uuid4().hex}", content)
    except NotStored as error:
        raise Refused(str(error)) from error


def forget(stored_as: str) -> None:
    """Remove what was kept for a change that did not come about."""
    default_storage.delete(stored_as)


def attachment(stored_as: str, name: str) -> FileResponse:
    """The answer that gives a file out: as an attachment, and as nothing but its kind."""
    try:
        content = default_storage.open(stored_as, "rb")
    except FileNotFoundError as error:
        raise Http404("ファイルの実体が見つかりません。") from error
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    kind = KINDS.get(SPELLINGS.get(suffix, suffix))
    media_type = kind.media_type if kind else "application/octet-stream"
    response = FileResponse(content, as_attachment=True, filename=name, content_type=media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Should a browser show it all the same, it runs nothing and knows nothing of the portal.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
