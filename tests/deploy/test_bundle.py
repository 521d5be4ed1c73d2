"""The archive: the same bytes each time, and a sum for every file."""

import hashlib
import tarfile

from deploy import bundle
from tests.deploy.test_parts import wheel


def made(folder):
    """A bundle of one wheel and no source, packed."""
    top = folder / "dx-portal-1"
    (top / "wheels").mkdir(parents=True)
    wheel(top / "wheels", "Some_Thing", "License: MIT", files=["LICENSE"])
    (top / "source/deploy").mkdir(parents=True)
    for name in bundle.SCRIPTS:
        (top / "source/deploy" / name).write_bytes((bundle.ROOT / "deploy" / name).read_bytes())
        (top / "source/deploy" / name).chmod(0o755)
    bundle.describe(top, "1", "3.11", "x86_64", "2026-04-01T00:00:00+00:00")
    bundle.pack(top, folder / "out.tar.gz", seconds=1_700_000_000)
    return folder / "out.tar.gz"


def test_same_parts_give_the_same_bytes(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    first = made(one)
    for path in sorted((one / "dx-portal-1").rglob("*"), reverse=True):
        target = other / path.relative_to(one)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            target.write_bytes(path.read_bytes())
            target.chmod(0o700 if path.stat().st_mode & 0o100 else 0o600)
    bundle.pack(other / "dx-portal-1", other / "out.tar.gz", seconds=1_700_000_000)
    assert first.read_bytes() == (other / "out.tar.gz").read_bytes()


def test_every_file_has_its_sum_and_nobodys_name(tmp_path):
    with tarfile.open(made(tmp_path)) as archive:
        files = {each.name.partition("/")[2]: each for each in archive if each.isfile()}
        sums = archive.extractfile(files["SHA256SUMS"]).read().decode().splitlines()
        for line in sums:
            digest, name = line.split("  ", 1)
            assert hashlib.sha256(archive.extractfile(files[name]).read()).hexdigest() == digest
        assert {line.split("  ", 1)[1] for line in sums} == set(files) - {"SHA256SUMS"}
        assert {(each.uid, each.uname, each.mtime) for each in files.values()} == {
            (0, "root", 1_700_000_000)
        }
    assert {files[name].mode for name in bundle.SCRIPTS} == {0o755}
    assert {"install.sh", "upgrade.sh", "BUNDLE", "SBOM.cdx.json", "LICENCES.txt"} <= set(files)
