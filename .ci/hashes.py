"""Writes the hashes of all files of each pinned version into the lists of requirements.

    python .ci/hashes.py requirements.txt requirements-test.txt

All files, not those of this machine alone, so that every Python and platform can be served.
The program ``uv`` asks the package registry, as this machine's settings name it; no address is
written down. Comments and order stay as they are.
"""

import re
import subprocess
import sys
from pathlib import Path

PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+?)(?: \\)?$")
HASH = re.compile(r"^\s+--hash=(sha256:[0-9a-f]{64})")
ASK = "-m uv pip compile --quiet --no-deps --generate-hashes --no-header --no-annotate --universal"


def main() -> None:
    for name in sys.argv[1:]:
        path = Path(name)
        lines = [line for line in path.read_text("utf-8").splitlines() if not HASH.match(line)]
        path.write_text("\n".join(with_hashes(lines)) + "\n", "utf-8")


def with_hashes(lines: list[str]) -> list[str]:
    """Each pin followed by the hashes of its files."""
    pins = [PIN.match(line) for line in lines]
    hashes = asked([f"{pin[1]}=={pin[2]}" for pin in pins if pin])
    written: list[str] = []
    for line, pin in zip(lines, pins, strict=True):
        if not pin:
            written.append(line)
            continue
        own = [f"    --hash={each}" for each in hashes[canonical(pin[1]), pin[2]]]
        written += " \\\n".join([f"{pin[1]}=={pin[2]}", *own]).splitlines()
    return written


def asked(pins: list[str]) -> dict[tuple[str, str], list[str]]:
    """What the registry tells, by name and version. Raises CalledProcessError."""
    answer = subprocess.run(
        [sys.executable, *ASK.split(), "--python-version", "3.11", "-"],
        input="\n".join(pins),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[tuple[str, str], list[str]] = {}
    own: list[str] = []
    for line in answer.stdout.splitlines():
        if pin := PIN.match(line):
            own = found.setdefault((canonical(pin[1]), pin[2]), [])
        elif one := HASH.match(line):
            own.append(one[1])
    return found


def canonical(name: str) -> str:
    """As registries compare names: ``rpds_py`` is ``rpds-py``."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
