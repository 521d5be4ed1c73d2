"""`make bundle`: one archive from which a machine without any network is set up.

    python -m deploy.bundle [--python 3.11] [--machine x86_64] [--to var/bundles]

In it, all under one folder named for the version: ``wheels/`` (for the named Python and
machine), ``source/`` (what is committed), ``static/`` (collected), ``install.sh`` and
``upgrade.sh``, ``SBOM.cdx.json``, ``LICENCES.txt`` with ``licences/``, ``BUNDLE`` and
``SHA256SUMS``. The same commit and the same wheels give the same bytes.
"""

import argparse
import gzip
import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from deploy.parts import Part, UnknownLicence, licences, sbom

ROOT = Path(__file__).resolve().parents[1]
NEWEST_GLIBC = 36  # of Debian 12: what runs there runs on what came later
SCRIPTS = ("install.sh", "upgrade.sh")
# To collect static files alone; nothing of it is kept.
COLLECTING = {
    "DEPLOYMENT": "production",
    "SECRET_KEY": "".join(map(chr, range(48, 123))),
    "AUDIT_KEY": "".join(map(chr, range(122, 47, -1))),
    "ALLOWED_HOSTS": "portal.example",
    "PORTAL_URL": "https://portal.example",
    "DATABASE_URL": "sqlite:///:memory:",
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="閉じたネットワークに持ち込む一式を作ります。")
    parser.add_argument("--python", default="3.11", help="持込先の Python の版（例 3.13）")
    parser.add_argument("--machine", default=platform.machine(), help="持込先の CPU（例 aarch64）")
    parser.add_argument("--to", type=Path, default=ROOT / "var/bundles", help="書き出すフォルダ")
    parser.add_argument(
        "--wheels", type=Path, help="ライブラリを取得せず、このフォルダのものを使う"
    )
    options = parser.parse_args(arguments)
    try:
        made = make(options.python, options.machine, options.to, options.wheels)
    except (Refused, UnknownLicence) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{made}\n")
    return 0


class Refused(Exception):
    """Why no bundle was made, in a sentence for whoever asked for it."""


def make(python: str, machine: str, to: Path, wheels: Path | None = None) -> Path:
    """The archive's path. Raises Refused and UnknownLicence."""
    version, made_at = version_of_commit()
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / f"dx-portal-{version}"
        source(bundle / "source")
        static(bundle / "source", bundle / "static")
        fetch(python, machine, bundle / "wheels", wheels)
        describe(bundle, version, python, machine, made_at)
        to.mkdir(parents=True, exist_ok=True)
        archive = to / f"{bundle.name}-py{python.replace('.', '')}-{machine}.tar.gz"
        pack(bundle, archive, seconds=int(git("log", "-1", "--format=%ct")))
    return archive


def version_of_commit() -> tuple[str, str]:
    """The day and the beginning of the commit, and its time. Raises Refused where files differ
    from it: what is handed over is what is committed."""
    if changed := git("status", "--porcelain", "--untracked-files=no"):
        raise Refused(
            f"コミットしていない変更があります。コミットしてから実行してください。\n{changed}"
        )
    day, made_at = git("log", "-1", "--format=%cd %cI", "--date=format:%Y.%m.%d").split()
    return f"{day}-{git('rev-parse', '--short=10', 'HEAD')}", made_at


def git(*command: str) -> str:
    done = subprocess.run(
        ["git", *command], cwd=ROOT, check=True, capture_output=True, text=True,
        env={**os.environ, "TZ": "UTC"},
    )  # fmt: skip
    return done.stdout.strip()


def source(to: Path) -> None:
    """What is committed, without what only tests need."""
    to.mkdir(parents=True)
    tar = subprocess.run(
        ["git", "archive", "HEAD", ":(exclude)tests", ":(exclude).ci"],
        cwd=ROOT, check=True, capture_output=True,
    ).stdout  # fmt: skip
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        archive.extractall(to, filter="data")


def static(source: Path, to: Path) -> None:
    """Style sheets, scripts and images, named by their content, as production serves them."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-B", "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=source, capture_output=True, text=True, env={**environment, **COLLECTING},
    )  # fmt: skip
    if done.returncode:
        raise Refused(f"静的ファイルを集められませんでした。\n{done.stderr}")
    (source / "var/static").rename(to)
    shutil.rmtree(source / "var")


def fetch(python: str, machine: str, to: Path, wheels: Path | None) -> None:
    """Wheels alone: on the other side nothing is compiled."""
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in range(NEWEST_GLIBC, 4, -1)]
    platforms += [f"manylinux{year}_{machine}" for year in (2014, 2010, 1)] + [f"linux_{machine}"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "--only-binary=:all:", "--python-version", python]
    command += [part for each in platforms for part in ("--platform", each)]
    command += ["--dest", str(to), "-r", str(ROOT / "requirements.txt")]
    if wheels:
        command += ["--no-index", "--find-links", str(wheels)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Refused(
            f"Python {python}、{machine} のライブラリが揃いません。版と CPU の名前、ネットワークを"
            f"確かめてください。\n{done.stderr}"
        )


def describe(bundle: Path, version: str, python: str, machine: str, made_at: str) -> None:
    """The scripts at the top, the lists, and last the checksums of all of it."""
    for name in SCRIPTS:
        shutil.copy(bundle / "source/deploy" / name, bundle / name)
    parts = [Part(path) for path in sorted((bundle / "wheels").iterdir())]
    for part in parts:
        folder = bundle / "licences" / f"{part.name}-{part.version}"
        folder.mkdir(parents=True)
        for name, text in part.texts().items():
            (folder / name).write_bytes(text)
    content = json.dumps(
        sbom(parts, version=version, made_at=made_at), ensure_ascii=False, indent=1
    )
    (bundle / "SBOM.cdx.json").write_text(content + "\n", "utf-8")
    (bundle / "LICENCES.txt").write_text(licences(parts, version), "utf-8")
    (bundle / "BUNDLE").write_text(f"VERSION={version}\nPYTHON={python}\nMACHINE={machine}\n")
    files = sorted(each for each in bundle.rglob("*") if each.is_file())
    lines = [
        f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.relative_to(bundle)}\n"
        for each in files
    ]
    (bundle / "SHA256SUMS").write_text("".join(lines), "utf-8")


def pack(bundle: Path, archive: Path, seconds: int) -> None:
    """One archive, of one owner and one time; never half written under its name."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = seconds
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    draft = archive.with_suffix(".part")
    with (
        draft.open("wb") as file,
        gzip.GzipFile(
            filename="", mode="wb", fileobj=file, mtime=seconds, compresslevel=6
        ) as inner,
        tarfile.open(fileobj=inner, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        tar.add(bundle, bundle.name, filter=plain)
    draft.replace(archive)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
