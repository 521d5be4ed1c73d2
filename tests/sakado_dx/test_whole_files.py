"""A disk that is full leaves no piece of a file, and is told in a sentence."""

import errno
import os
import resource
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from progress import attachments
from sakado_dx.spreadsheets.storage import PrivateStorage
from sakado_dx.whole_files import NotStored, store

CONTENT = b"x" * 5_000


def files(settings) -> list[Path]:
    return [each for each in Path(settings.MEDIA_ROOT).rglob("*") if each.is_file()]


@contextmanager
def full_after(size: int):
    """A disk that takes so many bytes of a file and no more."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def refuse(*args):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("at", ["write", "fsync", "open"])
def test_full_disk_leaves_no_piece(settings, monkeypatch, at, caplog):
    if at != "write":
        monkeypatch.setattr(os, at, refuse)
    with full_after(1_000), pytest.raises(NotStored, match="空きが足りない"):
        store("private/evidence/name", CONTENT)
    monkeypatch.undo()
    assert files(settings) == []
    (line,) = [each for each in caplog.records if each.msg == "file_not_stored"]
    assert line.facts["errno"] in ("ENOSPC", "EFBIG")


def test_evidence_and_imports_say_so(settings):
    with full_after(1_000):
        with pytest.raises(attachments.Refused, match="空きが足りない"):
            attachments.keep(CONTENT, "evidence")
        with pytest.raises(NotStored):
            PrivateStorage().save(CONTENT)
    assert files(settings) == []


def test_what_is_stored_is_through_to_the_disk(monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor)))
    name = store("private/evidence/name", CONTENT)
    assert default_storage.open(name).read() == CONTENT
    assert len(synced) == 2 and synced[0].st_size == len(CONTENT)
