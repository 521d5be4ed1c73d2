"""What an uploaded file must be before any parser sees it.

Everything is measured while it is read: a file of 1.5 MB can unpack to 406 MB, and what a zip
says of its own sizes is only a claim.
"""

import lzma
import re
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePath

from sakado_dx import active_content
from sakado_dx.readings import shorten
from sakado_dx.spreadsheets.faults import Refused

XLSX, CSV = "xlsx", "csv"

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
MAX_ENTRIES = 1_000
# Sheets full of equal cells pack 1:50; below a megabyte no ratio does harm.
MAX_RATIO = 150
HARMLESS = 1024 * 1024
CHUNK = 64 * 1024
# What a parser keeps of each is many times its bytes: (the part, its element, how many at most,
# what people call it). 65,490 is what Excel itself allows of formats.
MOST_OF = (
    ("xl/workbook.xml", b"sheet", 255, "シート"),
    ("xl/styles.xml", b"xf", 65_490, "セルの書式"),
    ("xl/sharedStrings.xml", b"si", 200_000, "文字の入ったセル"),
)

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_KINDS = {
    b"%PDF": "PDF",
    b"\x89PNG": "画像（PNG）",
    b"\xff\xd8\xff": "画像（JPEG）",
    b"\x1f\x8b": "圧縮ファイル（gzip）",
}
WEB_PAGE = re.compile(rb"\s*<(?:!doctype|html|table|\?xml|mht)", re.IGNORECASE)
MAIN_PART = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

SAVE_AS = "表計算ソフトで開き、「Excel ブック（.xlsx）」として保存し直してください。"
BROKEN = (
    "ファイルが途中で切れているか、壊れています。もう一度保存し、アップロードし直してください。"
)
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
)
BY_EXTENSION = {
    ".xls": f"古い形式（.xls）のファイルは取り込めません。{SAVE_AS}",
    ".xlsm": f"マクロを含む形式（.xlsm）のファイルは取り込めません。{SAVE_AS}",
    ".xlsb": f"バイナリ形式（.xlsb）のファイルは取り込めません。{SAVE_AS}",
    ".xltx": f"テンプレート（.xltx）は取り込めません。{SAVE_AS}",
    ".ods": f"OpenDocument形式（.ods）のファイルは取り込めません。{SAVE_AS}",
}


def check(name: str, content: bytes) -> str:
    """``xlsx`` or ``csv``, once extension, content and size have agreed; ``Refused`` else."""
    kind = check_name(name)
    check_size(len(content))
    if kind == XLSX:
        _check_workbook(content)
    else:
        _check_text(content)
    return kind


def check_name(name: str) -> str:
    """``xlsx`` or ``csv``, by the extension; ``Refused`` for any other."""
    suffix = PurePath(name).suffix.lower()
    if suffix in (".xlsx", ".csv"):
        return suffix[1:]
    default = "取り込めるのは、拡張子が .xlsx か .csv のファイルです。"
    raise Refused(f"「{shorten(name, 60)}」は取り込めません。{BY_EXTENSION.get(suffix, default)}")


def check_size(size: int) -> None:
    """`Refused` for nothing, and for more than a sheet of this portal ever needs."""
    if not size:
        raise Refused("ファイルが空です。内容のあるファイルを選んでください。")
    if size > MAX_BYTES:
        raise Refused(
            f"ファイルが大きすぎます（{size / 1024 / 1024:.1f}MB）。10MBまでに分けて取り込んでください。"
        )


def _check_text(content: bytes) -> None:
    if content.startswith((ZIP, OLE)):
        raise Refused(
            "拡張子は .csv ですが、中身はCSVではなくExcelなどのファイルです。"
            "拡張子を変えるのではなく、「CSV UTF-8」として保存し直してください。"
        )
    if found := _other_kind(content):
        raise Refused(f"拡張子は .csv ですが、中身は{found}です。CSVとして保存し直してください。")


def _other_kind(content: bytes) -> str:
    for signature, kind in OTHER_KINDS.items():
        if content.startswith(signature):
            return kind
    return "Webページ（HTML・XML）" if WEB_PAGE.match(content) else ""


def _check_workbook(content: bytes) -> None:
    if content.startswith(OLE):
        raise Refused(_ole_message(content))
    if not content.startswith(ZIP):
        found = _other_kind(content) or "Excelブックではない別の内容"
        raise Refused(f"拡張子は .xlsx ですが、中身は{found}です。{SAVE_AS}")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_entries(archive)
            _measure(archive, len(content))
            _check_parts(archive)
    except DAMAGE as error:
        raise Refused(BROKEN) from error
    except (RuntimeError, NotImplementedError) as error:
        raise Refused(
            f"暗号化または特殊な圧縮がされたファイルは取り込めません。{SAVE_AS}"
        ) from error


def _ole_message(content: bytes) -> str:
    if ENCRYPTED in content:
        return "パスワードのかかったファイルは取り込めません。パスワードを外して保存してください。"
    return f"拡張子は .xlsx ですが、中身は古い形式（.xls）などのファイルです。{SAVE_AS}"


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise Refused(f"ファイルの中の部品が多すぎます（{len(entries):,}個）。{SAVE_AS}")
    outside = any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names)
    if outside or len(set(names)) < len(names):
        raise Refused(f"ファイルの中の部品の名前が正しくありません。{SAVE_AS}")


def _measure(archive: zipfile.ZipFile, packed: int) -> None:
    """Unpack everything once, counting, and give up as soon as it is too much."""
    most = min(MAX_UNPACKED, max(HARMLESS, packed * MAX_RATIO))
    total = 0
    for entry in archive.infolist():
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                total += len(chunk)
                if total > most:
                    raise Refused(
                        "ファイルを開くと大きくなりすぎるため、読み込みを止めました。"
                        f"使っていない行・列や画像を削除してください。{SAVE_AS}"
                    )


def _check_parts(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names:
        raise Refused(f"拡張子は .xlsx ですが、Excelブックではありません。{SAVE_AS}")
    types = archive.read("[Content_Types].xml")
    active = active_content.in_package(archive)
    if active == active_content.MACRO:
        raise Refused(
            "拡張子は .xlsx ですが、マクロを含む形式（.xlsm）の内容です。"
            f"マクロのあるファイルは取り込めません。{SAVE_AS}"
        )
    if active:
        raise Refused(
            f"ファイルに{active}が入っています。取り除くか、値だけを新しいブックに貼り付けて保存してください。"
        )
    if MAIN_PART not in types or "xl/workbook.xml" not in names:
        raise Refused(f"拡張子は .xlsx ですが、Excelブックではありません。{SAVE_AS}")
    if b"purl.oclc.org/ooxml" in archive.read("xl/workbook.xml"):
        raise Refused(f"「Strict Open XML」形式のファイルは取り込めません。{SAVE_AS}")
    for part, element, most, word in MOST_OF:
        opening = re.compile(rb"<(?:\w+:)?" + element + rb"[\s/>]")
        if part in names and sum(1 for _ in opening.finditer(archive.read(part))) > most:
            raise Refused(
                f"{word}が多すぎます（{most:,}まで）。使っていないシート・書式・行を削除し、"
                "必要な表だけを新しいブックに貼り付けて保存してください。"
            )
