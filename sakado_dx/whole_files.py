"""Files that are kept: whole and on the disk, or not at all."""

import errno
import logging
import os
from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from sakado_dx import event_log

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO}


class NotStored(Exception):
    """The disk does not take it; in words for whoever sent it."""

    def __init__(self) -> None:
        super().__init__(
            "ファイルを保管できませんでした。保管場所の空きが足りないか、書き込めません。"
            "システム管理者に知らせ、空きができてから、もう一度送ってください。"
        )


def store(name: str, content: bytes) -> str:
    """Write a file to the private storage, through to the disk; the name that it got. Raises
    NotStored, and leaves nothing of it."""
    name = default_storage.get_available_name(name)
    try:
        kept = default_storage.save(name, ContentFile(content))
        _through(kept)
    except OSError as error:
        with suppress(OSError):
            default_storage.delete(name)
        code = errno.errorcode.get(error.errno or 0, "")
        event_log.record("file_not_stored", level=logging.ERROR, errno=code, size=len(content))
        raise NotStored from error
    return kept


def _through(name: str) -> None:
    """What is told as kept outlives a power cut: the file, and its entry in the folder."""
    path = default_storage.path(name)
    for each in (path, os.path.dirname(path)):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def is_full(error: BaseException | None) -> bool:
    """Whether a disk that takes nothing more led to this, where files are written or sent."""
    while error is not None:
        if isinstance(error, NotStored) or getattr(error, "errno", None) in FULL:
            return True
        error = error.__cause__
    return False
