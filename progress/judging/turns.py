"""Better or worse than the year before: one measure, by the meanings of its progress in both."""

from measures.words import counts_in_denominator

BETTER, WORSE, SAME = "better", "worse", "same"
# Out of the denominator since last year (休止 and the like), and back in it.
LEFT, BACK = "left", "back"
COMPARED = (BETTER, WORSE, SAME)
# From the worst to the best; what is off course as on the agenda (council.BY_MARK).
ORDER = ("late", "slightly_late", "not_started", "on_track", "ahead", "done")


def turn_of(before: str, now: str) -> str:
    """How a measure turned from one meaning to another: one of the five above, blank where one of
    the years has no progress that counts, or neither is in the denominator."""
    if not before or not now:
        return ""
    was, still = counts_in_denominator(before), counts_in_denominator(now)
    if not (was and still):
        return LEFT if was else BACK if still else ""
    step = ORDER.index(now) - ORDER.index(before)
    return SAME if step == 0 else BETTER if step > 0 else WORSE
