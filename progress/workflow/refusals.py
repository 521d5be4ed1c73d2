"""What refuses a verb, each with its sentence."""

from django.db.models import Model

from progress.judging.completeness import Missing

# What the triggers of a closed year say (progress.guards).
OF_CLOSED_YEAR = "締められた年度のため、変えられません。"
# What the triggers of the plan's editions say.
OF_PLAN_EDITION = "計画の版は、書いたときのまま残すため、変えられません。"


class NotAllowed(Exception):
    """The verb is not this person's, or not possible in this state; says why."""


class Gone(NotAllowed):
    """What the verb acts on was taken back meanwhile: its year, or its measure's taking part."""


class Incomplete(Exception):
    """The report lacks something; `missing` lists field and sentence."""

    def __init__(self, missing: list[Missing]):
        self.missing = missing
        super().__init__(" ".join(each.sentence for each in missing))


def needed(text: str, sentence: str, field: str = "reason") -> str:
    """The text, trimmed, its line breaks folded; Incomplete with the sentence where it is blank."""
    if not text.strip():
        raise Incomplete([Missing(field, sentence)])
    return text.strip().replace("\r\n", "\n")


class Conflict(Exception):
    """Somebody else was faster; `current` is the row as it stands now."""

    def __init__(self, current: Model):
        self.current = current
        super().__init__("他の人が先に更新しました。最新の内容を確かめてください。")
