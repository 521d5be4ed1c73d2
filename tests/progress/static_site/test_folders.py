"""A folder takes the place of another at once, or stays as it was."""

import errno
import json
import os
import resource
import time
from pathlib import Path

import pytest

from progress.static_site import folders
from progress.static_site.folders import LIST, check_folder, replace
from progress.static_site.refusals import SiteRefused

FILES = [("index.html", b"one"), ("data/results.csv", b"two")]


def held(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, by its place."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def refusal(folder: Path, files=FILES) -> str:
    with pytest.raises(SiteRefused) as refused:
        replace(folder, files)
    return str(refused.value)


@pytest.mark.parametrize("stands", ["not", "empty"])
def test_a_folder_is_made(tmp_path, stands):
    folder = tmp_path / "site"
    if stands == "empty":
        folder.mkdir()
    written = replace(folder, FILES)
    assert (written.files, written.size) == (2, 6)
    assert {**held(folder), LIST: b""} == {**dict(FILES), LIST: b""}
    assert set(json.loads((folder / LIST).read_text())["files"]) == {name for name, _ in FILES}
    assert os.listdir(tmp_path) == ["site"]


def test_a_folder_of_ours_is_replaced_whole(tmp_path):
    folder = tmp_path / "site"
    replace(folder, FILES)
    before = folder.stat().st_ino
    replace(folder, [("index.html", b"three")])
    assert {name: content for name, content in held(folder).items() if name != LIST} == {
        "index.html": b"three"
    }
    assert folder.stat().st_ino != before
    assert os.listdir(tmp_path) == ["site"]


def test_it_is_replaced_where_the_kernel_cannot_exchange(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "RENAME_EXCHANGE", 1 << 20)  # a flag that no kernel knows
    test_a_folder_of_ours_is_replaced_whole(tmp_path)


def test_a_folder_of_something_else_is_refused_and_left(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        (folder / name).write_text("x")
    told = refusal(folder)
    assert "（a.txt、b.txt、c.txtなど）" in told and "空のフォルダか、新しい名前" in told
    assert len(held(folder)) == 4


def test_a_whole_disk_is_refused_at_once(tmp_path):
    began = time.monotonic()
    assert "など" in refusal(Path("/"))
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "content", ["{}", "[]", "no json", '{"made_by": "x", "files": {"a.txt": 1}}']
)
def test_a_list_that_is_not_ours_makes_no_folder_ours(tmp_path, content):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / LIST).write_text(content)
    (folder / "a.txt").write_text("x")
    assert "a.txt" in refusal(folder)


def test_a_file_that_somebody_added_is_not_thrown_away(tmp_path):
    folder = tmp_path / "site"
    replace(folder, FILES)
    (folder / "robots.txt").write_text("x")
    assert "（robots.txt）" in refusal(folder)
    assert (folder / "robots.txt").exists()


def test_a_file_and_a_folder_in_nowhere_are_refused(tmp_path):
    (tmp_path / "site").write_text("x")
    assert "フォルダではありません" in refusal(tmp_path / "site")
    with pytest.raises(SiteRefused, match="先に作ってください"):
        check_folder(tmp_path / "no" / "site")


@pytest.mark.parametrize(("number", "sentence"), [
    (errno.ENOSPC, "ディスクの空きが足りないため"), (errno.EACCES, "Permission denied"),
])  # fmt: skip
def test_a_full_disk_leaves_the_folder_as_it_was(tmp_path, number, sentence):
    def until_full():
        yield FILES[0]
        raise OSError(number, os.strerror(number))

    folder = tmp_path / "site"
    replace(folder, FILES)
    before = held(folder)
    told = refusal(folder, until_full())
    assert sentence in told and "前の内容はそのままです" in told
    assert held(folder) == before and os.listdir(tmp_path) == ["site"]


def test_a_file_that_the_system_refuses_to_write_leaves_nothing(tmp_path):
    """By the system's own limit, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        told = refusal(tmp_path / "site", [("index.html", b"x" * 5000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "書き出せませんでした" in told and os.listdir(tmp_path) == []


def test_what_a_killed_export_left_is_removed_after_a_day(tmp_path):
    for name, age in (("old", 25 * 3600), ("new", 3600)):
        left = tmp_path / f".site.new-{name}"
        left.mkdir()
        os.utime(left, (time.time() - age,) * 2)
    replace(tmp_path / "site", FILES)
    assert sorted(os.listdir(tmp_path)) == [".site.new-new", "site"]
