"""Where an uploaded file waits for its confirmation: the private storage, for a day."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from django.core import signing
from django.core.files.storage import default_storage
from django.utils import timezone

from sakado_dx.whole_files import store

FOLDER = "imports"
KEPT_FOR = timedelta(days=1)
SALT = "sakado_dx.spreadsheets.import"


class PrivateStorage:
    """import-export's temporary storage, on any machine that shares `MEDIA_ROOT`.

    (django-import-export asks for `save`, `read` and `remove` of one `name`.)
    """

    def __init__(self, name: str | None = None, **kwargs):
        self.name = name or uuid4().hex

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.name}"

    def save(self, data: bytes) -> None:
        remove_forgotten()
        store(self.path, data)

    def read(self) -> bytes:
        """The file's bytes; ``FileNotFoundError`` once it was removed."""
        with default_storage.open(self.path, "rb") as file:
            return file.read()

    def remove(self) -> None:
        default_storage.delete(self.path)


def remove_forgotten() -> None:
    """Delete what nobody confirmed within a day."""
    if not default_storage.exists(FOLDER):
        return
    oldest = timezone.now() - KEPT_FOR
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        with suppress(FileNotFoundError):  # somebody's yes, or his next upload, was faster
            if default_storage.get_modified_time(path) < oldest:
                default_storage.delete(path)


def ticket(**facts) -> str:
    """What the confirmation form carries between two requests; nobody can alter it."""
    return signing.dumps(facts, salt=SALT, compress=True)


def facts_of(text: str, user_id: int) -> dict | None:
    """What a ticket says; None where it is forged, a day old, or somebody else's."""
    try:
        facts = signing.loads(text, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return facts if facts.get("user") == user_id else None
