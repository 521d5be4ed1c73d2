"""What was decided on 調書 as lines of one revision (README: 三年目の見直し). Touches no database.

Each line names the 調書 or the proposal that asked for it. 改定後の取組 becomes the measure's 概要.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from measures.models import Measure
from progress.judging.facts import TARGET
from progress.models import (
    MeasureReview,
    NewMeasureProposal,
    PlanChange,
    PlanReview,
    ReviewDecision,
)
from progress.plan_document.rows.keys import key_text
from progress.plan_document.rows.tables import Key, Rows, Values
from sakado_dx import fiscal

ENDINGS = {
    "abolish": Measure.Ending.ABANDONED,
    "finish": Measure.Ending.FINISHED,
    "merge": Measure.Ending.MERGED,
}
MOST_OF_REASON = 2000
LAST_NUMBER = re.compile(r"\d+(?!.*\d)")
NOTHING = "計画を変えるものが、調書にありません。見直しの案で加えてください。"


@dataclass
class Taken:
    """The lines of a revision, and of each 調書 what does not become one, in words."""

    lines: list[PlanChange] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


class Taking:
    """Makes the lines over the rows of the plan as it stands."""

    def __init__(self, review: PlanReview, rows: Rows):
        self.review, self.rows, self.found = review, rows, Taken()
        self.last_day = fiscal.first_day(review.changes_from) - timedelta(days=1)

    def take(self, paper: MeasureReview, decision: ReviewDecision | None) -> None:
        """The lines of one 調書 as it was decided."""
        if decision is None or decision.outlook is None:
            self.found.left.append((str(paper.measure), "会議の決定がないため、変えません。"))
            return
        meaning, before = decision.outlook.meaning, len(self.found.lines)
        if meaning in ENDINGS:
            self.found.lines += self._ending(paper, decision, meaning)
        else:
            self.found.lines += self._work(paper, decision)
            self.found.lines += self._directions(paper, decision)
            self.found.lines += self._targets(paper, decision)
        if len(self.found.lines) == before and meaning != "continue":
            self.found.left.append((str(paper.measure), f"「{decision.outlook}」：{NOTHING}"))

    def take_new(self, proposal: NewMeasureProposal, decision: ReviewDecision | None) -> None:
        """The lines of a proposed measure that was adopted."""
        if decision is None:
            self.found.left.append((proposal.name, "会議の決定がないため、加えません。"))
        elif decision.is_adopted:
            self.found.lines += self._beginning(proposal, decision)

    def _ending(
        self, paper: MeasureReview, decision: ReviewDecision, meaning: str
    ) -> Iterator[PlanChange]:
        key = (paper.measure.key,)
        row = self.rows["measures"][key]
        after = {"last_day": self.last_day.isoformat(), "ending": str(ENDINGS[meaning])}
        for name, value in after.items():
            if row.get(name) != value:
                yield self._line(
                    paper, decision, "measures", key, name, before=row.get(name), after=value
                )
        if decision.merge_into:
            pair = (key, (decision.merge_into.key,))
            if pair not in self.rows["measure_successors"]:
                yield self._line(paper, decision, "measure_successors", pair, "", after={})

    def _work(self, paper: MeasureReview, decision: ReviewDecision) -> Iterator[PlanChange]:
        key, work = (paper.measure.key,), paper.work.strip()
        before = self.rows["measures"][key]["summary"]
        if work and work != before:
            told = {"before": before, "after": work}
            yield self._line(paper, decision, "measures", key, "summary", **told)

    def _wanted_directions(
        self, paper: MeasureReview, decision: ReviewDecision
    ) -> list[tuple[int, str]]:
        """(year, words); a measure that rests does so in each year that may change, but where the
        調書 says otherwise."""
        words = {int(year): said for year, said in paper.directions.items()}
        if decision.outlook and decision.outlook.meaning == "suspend":
            words = dict.fromkeys(self.review.changed_years, decision.outlook.word) | words
        return sorted(words.items())

    def _directions(self, paper: MeasureReview, decision: ReviewDecision) -> Iterator[PlanChange]:
        for year, words in self._wanted_directions(paper, decision):
            key = ((paper.measure.key,), year)
            row = self.rows["yearly_directions"].get(key)
            told = {"printed": words, "resolved": words}
            if row is None:
                line = self._line(paper, decision, "yearly_directions", key, "", after=told)
                line.applies_from = year
                yield line
                continue
            for name, value in told.items():
                if row[name] != value:
                    line = self._line(
                        paper,
                        decision,
                        "yearly_directions",
                        key,
                        name,
                        before=row[name],
                        after=value,
                    )
                    line.applies_from = year
                    yield line

    def _targets(self, paper: MeasureReview, decision: ReviewDecision) -> Iterator[PlanChange]:
        for indicator, told in sorted(paper.targets.items()):
            standing = self._last_target((indicator,))
            if standing is None:
                continue
            (_, year, role, _), values = standing
            if "year" in told:  # another day of a milestone: the old one goes, a new one comes
                yield self._version(
                    paper, decision, (indicator,), year, role, values, withdrawn=True
                )
                fresh = values | {"value": None, "withdrawn": False}
                yield self._version(
                    paper, decision, (indicator,), int(told["year"]), role, fresh, withdrawn=False
                )
            elif told.get("withdrawn"):
                yield self._version(
                    paper, decision, (indicator,), year, role, values,
                    withdrawn=True, why=told["withdrawn"],
                )  # fmt: skip
            elif told.get("value") not in (None, values.get("value")):
                fresh = values | {"value": told["value"]}
                yield self._version(
                    paper, decision, (indicator,), year, role, fresh, withdrawn=False
                )

    def _version(
        self,
        paper: MeasureReview,
        decision: ReviewDecision,
        indicator: Key,
        year: int,
        role: str,
        values: Values,
        *,
        withdrawn: bool,
        why: str = "",
    ) -> PlanChange:
        """A target as a version that judges from the first year that may change."""
        key = (indicator, year, role, self.review.changes_from)
        reason = (why or paper.reason or str(decision.outlook))[:300]
        after = dict(values) | {"withdrawn": withdrawn, "reason": reason, "decided_on": None}
        line = self._line(paper, decision, "targets", key, "", after=after)
        line.applies_from = self.review.changes_from
        return line

    def _last_target(self, indicator: Key) -> tuple[Key, Values] | None:
        """The newest version of the indicator's last target."""
        own = [
            (key, values)
            for key, values in self.rows["targets"].items()
            if key[0] == indicator and key[2] == TARGET and not values.get("withdrawn")
        ]
        return max(own, key=lambda each: (each[0][1], each[0][3]), default=None)

    def _beginning(
        self, proposal: NewMeasureProposal, decision: ReviewDecision
    ) -> Iterator[PlanChange]:
        rows = self.rows["measures"]
        direction = (proposal.direction.key,)
        beside = [values for values in rows.values() if values["direction_id"] == direction]
        code = _next_code([values["code"] for values in beside] or ["新規-0"], rows.values())
        like = beside[-1] if beside else next(iter(rows.values()))
        told = dict.fromkeys(like, "") | {
            "other_readings": [], "last_day": None, "ending": "", "code": code,
            "direction_id": direction, "order": len(rows), "name": proposal.name,
            "summary": proposal.work,
            "first_day": fiscal.first_day(self.review.changes_from).isoformat(),
        }  # fmt: skip
        key = (code,)
        yield self._line_new(proposal, decision, "measures", key, told)
        division = (proposal.division.key,)
        if division in self.rows["divisions"]:
            owner = {"order": 0, "in_detail": True, "in_matrix": True, "last_day": None}
            yield self._line_new(
                proposal, decision, "measure_divisions", (key, division, None), owner
            )
        for year in self.review.changed_years:
            words = {"printed": "実施", "resolved": "実施"}
            line = self._line_new(proposal, decision, "yearly_directions", (key, year), words)
            line.applies_from = year
            yield line

    def _line(
        self,
        paper: MeasureReview,
        decision: ReviewDecision,
        noun: str,
        key: Key,
        column: str,
        *,
        before: object = None,
        after: object = None,
    ) -> PlanChange:
        work = "" if column == "summary" else paper.work  # else it would stand beside itself
        parts = (f"{decision.outlook}。", paper.reason, work, decision.opinion)
        return PlanChange(
            noun=noun,
            key=key_text(key),
            column=column,
            before=before,
            after=after,
            reason="\n".join(filter(None, parts))[:MOST_OF_REASON],
            measure_review=paper,
        )

    def _line_new(
        self,
        proposal: NewMeasureProposal,
        decision: ReviewDecision,
        noun: str,
        key: Key,
        after: Values,
    ) -> PlanChange:
        parts = ("新規。", proposal.reason, proposal.goal, decision.opinion)
        return PlanChange(
            noun=noun,
            key=key_text(key),
            after=after,
            reason="\n".join(filter(None, parts))[:MOST_OF_REASON],
            new_measure=proposal,
        )


def _next_code(codes: Sequence[str], all_rows: Iterable[Values]) -> str:
    """The code behind the last one that is taken nowhere: ``I-1-4`` after ``I-1-3``."""
    taken = {values["code"] for values in all_rows}
    code = codes[-1]
    while code in taken or code == codes[-1]:
        found = LAST_NUMBER.search(code)
        if found is None:
            code = f"{code}-1"
        else:
            number = int(found[0]) + 1
            code = f"{code[: found.start()]}{number}{code[found.end() :]}"
    return code
