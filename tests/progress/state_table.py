"""The table (progress/README: 状態と操作) as the tests hold it: every cell that passes, and nobody else's.

For a lead division that has a head, and a report written by its reporter and submitted by its
head. The tests of the verbs and those of the doors that lead to them walk the same cells.
"""

STATES = ("not_started", "draft", "returned", "submitted", "confirmed", "evaluated")
ROLES = (
    "reporter", "deputy", "head", "promoter", "co_owner", "other", "department", "secretariat",
    "council", "executive", "administrator", "nobody",
)  # fmt: skip

# (from, verb) -> (to, who)
LEAD = {"reporter", "deputy", "head", "promoter", "secretariat"}
SUBMITTERS = {"deputy", "head", "secretariat"}
ALLOWED = {
    ("not_started", "save"): ("draft", LEAD),
    ("draft", "save"): ("draft", LEAD),
    ("returned", "save"): ("returned", LEAD),
    **{
        (state, verb): (state, LEAD)
        for state in ("not_started", "draft", "returned")
        for verb in ("detach", "attach_again")
    },
    ("draft", "submit"): ("submitted", SUBMITTERS),
    ("returned", "submit"): ("submitted", SUBMITTERS),
    ("draft", "ask_head"): ("draft", LEAD - {"secretariat"}),
    ("returned", "ask_head"): ("returned", LEAD - {"secretariat"}),
    ("draft", "endorse"): ("draft", {"department"}),
    ("returned", "endorse"): ("returned", {"department"}),
    ("submitted", "withdraw"): ("draft", SUBMITTERS),
    ("submitted", "comment"): ("submitted", {"secretariat"}),
    ("confirmed", "comment"): ("confirmed", {"secretariat"}),
    ("submitted", "send_back"): ("returned", {"secretariat"}),
    ("confirmed", "send_back"): ("returned", {"secretariat"}),
    ("submitted", "confirm"): ("confirmed", {"secretariat"}),
    ("confirmed", "unconfirm"): ("submitted", {"secretariat"}),
    **{(state, "drop_decision"): (state, {"secretariat"}) for state in STATES},
    ("confirmed", "evaluate"): ("evaluated", {"secretariat"}),
    ("evaluated", "approve"): ("evaluated", {"secretariat"}),
    ("evaluated", "publish"): ("evaluated", {"secretariat"}),
    ("evaluated", "reopen"): ("returned", {"secretariat"}),
}
# Verbs that no state forbids: what they ask for instead is their own matter.
ANYWHERE = ("unpublish", "withhold", "unlock")
IN_CLOSED_YEAR = {"approve", "publish", *ANYWHERE}


def cell(state: str, verb: str, *, is_closed: bool = False) -> tuple[str, set[str]]:
    """(to, who) of a cell, with all its needs met; nobody where the table has none."""
    if is_closed and verb not in IN_CLOSED_YEAR:
        return state, set()
    if verb in ANYWHERE:
        return state, {"secretariat"} if is_closed or verb != "unlock" else set()
    return ALLOWED.get((state, verb), (state, set()))


# Who reads a report's content, its owning divisions being those of the measure (progress/README: 状態と操作).
OWNERS = {"reporter", "deputy", "head", "promoter", "co_owner", "department"}
DESK = {"secretariat", "second_secretariat"}
STAFF = OWNERS | DESK | {"other", "council", "executive", "administrator"}
READERS = {
    "not_started": OWNERS | DESK,
    "draft": OWNERS | DESK,
    "returned": OWNERS | DESK,
    "submitted": OWNERS | DESK | {"council", "executive"},
    "confirmed": STAFF,
    "evaluated": STAFF,
}

# Verbs of a year, by the state of its one report that is not 未入力: who may.
YEAR_VERBS = {
    "undo_open": {"not_started": {"secretariat"}},
    "take_out_measure": {"not_started": {"secretariat"}},
    "add_measure": {"": {"secretariat"}},
}


def year_cell(state: str, verb: str) -> set[str]:
    """Who may do the verb of the year while its report, where it has one, is in a state."""
    return YEAR_VERBS[verb].get(state, set())
