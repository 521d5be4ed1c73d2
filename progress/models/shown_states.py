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


# How lists and files name them; `partials/_status.html` says the same with a shape.
WORDS = {
    "not_started": "未入力",
    "draft": "下書き",
    "returned": "差戻し",
    "submitted": "提出済み",
    "confirmed": "事務局確認済み",
    EVALUATED: "評価済み",
    "published": "公表済み",
    "unfinished": "未提出（年度締め済み）",
    "unconfirmed": "未確認（年度締め済み）",
    "unevaluated": "未評価（年度締め済み）",
}
