"""What a milestone's chart shows: when it is due, when it was reached, and how late that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from progress.judging import facts
from progress.judging.facts import Figure, IndicatorFacts
from progress.judging.judgement import judge
from progress.judging.milestones import achievement, due_target
from sakado_dx.fiscal import format_date, label_name

# In so few letters that a year's column has room for them.
BEFORE, MISSED, REACHED = "期限前", "未達成", "達成済み"


@dataclass(frozen=True)
class TrackChart:
    """Fiscal years with a word for each up to `until`; `due` and `done` are fiscal years, or None.

    `done_words` is the day of the achievement, else its year. `late_until` is the year up to which
    it is late: that of the achievement, or the newest one in which it was reported as not reached.
    """

    name: str
    until: int
    years: tuple[int, ...]
    words: tuple[str, ...]
    met: tuple[bool | None, ...]
    due: int | None
    done: int | None
    done_words: str
    late_until: int | None

    @property
    def has_content(self) -> bool:
        """Whether there is anything on the track."""
        return self.due is not None or self.done is not None


def track_chart(
    indicator: IndicatorFacts, figures: Mapping[int, Figure], years: Sequence[int], *, until: int
) -> TrackChart:
    """The track of a milestone over the plan's years, longer where it is due or done outside of
    them."""
    target, reached = due_target(indicator, until), achievement(indicator, figures, until)
    due, done = target and target.fiscal_year, reached and reached[0]
    points = [each for each in (due, done) if each is not None]
    shown = tuple(range(min([*years, *points]), max([*years, *points]) + 1))
    judged = {each: judge(indicator, figures, each) for each in shown if each <= until}
    words = {year: _word(year, each, done) for year, each in judged.items()}
    missed = [year for year, word in words.items() if word == MISSED]
    late_until = done if done is not None else max(missed, default=None)
    is_late = due is not None and late_until is not None and late_until >= due
    is_late = is_late and (done is None or done > due)
    return TrackChart(
        name=indicator.name,
        until=until,
        years=shown,
        words=tuple(words.get(each, "") for each in shown),
        met=tuple(_met(judged.get(each), done) for each in shown),
        due=due,
        done=done,
        done_words=_done_words(*reached) if reached else "",
        late_until=late_until if is_late else None,
    )


def _done_words(fiscal_year: int, day) -> str:
    return format_date(day) if day else label_name(fiscal_year)


def _word(year: int, judgement, done: int | None) -> str:
    if done is not None and year > done:
        return REACHED
    if judgement.code in ("met", "met_in_time", "met_late"):
        return "達成"
    if judgement.code == "not_met":
        return MISSED
    if judgement.code == "not_due":
        return BEFORE
    return judgement.label if judgement.figure.status != facts.REPORTED else ""


def _met(judgement, done: int | None) -> bool | None:
    """The sign under a year: × of each that missed it, ○ of the one that reached it."""
    if judgement is None or (done is not None and judgement.fiscal_year > done):
        return None
    return judgement.met
