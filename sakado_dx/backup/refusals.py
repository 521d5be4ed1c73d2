"""Why there is no backup, or no way back from one: a sentence for whoever runs the command."""

import errno


class BackupRefused(Exception):
    """Says what is wrong and how to mend it."""


def of_system(error: OSError, place: object) -> BackupRefused:
    """What the system refused, at which place."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return BackupRefused(
            f"{place} のディスクの空きが足りません。空けてから、もう一度実行してください。"
        )
    return BackupRefused(
        f"{place} を読み書きできません（{error.strerror or type(error).__name__}）。"
    )
