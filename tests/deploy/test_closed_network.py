"""The whole way of a bundle, in a Debian tree of its own and without any network.

Installed twice, its units looked at and started as they say, served by nginx with TLS, every
timer's command run, upgraded, gone back, and an upgrade whose migration fails half-way undone by
itself (inside.sh).
"""

import json
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from deploy import bundle
from tests.deploy import cyclonedx
from tests.test_requirements import pins

SUITE, PYTHON = "bookworm", "3.11"
PACKAGES = (
    "python3-venv", "postgresql", "nginx-light", "openssl", "libpango-1.0-0",
    "libpangoft2-1.0-0", "libharfbuzz-subset0", "curl", "systemd",
)  # fmt: skip
HELD = Path(__file__).with_name("inside.sh")
# As the first process of its own namespaces: only a loopback, only its own processes.
ENTER = """
set -e
mount -t proc proc "$0/proc"
mount --bind /dev "$0/dev"
exec chroot "$0" /usr/bin/env -i /bin/bash -c 'python3 -c "
import fcntl, socket, struct
up = struct.pack(\\"16sh\\", b\\"lo\\", 1)
fcntl.ioctl(socket.socket(), 0x8914, up)
" && exec /root/inside.sh "$@"' - "$@"
"""


def lacking() -> str:
    """Why this cannot be tried here, or nothing."""
    if not os.environ.get("TEST_LONG"):
        return "takes minutes: TEST_LONG=1"
    if os.getuid():
        return "a Debian tree wants root"
    if os.environ.get("DEBIAN_TREE"):
        return ""
    if not shutil.which("debootstrap"):
        return "a Debian tree wants debootstrap"
    if not mirror():
        return "no Debian mirror is named on this machine"
    return ""


def mirror() -> str:
    """Where this machine takes Debian's packages from."""
    folder = Path("/etc/apt")
    lists = [folder / "sources.list", *sorted((folder / "sources.list.d").glob("*"))]
    text = "\n".join(each.read_text("utf-8") for each in lists if each.is_file())
    found = re.search(r"^(?:URIs:|deb(?: \[[^]]*\])?) +(http\S+/debian)/?\s", text, re.M)
    return found[1] if found else ""


def make_tree(folder: Path) -> None:
    """A Debian with the packages that install.sh asks for, and no more; a copy of the one that
    DEBIAN_TREE names, which spares the mirror where the test is run again."""
    if ready := os.environ.get("DEBIAN_TREE"):
        subprocess.run(["cp", "--archive", ready, str(folder)], check=True)
        return
    command = ["debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", SUITE]
    done = subprocess.run([*command, str(folder), mirror()], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no Debian tree: {done.stdout.splitlines()[-1:]}")


def unpack(archive: Path, to: Path) -> Path:
    with tarfile.open(archive) as tar:
        tar.extractall(to, filter="tar")
        return to / tar.getnames()[0]


# The migration of a later version: one takes a right away, which the upgrade gives back by itself;
# the other fails when its first half has been stored.
MIGRATION = """
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("glossary", "{before}")]
    operations = [migrations.RunSQL("{statement}"), *{more}]
"""
TAKES = {"statement": "REVOKE SELECT ON glossary_term FROM dx_portal", "more": "[]"}
FAILS = {
    "statement": "CREATE TABLE left_half_way (id int)",
    "more": """[migrations.RunSQL("DO $$ BEGIN RAISE 'half-way, as the test wants'; END $$")]""",
}


def as_next_version(first: Path, name: str, content: dict[str, str]) -> Path:
    """The same parts under the name of a later version, with one migration more."""
    later = first.with_name(f"{first.name}-{name}")
    shutil.copytree(first, later)
    text = (first / "BUNDLE").read_text()
    (later / "BUNDLE").write_text(re.sub(r"^(VERSION=.*)$", rf"\1-{name}", text, flags=re.M))
    folder = later / "source/glossary/migrations"
    before = max(folder.glob("0*.py")).stem
    (folder / f"9999_{name}.py").write_text(MIGRATION.format(before=before, **content))
    (later / "SHA256SUMS").unlink()
    sums = "find . -type f ! -name SHA256SUMS -printf '%P\\0' | xargs -0 sha256sum >SHA256SUMS"
    subprocess.run(["bash", "-c", sums], cwd=later, check=True)
    return later


def walk(tree: Path, *bundles: Path) -> list[str]:
    """What held, in order. inside.sh ends at the first thing that does not."""
    shutil.copy(HELD, tree / "root/inside.sh")
    places = [f"/root/{each.name}" for each in bundles]
    done = subprocess.run(
        ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child",
         "bash", "-c", ENTER, str(tree), *places],
        capture_output=True, text=True,
    )  # fmt: skip
    held = re.findall(r"^held: (.*)$", done.stdout, re.M)
    said = f"{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    assert (done.returncode, held) == (0, expected()), said
    return held


def names_every_part(bundle: Path) -> None:
    """Each package of requirements.txt with its licence, for people and for machines."""
    bom = json.loads((bundle / "SBOM.cdx.json").read_text("utf-8"))
    assert cyclonedx.faults(bom) == []
    wanted = {name.replace("_", "-").lower() for name in pins("requirements.txt")}
    assert {each["name"] for each in bom["components"]} == wanted
    table = (bundle / "LICENCES.txt").read_text("utf-8")
    rows = re.findall(r"^\| ([a-z0-9-]+) \| \S+ \| ([^|]+) \| (\d+) \|", table, re.M)
    assert {name for name, licence, _ in rows if licence.strip()} == wanted
    texts = {each.name.rpartition("-")[0] for each in (bundle / "licences").iterdir()}
    assert texts == wanted


def expected() -> list[str]:
    """Every line that the script can say."""
    return re.findall(r'\bheld "([^"]+)"', HELD.read_text("utf-8"))


@pytest.mark.skipif(bool(lacking()), reason=lacking())
def test_bundle_is_installed_served_upgraded_and_taken_back_without_a_network(tmp_path):
    make_tree(tmp_path / "tree")
    archive = bundle.make(PYTHON, os.uname().machine, tmp_path / "out")
    first = unpack(archive, tmp_path / "tree/root")
    names_every_part(first)
    later = [as_next_version(first, "next", TAKES), as_next_version(first, "broken", FAILS)]
    assert walk(tmp_path / "tree", first, *later)
