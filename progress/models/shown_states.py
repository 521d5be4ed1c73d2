"""How pages name the state of a report, publication and closing counted."""

EVALUATED = "evaluated"
# What the closing of a year makes of reports that were handed in and not evaluated.
LEFT_BEHIND = {"submitted": "unconfirmed", "confirmed": "unevaluated"}


def shown_state(state: str, *, is_closed: bool, is_published: bool) -> str:
    """The state's name for `partials/_status.html`, published ones and those that a closing left
    behind (未提出, 未確認, 未評価（年度締め済み）) included.

    A report that was sent back stays published, but what its division does counts here.
    """
    if state == EVALUATED:
        return "published" if is_published else state
    return LEFT_BEHIND.get(state, "unfinished") if is_closed else state
