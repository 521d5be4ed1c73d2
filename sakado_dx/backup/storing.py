"""Files that outlive a power cut, each with its SHA-256."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Stored:
    """A file by its content."""

    sha256: str
    bytes: int


def copy_file(source: Path, target: Path) -> Stored:
    """Copy to a place where nothing is, down to the disk. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with source.open("rb") as reads, target.open("xb") as writes:
        while block := reads.read(BLOCK):
            writes.write(block)
            digest.update(block)
            size += len(block)
        writes.flush()
        os.fsync(writes.fileno())
    return Stored(digest.hexdigest(), size)


def write_file(target: Path, content: bytes) -> Stored:
    """The same of what is in memory. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as writes:
        writes.write(content)
        writes.flush()
        os.fsync(writes.fileno())
    return of_bytes(content)


def stored(place: Path) -> Stored:
    """What lies there. Raises OSError."""
    digest, size = sha256(), 0
    with place.open("rb") as reads:
        while block := reads.read(BLOCK):
            digest.update(block)
            size += len(block)
    return Stored(digest.hexdigest(), size)


def of_bytes(content: bytes) -> Stored:
    """What is in memory, by its content."""
    return Stored(sha256(content).hexdigest(), len(content))


def files_below(folder: Path) -> Iterator[str]:
    """Relative names of the plain files, in order; links are not followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            each = Path(place) / name
            try:
                is_plain = stat.S_ISREG(each.lstat().st_mode)
            except FileNotFoundError:  # gone since the folder was read
                continue
            if is_plain:
                yield each.relative_to(folder).as_posix()


def sync_folders(folder: Path) -> None:
    """So that the names in it, and below it, are on the disk too. Raises OSError."""
    for place, _, _ in os.walk(folder, topdown=False):
        sync_folder(Path(place))


def sync_folder(folder: Path) -> None:
    """The same of one folder alone. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
