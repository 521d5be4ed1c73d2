"""The reason that stands with what is recorded: as long on a page as in a command."""

from django.core.management import CommandError

MOST_LETTERS = 300


def told_to_command(option: str, text: str, most: int = MOST_LETTERS) -> str:
    """What was given as an option of a command, without spaces around it. Raises CommandError where
    it is longer than a page lets it be."""
    told = text.strip()
    if len(told) > most:
        raise CommandError(
            f"{option} は{most:,}文字までです（{len(told):,}文字あります）。何も変更していません。"
        )
    return told
