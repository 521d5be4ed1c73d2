"""What is sealed of a record's contents: a salted digest, kept beside them.

So contents can be disposed of (README: 操作の記録) and the chain still proves what was
sealed. The salt goes with the contents, since a short text could be guessed by it.
"""

import hmac
import json
import secrets
from collections.abc import Iterable
from datetime import UTC
from hashlib import sha256

from sakado_dx.records.models import AuditRecord

CONTENTS = AuditRecord.CONTENTS
# What stays when the contents go.
KEPT = ("table_name", "row_key", "operation", "door", "import_key")


def new_salt() -> str:
    return secrets.token_hex(16)


def digest_of(record: AuditRecord, salt: str) -> str:
    """The digest of the record's contents (HMAC-SHA256 keyed by the salt, hexadecimal)."""
    data = packed(getattr(record, name) for name in CONTENTS)
    return hmac.new(salt.encode(), data, "sha256").hexdigest()


def kept_hash(record: AuditRecord) -> str:
    """A hash of what stays of a record, of one that was sealed when there were no digests yet."""
    kept = [record.sequence, record.seal, *kept_of(record)]
    return sha256(packed(kept)).hexdigest()


def kept_of(record: AuditRecord) -> list:
    """Number, moment and what else of a record stays for ever."""
    return [record.pk, moment(record), *(getattr(record, name) for name in KEPT)]


def moment(record: AuditRecord) -> str:
    return record.at.astimezone(UTC).isoformat(timespec="microseconds")


def packed(parts: Iterable) -> bytes:
    """The parts as bytes that no other parts give."""
    text = json.dumps(list(parts), ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="surrogatepass")
