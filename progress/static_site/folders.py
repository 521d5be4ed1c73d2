"""A folder that is made whole beside the one that stands, and takes its place at once.

What fails on the way leaves the folder as it was, and nothing beside it. A folder that something
else filled is never touched: ours holds a list of its files, and what is not on it is not ours.
"""

import ctypes
import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from secrets import token_hex

from progress.static_site.refusals import SiteRefused

LIST = "files.json"
MADE_BY = "dx-portal static site"
TOLD_AT_MOST = 3
# What a process that was killed left behind is removed after so long.
LEFT_SECONDS = 24 * 60 * 60
AT_FDCWD, RENAME_EXCHANGE = -100, 2


@dataclass(frozen=True)
class Written:
    files: int
    size: int


def check_folder(folder: Path) -> None:
    """Raises SiteRefused for a folder that is not empty and not one of ours."""
    if not folder.parent.is_dir():
        raise SiteRefused(f"{folder.parent} がありません。先に作ってください。")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise SiteRefused(f"{folder} は、フォルダではありません。別の名前を指定してください。")
    listed = _listed(folder)
    others = (each for each in _held(folder) if each not in listed)
    if foreign := list(islice(others, TOLD_AT_MOST + 1)):
        told = "、".join(foreign[:TOLD_AT_MOST]) + ("など" if foreign[TOLD_AT_MOST:] else "")
        raise SiteRefused(
            f"{folder} に、この命令が書き出したものでないファイルがあります（{told}）。"
            "空のフォルダか、新しい名前を指定してください。"
        )


def _held(folder: Path) -> Iterator[str]:
    """The places of the files that a folder holds, one by one: it may be a whole disk."""
    for at, folders, files in os.walk(folder):
        folders.sort()
        links = [each for each in folders if os.path.islink(os.path.join(at, each))]
        for name in sorted([*files, *links]):
            yield (Path(at) / name).relative_to(folder).as_posix()


def _listed(folder: Path) -> set[str]:
    """The files that an export of ours wrote there; none where it has no such list."""
    try:
        found = json.loads((folder / LIST).read_text("utf-8"))
        return {LIST, *found["files"]} if found["made_by"] == MADE_BY else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def replace(folder: Path, files: Iterable[tuple[str, bytes]]) -> Written:
    """Write the files into a new folder, and put that in the place of `folder`.

    Raises SiteRefused where it cannot be written.
    """
    check_folder(folder)
    new = folder.parent / f".{folder.name}.new-{token_hex(4)}"
    try:
        _remove_left(folder)
        new.mkdir()
        written = _fill(new, files)
        _put_in_place(new, folder)
    except OSError as error:
        raise SiteRefused(_told(folder, error)) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return written


def _fill(new: Path, files: Iterable[tuple[str, bytes]]) -> Written:
    hashes: dict[str, str] = {}
    size = 0
    for place, content in files:
        path = new / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        hashes[place] = hashlib.sha256(content).hexdigest()
        size += len(content)
    listed = {"made_by": MADE_BY, "files": dict(sorted(hashes.items()))}
    (new / LIST).write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return Written(len(hashes), size)


def _put_in_place(new: Path, folder: Path) -> None:
    """The new folder under the name; what stood there is under the name of the new one after."""
    if not folder.exists() or not any(folder.iterdir()):
        new.rename(folder)
    elif not _exchanged(new, folder):
        # Without the kernel's help there is no folder for the blink between the two.
        aside = new.with_name(f"{new.name}-old")
        folder.rename(aside)
        new.rename(folder)
        aside.rename(new)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the two folders have changed names, at once."""
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = exchange(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return done == 0


def _remove_left(folder: Path) -> None:
    for left in folder.parent.glob(f".{folder.name}.new-*"):
        if time.time() - left.stat().st_mtime > LEFT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _told(folder: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"ディスクの空きが足りないため、{folder} に書き出せませんでした。前の内容はそのままです。"
    return f"{folder} に書き出せませんでした（{error.strerror}）。前の内容はそのままです。"
