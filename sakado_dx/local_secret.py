"""Keys for a portal on one's own machine: made at the first start, readable by their owner."""

import os
import secrets
from pathlib import Path


def read_or_make_secret(path: Path) -> str:
    """The secret kept in the file, made (mode 600) where there is none yet.

    Two processes that start together agree on one: the file is created exclusively, and
    whoever comes second reads what the first one wrote.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
