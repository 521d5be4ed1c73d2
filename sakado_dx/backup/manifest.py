"""What a backup holds, in a file beside it: the last to be written, so one without it is none."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from sakado_dx.backup.refusals import BackupRefused, of_system
from sakado_dx.backup.storing import Stored, files_below, stored, write_file

NAME = "manifest.json"
LAYOUT = 1
DATABASE, FILES, HEADS, YEARS = "database", "files", "audit_heads.txt", "years"


@dataclass(frozen=True)
class Manifest:
    """When it was made, of which kind of database and which migrations, the newest seal (blank:
    nothing was sealed), and each file by its relative name."""

    made_at: datetime
    vendor: str
    migrations: tuple[str, ...]
    head: str
    files: dict[str, Stored]

    def below(self, folder: str) -> dict[str, Stored]:
        """The files of one folder, by their names in it."""
        start = f"{folder}/"
        return {
            name.removeprefix(start): each
            for name, each in self.files.items()
            if name.startswith(start)
        }


def write(folder: Path, manifest: Manifest) -> None:
    """Raises OSError."""
    content = asdict(manifest) | {"layout": LAYOUT, "made_at": manifest.made_at.isoformat()}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    write_file(folder / NAME, f"{text}\n".encode())


def read(folder: Path) -> Manifest:
    """The manifest of a whole backup. Raises BackupRefused."""
    try:
        content = json.loads((folder / NAME).read_text("utf-8"))
        if content["layout"] != LAYOUT:
            raise BackupRefused(f"{folder} は、別の版のバックアップの形式です。")
        files = {name: Stored(**each) for name, each in content["files"].items()}
        return Manifest(
            made_at=datetime.fromisoformat(content["made_at"]),
            vendor=content["vendor"],
            migrations=tuple(content["migrations"]),
            head=content["head"],
            files=files,
        )
    except FileNotFoundError:
        raise BackupRefused(
            f"{folder} はバックアップではありません（{NAME} がありません）。manage.py backup が作った"
            "フォルダを指定してください。"
        ) from None
    except OSError as error:
        raise of_system(error, folder / NAME) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BackupRefused(
            f"{folder / NAME} が壊れています。別のバックアップを使ってください。"
        ) from None


def check(folder: Path, manifest: Manifest) -> None:
    """Whether each file is there as it was written, and no other. Raises BackupRefused."""
    found = set(files_below(folder)) - {NAME}
    wrong = [f"{name} がありません" for name in sorted(manifest.files.keys() - found)]
    wrong += [
        f"{name} は、バックアップのものではありません"
        for name in sorted(found - manifest.files.keys())
    ]
    for name in sorted(found & manifest.files.keys()):
        if ".." in PurePosixPath(name).parts:
            wrong.append(f"{name} は、フォルダの外を指しています")
            continue
        try:
            if stored(folder / name) != manifest.files[name]:
                wrong.append(f"{name} の中身が、作ったときと違います")
        except OSError as error:
            raise of_system(error, folder / name) from None
    if wrong:
        lines = "\n".join(f"  - {each}" for each in wrong[:20])
        raise BackupRefused(
            f"{folder} は壊れています（{len(wrong)}箇所）。何も戻していません。"
            f"別のバックアップを使ってください。\n{lines}"
        )
