"""Heads of the chain in a file outside the database, to which lines are only added."""

import logging
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from sakado_dx import event_log
from sakado_dx.records.chain import Head, current_head, seal_unsealed


class UnreadableHead(Exception):
    """A line of the file that is no head; says which."""


class MissingHeads(UnreadableHead):
    """The file that the settings name is not there, though something is sealed."""


def kept_heads() -> list[Head]:
    """All heads of the file, in order; none where it is not there yet. Raises UnreadableHead."""
    path = Path(settings.AUDIT_HEADS_FILE)
    if not path.exists():
        if settings.AUDIT_HEADS_ASKED and current_head() is not None:
            raise MissingHeads(
                f"控えのファイル {path} がありません。元の場所に戻してください。失われたときは、紙などの控えで"
                "確かめてから（verify_audit --head）、空のファイルを作ってください。"
            )
        return []
    heads = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        try:
            heads.append(Head.read(line.split()[-1]))
        except (ValueError, IndexError) as error:
            raise UnreadableHead(
                f"{path} の{number}行目が、控えの書き方ではありません。"
            ) from error
    return heads


def seal_and_keep() -> Head | None:
    """Seal what is not sealed, and add the chain's head to the file where it is a new one.

    The head is written when the seals are stored: whoever is interrupted in between adds it
    the next time. Raises UnreadableHead, OSError.
    """
    try:
        known = kept_heads()
    except MissingHeads:
        seal_unsealed()  # protected all the same
        raise
    head = seal_unsealed()
    if head is not None and head not in known:
        path = Path(settings.AUDIT_HEADS_FILE)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            file.write(f"{timezone.localtime().isoformat(timespec='seconds')} {head}\n")
    return head


def seal_at_commit(tell: Callable[[str], object] | None = None) -> None:
    """Seal and keep the head once what is being done is stored; at once outside a transaction.

    What was done stands, whatever becomes of this: a fault goes to the log and, as a sentence,
    to `tell`. The next `seal_audit` makes up for it.
    """
    transaction.on_commit(lambda: _seal_or_tell(tell), robust=True)


def _seal_or_tell(tell: Callable[[str], object] | None) -> None:
    try:
        seal_and_keep()
    except (UnreadableHead, OSError, DatabaseError) as error:
        event_log.record("audit_not_sealed", level=logging.ERROR, fault=type(error).__name__)
        if tell is not None:
            tell(
                "操作の記録の封印か、控えのファイルへの書き足しができませんでした。"
                "システムの管理者に、manage.py seal_audit の実行を頼んでください。"
            )
