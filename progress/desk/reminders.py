"""What waits for whom, and the mail that reminds of it: one digest a person.

A reminder goes out at set distances from a deadline. Its cause is the deadline with the
distance; a follow-up that is newly asked, or asked again, is a cause too. Each cause tells a
person once (records.mail), so that the command may run as often as it likes, and a day without
it is made up for.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q
from django.urls import reverse

from progress.models import Contribution, FollowUp, ProgressReport, ReviewYear
from progress.models.follow_ups import ITS_REPORT
from progress.reading.edition import MeasureName
from progress.reading.reports import measures_of, reports_of
from progress.rights import lookups
from progress.workflow.mail_text import letter
from sakado_dx.deadlines import days_left
from sakado_dx.fiscal import format_date
from sakado_dx.organization.members import holders, members_by_division
from sakado_dx.organization.models import CityRole, User
from sakado_dx.organization.office_days import office_days
from sakado_dx.records import mail
from sakado_dx.records.mail import Draft

STEPS = (-14, -7, -3, -1, 0, 3, 7, 14)  # days from the deadline; after it positive
GRACE = 2  # days for which a step whose own day was missed is made up for
MOST_LISTED = 20  # of one kind in one mail
SECRETARIAT = "事務局"
State = ProgressReport.State


class Kind(StrEnum):
    """What is asked of somebody."""

    REPORT = "報告の提出"
    RETURNED = "差戻しの修正"
    CONTRIBUTION = "関係課の記載"
    FOLLOW_UP = "指摘事項への回答"
    CONFIRM = "報告の確認"


@dataclass(frozen=True)
class Item:
    """One thing that waits: for a division, or for the secretariat (`division_id` None)."""

    kind: Kind
    title: str
    path: str
    year: ReviewYear
    due: date
    division_id: int | None
    division: str
    news: str = ""  # the cause that tells of it once, at the next digest, whatever its date
    number: int = 1  # how many things it stands for: a 関係課回答票 is one line for all its rows

    def cause(self, today: date) -> str | None:
        """The reminder that is due today, if one is: deadline and distance.

        What the opening notice told on the same day or later is not told again.
        """
        passed = (today - self.due).days
        step = max((each for each in STEPS if each <= passed), default=None)
        if step is None or passed - step > GRACE:
            return None
        if self.due + timedelta(days=step) <= self.year.opened_on:
            return None
        return f"remind:{self.year.pk}:{self.due}:{step}"

    def left(self, today: date) -> str:
        return days_left(self.due, today)


@dataclass(frozen=True)
class Digest:
    """All that waits for one person; `person` is None for a division without members."""

    person: User | None
    items: tuple[Item, ...]

    @property
    def divisions(self) -> str:
        return "、".join(dict.fromkeys(each.division for each in self.items))

    @property
    def counts(self) -> list[tuple[Kind, int]]:
        """(kind, number) of what waits, in the order of the kinds."""
        numbers = (
            (kind, sum(each.number for each in self.items if each.kind == kind)) for kind in Kind
        )
        return [pair for pair in numbers if pair[1]]

    @property
    def first_due(self) -> date:
        return min(each.due for each in self.items)

    def causes(self, today: date) -> set[str]:
        return {cause for each in self.items if (cause := each.cause(today))} | self.news

    @property
    def news(self) -> set[str]:
        return {each.news for each in self.items if each.news}

    def only(self, division_ids: Collection[int]) -> "Digest":
        kept = tuple(each for each in self.items if each.division_id in division_ids)
        return Digest(self.person, kept)


def steps_words() -> str:
    """The distances, as a page tells them."""
    before = "・".join(str(-each) for each in STEPS if each < 0)
    after = "・".join(str(each) for each in STEPS if each > 0)
    return f"{before}日前、当日、{after}日後"


def digests(today: date, year: ReviewYear | None = None) -> list[Digest]:
    """Who has what to do, of one year or of all, people by their reading, then divisions in
    which nobody is registered; at most 10 queries however many there are."""
    items = waiting(today, year)
    members = members_by_division(today)
    secretaries = holders(CityRole.Role.SECRETARIAT, today)
    authors = lookups.authors_of(each for each, _ in items if each.state == State.SUBMITTED)
    own: dict[int, list[Item]] = {}
    people: dict[int, User] = {}
    unmanned: dict[int, list[Item]] = {}
    for report, item in items:
        asked = members.get(item.division_id, [])
        if item.kind == Kind.CONFIRM:
            asked = [each for each in secretaries if each.pk not in authors.get(report.pk, ())]
        elif not asked:
            unmanned.setdefault(item.division_id, []).append(item)
        for person in asked:
            people[person.pk] = person
            own.setdefault(person.pk, []).append(item)
    named = sorted(people.values(), key=lambda each: (each.reading, each.pk))
    found = [Digest(each, tuple(own[each.pk])) for each in named]
    return found + [Digest(None, tuple(each)) for each in unmanned.values()]


def waiting(today: date, year: ReviewYear | None = None) -> list[tuple[ProgressReport, Item]]:
    """Each thing that waits with its report, in the plan's order, kind by kind; at most 6
    queries."""
    reports, follow_ups = _reports(year), list(_follow_ups(year))
    by_id = {each.pk: each for each in reports}
    names = measures_of([*reports, *reports_of(follow_ups, ITS_REPORT)])
    items = [(each, item) for each in reports if (item := _of_report(each, names, today))]
    items += _of_sheets(_open_parts(by_id))
    items += [(each.decision.report, _of_follow_up(each, names)) for each in follow_ups]
    order = list(Kind)
    return sorted(items, key=lambda pair: order.index(pair[1].kind))


def _reports(year: ReviewYear | None) -> list[ProgressReport]:
    reports = ProgressReport.objects.filter(
        Q(year__closed_at=None) | Q(is_unlocked=True),
        state__in=(*ProgressReport.EDITABLE_STATES, State.SUBMITTED),
    )
    if year is not None:
        reports = reports.for_year(year)
    reports = reports.with_measure().prefetch_related("year__extensions")
    return list(reports.order_by("year__fiscal_year", "measure__order"))


def _follow_ups(year: ReviewYear | None) -> Iterable[FollowUp]:
    found = FollowUp.objects.waiting()
    if year is not None:
        found = found.filter(decision__report__year=year)
    found = found.select_related("division", "decision__report__year", "decision__report__measure")
    return found.with_names()


def _of_report(
    report: ProgressReport, measures: Mapping[int, MeasureName], today: date
) -> Item | None:
    """Of the lead division; where it is submitted, of the secretariat. A measure that nobody
    leads has nobody to remind."""
    year, lead = report.year, report.lead_division(today)
    if report.state == State.SUBMITTED:
        path = reverse("progress:report_review", args=[report.pk])
        due = year.confirm_due or report.due
        return Item(Kind.CONFIRM, _title(report, measures), path, year, due, None, SECRETARIAT)
    if lead is None:
        return None
    kind = Kind.RETURNED if report.state == State.RETURNED else Kind.REPORT
    path = reverse("progress:report_edit", args=[report.pk])
    return Item(kind, _title(report, measures), path, year, report.due, lead.pk, lead.name)


def _open_parts(reports: Mapping[int, ProgressReport]) -> list[Contribution]:
    """What is asked of divisions for these reports and not answered."""
    editable = [pk for pk, each in reports.items() if each.is_editable]
    parts = list(
        Contribution.objects.filter(answered_at=None, report__in=editable)
        .select_related("division")
        .order_by("division__order", "division", "report__year__fiscal_year")
    )
    for part in parts:
        part.report = reports[part.report_id]
    return parts


def _of_sheets(parts: Iterable[Contribution]) -> Iterator[tuple[ProgressReport, Item]]:
    """A line for each 関係課回答票 and day: an extension of a lead is one for its rows, too."""
    office = office_days()
    sheets: dict[tuple, list[Contribution]] = {}
    for part in parts:
        key = (part.report.year_id, part.division_id, part.due_by(office))
        sheets.setdefault(key, []).append(part)
    for (year_id, division_id, due), own in sheets.items():
        report, division = own[0].report, own[0].division.name
        path = reverse("progress:part_sheet", args=[year_id, division_id])
        title = f"関係課回答票（{report.year.short_label}実績）　未回答{len(own)}行"
        where = (title, path, report.year, due, division_id, division)
        yield report, Item(Kind.CONTRIBUTION, *where, number=len(own))


def _of_follow_up(each: FollowUp, measures: Mapping[int, MeasureName]) -> Item:
    report = each.decision.report
    path, division = each.get_absolute_url(), each.division
    # Asked by a meeting, or once more by the secretariat: no step of its date need be near.
    news = f"follow_up:{each.pk}:{each.version}"
    return Item(
        Kind.FOLLOW_UP,
        _title(report, measures),
        path,
        report.year,
        each.due,
        division.pk,
        division.name,
        news,
    )


def _title(report: ProgressReport, measures: Mapping[int, MeasureName]) -> str:
    return f"{measures[report.pk]}（{report.year.short_label}実績）"


def write_due(today: date) -> int:
    """Write the reminders whose day it is; returns how many. Repeated, it writes none."""
    drafts = (
        _draft(each, causes, today)
        for each in digests(today)
        if each.person and (causes := each.causes(today))
    )
    return len(mail.post(drafts))


def _draft(digest: Digest, causes: Collection[str], today: date) -> Draft:
    number = sum(each.number for each in digest.items)
    body = letter(
        digest.person,
        f"進捗管理ポータルで、次の{number}件が残っています（{format_date(today)}現在）。",
        *(_paragraph(kind, digest, today) for kind, _ in digest.counts),
        f"あなたの担当の一覧:\n{mail.link(reverse('progress:home'))}",
    )
    subject = f"【進捗報告】残っている作業が{number}件あります（{_nearest(digest, today)}）"
    return Draft(digest.person, causes, subject, body)


def _nearest(digest: Digest, today: date) -> str:
    return f"期限 {format_date(digest.first_due)}、{days_left(digest.first_due, today)}"


def _paragraph(kind: Kind, digest: Digest, today: date) -> str:
    items = [each for each in digest.items if each.kind == kind]
    lines = [f"■ {kind}（{sum(each.number for each in items)}件）"]
    for each in items[:MOST_LISTED]:
        day = f"期限 {format_date(each.due)}、{each.left(today)}"
        lines.append(f"・{each.title}　{day}\n  {mail.link(each.path)}")
    if len(items) > MOST_LISTED:
        lines.append(f"・ほか{len(items) - MOST_LISTED}件")
    return "\n".join(lines)
