"""事務局トップ: what waits over all years, in three parts, each line with its date and its page."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Prefetch, QuerySet, Value
from django.urls import reverse

from measures.models import Plan
from progress.desk import lines, waiting
from progress.desk.facts import more_facts_of, waits_for
from progress.desk.lines import Line, Part
from progress.desk.plan_lines import plan_lines, plan_with_revisions
from progress.desk.retention_lines import retention_lines, with_retention
from progress.entry import tasks
from progress.models import DeadlineExtension, ProgressReport, ReviewYear
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing
from sakado_dx.organization.members import Manning, mannings
from sakado_dx.prepared import prepared
from sakado_dx.records.kept import KeptWhile

FEBRUARY, APRIL = 2, 4


@dataclass(frozen=True)
class Start:
    """The page: its lines, and what the person's own divisions owe; `names_years` where more than
    one year stands on it."""

    lines: tuple[Line, ...]
    day: date
    owed: int
    names_years: bool
    has_plan: bool

    @property
    def parts(self) -> list[tuple[Part, list[Line]]]:
        """The lines of each part by their days, those without one last."""
        ordered = sorted(self.lines, key=lambda each: (each.day is None, each.day or date.max))
        return [(part, [each for each in ordered if each.part == part]) for part in Part]

    @property
    def sentence(self) -> str:
        """``対応が必要7件、回答・確認待ち3件。``, counted by lines."""
        counts = [(part, len(own)) for part, own in self.parts if part != Part.SOON and own]
        if not counts:
            return "今、待っているものはありません。"
        return "、".join(f"{part}{number}件" for part, number in counts) + "。"


@dataclass(frozen=True)
class Recorded:
    """What of the page hangs on recorded tables: its lines `before` and `after` that of the mail,
    which is no record's, the newest year, and those that are open."""

    before: tuple[Line, ...]
    after: tuple[Line, ...]
    newest: ReviewYear | None
    open_ids: frozenset[int]
    owed: int
    has_plan: bool


# Of secretaries: a handful. Each holds some dozens of lines.
_kept: KeptWhile[Recorded] = KeptWhile(20)


def start_of(standing: Standing) -> Start:
    """All that waits for a secretary, of all years; 2 queries as long as nothing was recorded
    since, else at most 12, however many reports, divisions and years there are."""
    own = _kept.of(standing.told, partial(_recorded, standing))
    mail = lines.mail_lines(*waiting.undelivered(), own.newest)
    found = (*own.before, *mail, *own.after)
    named = {each.year.pk for each in found if each.year} | own.open_ids
    return Start(found, standing.day, own.owed, len(named) > 1, own.has_plan)


def forget() -> None:
    """Keep nothing of the page."""
    _kept.forget()


def _recorded(standing: Standing) -> Recorded:
    today, years = standing.day, _all_years(standing)
    rows = more_facts_of(standing, years.values())
    parts = waiting.parts_open({each.pk: _due(years, each) for each in rows}, years)
    asked, divisions = waiting.follow_ups_open(), mannings(today)
    sorts = [_by_year(each) for each in (rows, parts, asked, waiting.corrections_open(standing))]
    found = [
        line
        for year in years.values()
        for line in _of_year(standing, year, divisions, *(each[year.pk] for each in sorts))
    ]
    open_years = [each for each in years.values() if each.is_open]
    meetings = waiting.meetings_of(open_years, today)
    found += lines.meeting_lines(meetings, years, today)
    found += [line for year in open_years for line in lines.date_lines(year, meetings, today)]
    found += lines.people_lines(
        _asked(rows, [*parts, *asked], years), _leads(rows, years), divisions
    )
    plan = plan_with_revisions()
    newest = next(iter(years.values()), None)
    return Recorded(
        before=tuple(found),
        after=(*(plan_lines(plan, today) if plan else ()), *_to_open(plan, years.values(), today)),
        newest=newest,
        open_ids=frozenset(each.pk for each in open_years),
        owed=newest.owed if newest else 0,
        has_plan=plan is not None,
    )


def _all_years(standing: Standing) -> dict[int, ReviewYear]:
    return {each.pk: each for each in _years(tuple(standing.divisions), standing.day)}


@prepared
def _years(divisions: tuple[int, ...], day: date) -> QuerySet[ReviewYear]:
    """All years, the newest first, with their extensions; `owed` is over all of them."""
    extensions = DeadlineExtension.objects.select_related("division")
    years = with_retention(ReviewYear.objects.newest_first().select_related("plan"))
    years = years.annotate(owed=tasks.owed_number(divisions, day) if divisions else Value(0))
    return years.prefetch_related(Prefetch("extensions", queryset=extensions))


def _due(years: Mapping[int, ReviewYear], report) -> date:
    return years[report.year_id].due_for(report.lead_id)


def _by_year(rows: Iterable) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for each in rows:
        found[each.year_id].append(each)
    return found


def _of_year(
    standing: Standing,
    year: ReviewYear,
    divisions: Mapping[int, Manning],
    rows: Sequence,
    parts: Sequence[waiting.Asked],
    asked: Sequence[waiting.Asked],
    corrections: Sequence[waiting.Proposed],
) -> Iterator[Line]:
    """The lines of one year, in the order in which a year goes on."""
    today = standing.day
    steps = [(step, each.pk) for each in rows for step in waits_for(each, year)]
    counts, firsts = Counter(step for step, _ in steps), dict(reversed(steps))
    if not standing.is_executive:
        del counts["check"]
    changing = [each for each in rows if year.is_open or each.is_unlocked]
    yield from lines.unsubmitted_lines(year, changing, divisions, today)
    yield from lines.returned_lines(year, changing, divisions, today)
    yield from lines.part_lines(year, parts, today)
    yield from lines.submitted_lines(year, changing)
    yield from lines.step_lines(year, counts, firsts, today)
    yield from lines.follow_up_lines(year, asked, today)
    yield from lines.correction_lines(year, corrections, today)
    yield from lines.closing_lines(year, rows, today)
    yield from retention_lines(year, standing)


def _leads(rows: Iterable, years: Mapping[int, ReviewYear]) -> Iterator[int | None]:
    """The lead divisions of what is still to be handed in."""
    for each in rows:
        if years[each.year_id].is_open and each.state in ProgressReport.EDITABLE_STATES:
            yield each.lead_id


def _asked(rows: Iterable, asked: Iterable[waiting.Asked], years) -> Iterator[int | None]:
    """All divisions that something is asked of."""
    yield from _leads(rows, years)
    yield from (each.division_id for each in asked if not each.is_answered)


def _to_open(plan: Plan | None, years: Iterable[ReviewYear], today: date) -> Iterator[Line]:
    """The year that has ended, and from February on the one that is ending, if it is not open."""
    running = fiscal.fiscal_year_of(today)
    wanted = running if FEBRUARY <= today.month < APRIL else running - 1
    known = {(each.plan_id, each.fiscal_year) for each in years}
    if plan and wanted in plan.fiscal_years and (plan.pk, wanted) not in known:
        what = f"{fiscal.label_name(wanted)}を開いていません"
        yield Line(Part.NOW, what, reverse("progress:year_open"), "年度を開く")
