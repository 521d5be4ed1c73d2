"""What the portal is made of: each wheel's name, version, licence and licence texts.

From these come the two lists of a bundle: ``SBOM.cdx.json`` (CycloneDX) for machines, and
``LICENCES.txt`` with the texts in ``licences/`` for people.
"""

import email.message
import hashlib
import re
import uuid
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

# What packages call a licence in other words than SPDX does.
SPDX = {
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD 3-Clause OR Apache-2.0": "BSD-3-Clause OR Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0-or-later",
    "MIT License": "MIT",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Whose own words are too many, or too few, to be read by a program: read by people, once.
READ_BY_PEOPLE = {
    "drf-spectacular-sidecar": "BSD-3-Clause AND Apache-2.0 AND MIT",  # Swagger UI, ReDoc
    "psycopg2-binary": "LGPL-3.0-or-later",  # and may be linked with OpenSSL
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
}
EXPRESSION = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")
TEXT = re.compile(r"(?:^|/)[^/]*(?:licen[cs]e|copying|notice)[^/]*$", re.I)
SHARED = re.compile(r"\.libs/[^/]+\.so[^/]*$")
NAMESPACE = uuid.UUID("5d3f5b0e-6d3a-5f0b-9a5e-0c6a2f1f7f43")  # any one, for good


class UnknownLicence(Exception):
    """A package whose licence nobody has read: no bundle is made of it."""


@dataclass(frozen=True)
class Part:
    """One wheel."""

    path: Path

    @cached_property
    def _metadata(self) -> email.message.Message:
        with zipfile.ZipFile(self.path) as wheel:
            (name,) = [each for each in wheel.namelist() if each.endswith(".dist-info/METADATA")]
            return email.message_from_string(wheel.read(name).decode())

    @property
    def name(self) -> str:
        return re.sub(r"[-_.]+", "-", self._metadata["Name"]).lower()

    @property
    def version(self) -> str:
        return self._metadata["Version"]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    @property
    def licence(self) -> str:
        """As SPDX writes it. Raises UnknownLicence."""
        return licence_of(self.name, self._metadata)

    def texts(self) -> dict[str, bytes]:
        """The licence texts that lie in it, by a file name of their own."""
        with zipfile.ZipFile(self.path) as wheel:
            names = [each for each in wheel.namelist() if TEXT.search(each)]
            return {PurePosixPath(each).as_posix().replace("/", "__"): wheel.read(each)
                    for each in sorted(names) if not each.endswith((".py", ".pyc"))}  # fmt: skip

    def shared(self) -> list[str]:
        """Libraries of other makers that its maker has put in."""
        with zipfile.ZipFile(self.path) as wheel:
            return sorted(each for each in wheel.namelist() if SHARED.search(each))


def licence_of(name: str, metadata: email.message.Message) -> str:
    """What a package says of its licence, as SPDX writes it. Raises UnknownLicence."""
    if known := READ_BY_PEOPLE.get(name):
        return known
    said = [metadata["License-Expression"], metadata["License"]]
    classifiers = map(str, metadata.get_all("Classifier", []))
    said += [each.rsplit(" :: ", 1)[1] for each in classifiers if each.startswith("License ::")]
    for each in (str(each).strip() for each in said if each):
        if found := SPDX.get(each):
            return found
        if EXPRESSION.fullmatch(each):
            return each
    raise UnknownLicence(
        f"{name} のライセンスが分かりません。本文を読み、deploy/parts.py の READ_BY_PEOPLE に書いてください。"
    )


def sbom(parts: list[Part], *, version: str, made_at: str) -> dict:
    """The list in CycloneDX 1.6. `made_at`: time of the commit, in ISO 8601."""
    own = f"dx-portal@{version}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, version)}",
        "version": 1,
        "metadata": {
            "timestamp": made_at,
            "component": {
                "type": "application", "bom-ref": own, "name": "dx-portal", "version": version,
            },
        },
        "components": [component(part) for part in parts],
        "dependencies": [{"ref": own, "dependsOn": [purl(part) for part in parts]}],
    }  # fmt: skip


def component(part: Part) -> dict:
    inner = [
        {"type": "library", "name": PurePosixPath(each).name, "bom-ref": f"{purl(part)}#{each}"}
        for each in part.shared()
    ]
    return {
        "type": "library",
        "bom-ref": purl(part),
        "name": part.name,
        "version": part.version,
        "purl": purl(part),
        "hashes": [{"alg": "SHA-256", "content": part.sha256}],
        "licenses": [{"expression": part.licence}],
        **({"components": inner} if inner else {}),
    }


def purl(part: Part) -> str:
    return f"pkg:pypi/{part.name}@{part.version}"


def licences(parts: list[Part], version: str) -> str:
    """The list for people, in Japanese."""
    rows = [
        f"| {part.name} | {part.version} | {part.licence} | {len(part.texts())} |"
        f" {'、'.join(PurePosixPath(each).name for each in part.shared())} |"
        for part in parts
    ]
    return "\n".join(
        [
            f"# ライセンスの一覧（{version}）",
            "",
            "この一式に入っている部品です。ライセンスの本文は `licences/` の部品ごとのフォルダにあります。",
            "「同梱」は、その部品の作成者が中に入れた、ほかの作成者の共有ライブラリです。条件は、部品の本文に書かれています。",
            "",
            "| 部品 | 版 | ライセンス（SPDX） | 本文の数 | 同梱 |",
            "|---|---|---|--:|---|",
            *rows,
            "",
        ]
    )
