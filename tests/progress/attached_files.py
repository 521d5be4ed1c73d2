"""Small files of each kind that may be attached."""

import zipfile
import zlib
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13) + chunk(b"IDAT", b"x") + chunk(b"IEND")


JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"


DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def package(*types: str, names: tuple[str, ...] = ()) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "".join(f"<{each}/>" for each in types))
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


DOCX, XLSX = package(DOCX_TYPE), package(XLSX_TYPE)
