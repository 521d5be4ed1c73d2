"""Where documents lie: in the repository's fixtures, or uploaded and waiting for a yes."""

from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from sakado_dx.spreadsheets.storage import PrivateStorage

FIXTURES = settings.BASE_DIR / "fixtures"


def fixture_paths() -> list[Path]:
    """The documents that come with the portal, by name."""
    return sorted(FIXTURES.glob("*.json"))


class Source(NamedTuple):
    """A document's place: `name` is what people call it, `stored` where an upload waits."""

    name: str
    stored: str = ""

    @classmethod
    def keep(cls, name: str, data: bytes) -> "Source":
        """An upload, kept for a day under a name that nobody can guess."""
        storage = PrivateStorage()
        storage.save(data)
        return cls(name, storage.name)

    def read(self) -> bytes:
        """The document's bytes; ``FileNotFoundError`` where it is gone or was never there."""
        if self.stored:
            return PrivateStorage(self.stored).read()
        path = next((path for path in fixture_paths() if path.name == self.name), None)
        if path is None:
            raise FileNotFoundError(self.name)
        return path.read_bytes()

    def forget(self) -> None:
        """Delete an upload; a fixture stays."""
        if self.stored:
            PrivateStorage(self.stored).remove()
