"""What opens a closed year to its disposal, and to nothing else (README: 保存年限).

The guards know the hash of a key that is made of AUDIT_KEY, which is not in the database: a bare
client can write any row, but not the one that lets a disposal begin.
"""

import hmac
from hashlib import sha256

from django.conf import settings


def opening_key() -> str:
    """What a disposal writes into its row at its beginning, and takes out at its end."""
    return hmac.new(settings.AUDIT_KEY.encode(), b"disposal of a year", "sha256").hexdigest()


def lock() -> str:
    """The hash of the key, as the guards compare it."""
    return sha256(opening_key().encode()).hexdigest()
