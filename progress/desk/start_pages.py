"""事務局トップ: what waits over all years, in three parts, each line with its date and its page.

What years closed long ago leave to do of the same kind stands in one line, which leads to all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Prefetch, QuerySet, Value, prefetch_related_objects
from django.urls import reverse

from measures.models import Plan
from progress.desk import lines, waiting
from progress.desk.facts import more_facts_of, waits_for
from progress.desk.lines import Line, Part
from progress.desk.plan_lines import plan_lines, plan_with_revisions
from progress.desk.retention_lines import TERM, retention_lines, with_retention
from progress.entry import tasks
from progress.judging.shown_years import first_shown, span_of
from progress.models import DeadlineExtension, ProgressReport, ReviewYear
from sakado_dx import fiscal
from sakado_dx.addresses import ALL_YEARS
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


def start_of(standing: Standing, *, is_whole: bool = False) -> Start:
    """All that waits for a secretary, of all years, a line of each or folded; 2 queries as long as
    nothing was recorded since, else at most 12, however many reports, divisions and years there
    are."""
    own = _kept.of((standing.told, is_whole), partial(_recorded, standing, is_whole))
    mail = lines.mail_lines(*waiting.undelivered(), own.newest)
    found = (*own.before, *mail, *own.after)
    named = {each.year.pk for each in found if each.year} | own.open_ids
    return Start(found, standing.day, own.owed, len(named) > 1, own.has_plan)


def forget() -> None:
    """Keep nothing of the page."""
    _kept.forget()


def _recorded(standing: Standing, is_whole: bool) -> Recorded:
    today, years = standing.day, _all_years(standing)
    rows = more_facts_of(standing, years.values())
    may_change = [each for each in rows if each.is_unlocked or years[each.year_id].is_open]
    _read_extensions([each for each in years.values() if each.is_open], may_change, years)
    parts = waiting.parts_open({each.pk: _due(years, each) for each in may_change}, years)
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
    if newest and not is_whole:
        found = _folded(found, first_shown(newest.fiscal_year))
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


# What a line says of its year: most years are closed, and of most of them there is none.
COLUMNS = (
    "fiscal_year", "opened_on", "report_due", "confirm_due", "meeting_on", "assembly_on",
    "accounts_on", "publish_on", "asks_approval", "is_migrated", "closed_at", "plan__missing_words",
)  # fmt: skip


@prepared
def _years(divisions: tuple[int, ...], day: date) -> QuerySet[ReviewYear]:
    """All years, the newest first; `owed` is over all of them."""
    years = with_retention(ReviewYear.objects.newest_first().select_related("plan"))
    years = years.only(*COLUMNS, *(f"retention__{name}" for name in TERM))
    return years.annotate(owed=tasks.owed_number(divisions, day) if divisions else Value(0))


def _read_extensions(open_years: Iterable[ReviewYear], rows: Iterable, years) -> None:
    """Those of the years whose reports may change: others owe nothing any more."""
    of_rows = [years[pk] for pk in dict.fromkeys(each.year_id for each in rows)]
    extensions = DeadlineExtension.objects.select_related("division")
    changing = list(dict.fromkeys([*open_years, *of_rows]))
    prefetch_related_objects(changing, Prefetch("extensions", queryset=extensions))


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
    # Of a closed year hardly anything waits, and most years are closed.
    if changing := [each for each in rows if year.is_open or each.is_unlocked]:
        yield from lines.unsubmitted_lines(year, changing, divisions, today)
        yield from lines.returned_lines(year, changing, divisions, today)
    yield from lines.part_lines(year, parts, today) if parts else ()
    yield from lines.submitted_lines(year, changing) if changing else ()
    yield from lines.step_lines(year, counts, firsts, today) if counts else ()
    yield from lines.follow_up_lines(year, asked, today) if asked else ()
    yield from lines.correction_lines(year, corrections, today) if corrections else ()
    yield from lines.closing_lines(year, rows, today)
    yield from retention_lines(year, standing)


def _folded(found: Iterable[Line], first_year: int) -> list[Line]:
    """The lines, those of closed years before `first_year` that say the same in one, which stands
    where the first of them stood."""
    alike: dict[object, list[Line]] = {}
    for place, line in enumerate(found):
        year = line.year
        is_old = year is not None and not year.is_open and year.fiscal_year < first_year
        same = (line.part, line.what, line.unit) if is_old else place
        alike.setdefault(same, []).append(line)
    return [_one_of(own) if len(own) > 1 else own[0] for own in alike.values()]


def _one_of(own: Sequence[Line]) -> Line:
    """One line for these, which are of one kind: how many in all, since when, of which years."""
    first, days = own[0], [each.day for each in own if each.day]
    years = {each.year.fiscal_year for each in own if each.year}
    return Line(
        first.part, first.what, f"?{ALL_YEARS}", "年度ごとに見る",
        day=min(days, default=None), number=sum(each.number for each in own),
        said=f"{span_of(years)}実績のうち{len(years)}年度", unit=first.unit, is_since=first.is_since,
    )  # fmt: skip


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
