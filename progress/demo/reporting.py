"""One report of the demonstration, walked by the verbs to where the scenario wants it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from measures.models import Indicator, PlanWord
from progress.demo.figures import invented_entry, kept_up
from progress.demo.people import Cast
from progress.demo.scenario import DONE, Part, Places, Words
from progress.demo.texts import (
    NOTES,
    PARTS,
    RETURNS,
    WHY_ON_BEHALF,
    WITHOUT_PARTS,
    marked,
    pick,
    texts_of_report,
)
from progress.desk import verbs as desk
from progress.entry import contribution_verbs, handover_verbs
from progress.entry import verbs as entry_verbs
from progress.judging.completeness import ResultEntry
from progress.judging.facts import MILESTONE
from progress.judging.results import facts_of, figures_of
from progress.models import ProgressReport, ReviewYear
from progress.reading.inputs import inputs_of
from sakado_dx.organization.access import Standing
from sakado_dx.records.acting import Door

State = ProgressReport.State
DOOR = Door.COMMAND


@dataclass(frozen=True)
class Actors:
    """Who writes a report, who hands it in, who confirms it, who of the desk writes other
    divisions' parts, and why one does it on behalf."""

    writer: Standing
    submitter: Standing
    confirmer: Standing
    helper: Standing
    reason: str = ""


class Reporting:
    """A year's reports, with what all of them need read once."""

    def __init__(self, year: ReviewYear, cast: Cast, words: Words):
        self.year, self.cast, self.words = year, cast, words
        indicators = Indicator.objects.filter(plan=year.plan_id).prefetch_related("targets")
        bounds = (year.plan.first_fiscal_year, year.plan.last_fiscal_year)
        self.facts = {each.pk: facts_of(each, *bounds) for each in indicators}
        self.stocks = {each.pk for each in indicators if each.measured_as == "stock"}
        self.figures = figures_of(self.facts, up_to=year.fiscal_year - 1)

    def bring(self, report: ProgressReport, places: Places, place: int) -> None:
        """Fill the report in and take it as far as its place wants."""
        ids = [each.id for each in inputs_of(report).entered]
        part = self._part(ids, places)
        word = self.words.progress(part.mark)
        lead = self.cast.number_of(report.lead_division(self.cast["secretariat1"].day))
        state = places.state(lead == 1)
        if state == State.NOT_STARTED:
            return
        actors = self._actors(lead, place)
        entries = self._entries(ids, part.mood if part.figures else word.meaning, place)
        fields = self._fields(report, self._done_word(word, entries), place)
        is_asked = lead in (0, 1) and place % 2 == 0
        if state == State.DRAFT and not is_asked:
            fields, entries = _half(fields), {}
        self._write(report, actors, fields, entries)
        if state != State.DRAFT:
            if state != State.SUBMITTED or place % 2:
                self._contribute(report, actors, place)
            self._hand_in(report, actors, state, place)
        elif is_asked:
            handover_verbs.ask_head(report, by=actors.writer, version=report.version, door=DOOR)

    def _part(self, indicator_ids: list[int], places: Places) -> Part:
        """The measure's year in its story; what has reached its milestones stays 完了."""
        part = places.part(self._is_early(indicator_ids))
        facts = [self.facts[pk] for pk in indicator_ids]
        figures = [self.figures.get(pk, {}) for pk in indicator_ids]
        reached = all(any(each.done for each in own.values()) for own in figures)
        milestones = bool(facts) and all(each.kind == MILESTONE for each in facts)
        return DONE if milestones and reached else part

    def _is_early(self, indicator_ids: Iterable[int]) -> bool:
        """Whether the measure has targets, and all of them were still to come at the beginning."""
        targets = [target for pk in indicator_ids for target in self.facts[pk].targets]
        first = min((target.fiscal_year for target in targets), default=0)
        return first > self.year.plan.first_fiscal_year

    def _actors(self, lead: int | None, place: int) -> Actors:
        cast = self.cast
        one, two = cast["secretariat1"], cast["secretariat2"]
        if place % 2:
            one, two = two, one
        if lead == 0:
            return Actors(cast["reporter1"], cast["head1"], one, two)
        if lead == 1:
            writer = cast["promoter2" if place % 3 == 0 else "reporter2"]
            return Actors(writer, cast["deputy2" if place % 2 else "head2"], one, two)
        return Actors(one, one, two, one, WHY_ON_BEHALF)

    def _entries(self, ids: list[int], meaning: str, place: int) -> dict[int, ResultEntry]:
        year = self.year.fiscal_year
        entries = {}
        for pk in ids:
            figures = self.figures.get(pk, {})
            entry = invented_entry(self.facts[pk], figures, year, meaning, place)
            if entry is not None:
                entries[pk] = kept_up(entry, figures, year) if pk in self.stocks else entry
        return entries

    def _done_word(self, word: PlanWord, entries: dict[int, ResultEntry]) -> PlanWord:
        """完了 instead of 順調 where a milestone was reached in the year."""
        reached = any(entry.done for entry in entries.values())
        return self.words.progress("done") if reached and word.meaning == "on_track" else word

    def _fields(self, report: ProgressReport, word: PlanWord, place: int) -> dict:
        planned = {row.fiscal_year: row for row in report.measure.yearly_directions.all()}
        year = self.year.fiscal_year
        own = planned[year].resolved if year in planned else ""
        before = planned[year - 1].resolved if year - 1 in planned else own
        return texts_of_report(own, word.meaning, place) | {
            "actual_direction": before if word.meaning in ("late", "not_started") else own,
            "progress": word,
            "outlook": self.words.outlook(word.meaning),
            **_amounts(500 * (place % 9), place),
        }

    def _write(self, report: ProgressReport, actors: Actors, fields: dict, entries: dict) -> None:
        entry_verbs.save(
            report,
            by=actors.writer,
            version=report.version,
            fields=fields,
            results=entries,
            reason=actors.reason,
            door=DOOR,
        )

    def _contribute(self, report: ProgressReport, actors: Actors, place: int) -> None:
        """The parts of the other divisions, by their people, or by the desk on behalf."""
        parts = report.contributions.select_related("division")
        for shift, part in enumerate(parts):
            part.report = report
            number = self.cast.number_of(part.division)
            by = actors.helper if number is None else self.cast[f"reporter{number + 1}"]
            text = pick(PARTS, place + shift).format(number=3 + place % 7)
            contribution_verbs.contribute(
                part,
                by=by,
                version=part.version,
                text=text,
                has_nothing=not text,
                reason=WHY_ON_BEHALF,
                door=DOOR,
            )

    def _hand_in(self, report: ProgressReport, actors: Actors, state: str, place: int) -> None:
        self._submit(report, actors)
        secretary = {"by": actors.confirmer, "door": DOOR}
        if state == State.RETURNED:
            reason = pick(RETURNS, place)
            desk.send_back(report, version=report.version, reason=reason, **secretary)
        elif state == State.CONFIRMED:
            if place % 10 == 3:
                self._return_once(report, actors, place)
            if place % 6 == 0 or report.progress.meaning == "ahead":
                self._comment(report, place, secretary)
            desk.confirm(report, version=report.version, **secretary)

    def _comment(self, report: ProgressReport, place: int, secretary: dict) -> None:
        """A note; and where a division calls itself ahead, the proposal to call it on course."""
        own = report.lead_division(timezone.localdate()).is_secretariat
        proposes = report.progress.meaning == "ahead" and not own
        desk.comment(
            report,
            version=report.version,
            note=pick(NOTES, place // 6),
            second_judgement=self.words.progress("on_track") if proposes else None,
            **secretary,
        )

    def _return_once(self, report: ProgressReport, actors: Actors, place: int) -> None:
        """Sent back with a reason, mended and handed in again."""
        secretary = {"by": actors.confirmer, "door": DOOR}
        reason = pick(RETURNS, place)
        desk.send_back(report, version=report.version, reason=reason, **secretary)
        mended = {"done": f"{report.done}\n{marked('数値の根拠を加えました。')}"}
        self._write(report, actors, mended, {})
        self._submit(report, actors)

    def _submit(self, report: ProgressReport, actors: Actors) -> None:
        entry_verbs.submit(
            report,
            by=actors.submitter,
            version=report.version,
            reason=actors.reason,
            without_parts=WITHOUT_PARTS,
            door=DOOR,
        )


def _half(fields: dict) -> dict:
    """A report that somebody has begun: no results yet, and no outlook."""
    return {name: fields[name] for name in ("actual_direction", "progress", "done")}


def _amounts(budget: int, place: int) -> dict:
    """Some of a 予算事業 of their own, some a part of one, one told under another measure too."""
    if not budget:
        return {}
    scope = ("全額", "内数", "全額", "再掲")[place % 4]
    shared = scope == "内数"
    name = "情報システム管理事業" if shared else f"デジタル化推進事業{place + 1}"
    return {
        "budget_name": marked(name),
        "budget_scope": scope,
        "initial_budget": budget,
        "revised_budget": budget + 200 if place % 3 == 0 else None,
        "settled_amount": budget * 97 // 100,
        "carried_over": 0 if place % 3 == 0 else None,
        "funding": marked("一般財源"),
    }
