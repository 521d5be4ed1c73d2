"""The shape of the plan itself: its frame, its levels' names and its words."""

from measures.models import MeetingKind, Plan, PlanWord
from measures.naming import ROMAN
from measures.words import MISSING_WORDS
from progress.plan_document.schema.columns import (
    FISCAL_YEAR,
    LONG_TEXT,
    OTHER_READINGS,
    names,
    needed,
    text,
)
from progress.plan_document.schema.readers import Choice, Flag, ListOf, Record, Text, Whole


def _words(meanings: tuple[str, ...]) -> ListOf:
    return ListOf(
        Record({"word": needed(PlanWord, "word"), "meaning": Choice(meanings, required=True)})
    )


FRAME = Record(
    {
        "position": text(Plan, "position"),
        "source": text(Plan, "frame_source"),
        "laws": names(300),
        "challenges": ListOf(
            Record(
                {
                    "number": Whole(1, 999, required=True),
                    "name": Text(200, required=True),
                    "policies": ListOf(Whole(1, 39), distinct=True),
                }
            )
        ),
        "bodies": ListOf(
            Record(
                {
                    "name": Text(200, required=True),
                    "short_name": Text(60),
                    "role": Text(LONG_TEXT, lines=True),
                    "source": Text(200),
                    "group": Text(60),
                    "links": ListOf(
                        Record({"to": Text(200, required=True), "label": Text(60)}),
                        distinct=True,
                    ),
                }
            )
        ),
    }
)
MISSING = Record({status: Text(10) for status in MISSING_WORDS})
PLAN = Record(
    {
        "key": text(Plan, "key"),
        "title": needed(Plan, "title"),
        "city": needed(Plan, "city"),
        "city_code": text(Plan, "city_code"),
        "first_fiscal_year": FISCAL_YEAR,
        "last_fiscal_year": FISCAL_YEAR,
        "review_every": Whole(1, 100),
        "level_names": ListOf(Text(30, required=True)),
        "frame": FRAME,
        "code_label": Text(20, default=ROMAN),
        "mark_names": ListOf(Text(20), most=3),
        "missing_words": MISSING,
        "publishes_self_assessment": Flag(),
        "shows_new_left": Flag(default=True),
        "meeting_kinds": ListOf(
            Record(
                {
                    "name": needed(MeetingKind, "name"),
                    "rank": Whole(1, 99, required=True),
                    "allows_proxy": Flag(),
                }
            )
        ),
        "progress_words": _words(PlanWord.PROGRESS_MEANINGS),
        "outlook_words": _words(PlanWord.OUTLOOK_MEANINGS),
        "other_readings": OTHER_READINGS,
    },
    required=True,
)
