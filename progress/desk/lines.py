"""The lines of 事務局トップ: what waits for whom, until when, and the page where it is done."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from django.utils import timezone

from progress.desk.facts import waits_for_close
from progress.desk.next_steps import being_compiled, compiling_url
from progress.desk.waiting import SOON, Asked, Proposed
from progress.follow_ups.pages import unfinished_url
from progress.models import Meeting, ProgressReport, ReviewYear
from progress.year.calendar import steps_of
from sakado_dx.addresses import reverse
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import HEADING_ROLES
from sakado_dx.organization.members import Manning

State = ProgressReport.State
Row = TypeVar("Row")
SILENT_AFTER = timedelta(days=7)  # from a return until it is asked about
MOST_NAMES = 3


class Part(StrEnum):
    """Where on the page a line stands."""

    NOW = "対応が必要"
    OTHERS = "回答・確認待ち"
    SOON = "2週間以内の予定"


@dataclass(frozen=True)
class Line:
    """Something that waits: what, how many (件), whose, by which day, and the button to its page.

    `year` is None where it belongs to none.
    """

    part: Part
    what: str
    url: str
    act: str
    year: ReviewYear | None = None
    day: date | None = None
    number: int = 0
    said: str = ""
    unit: str = "件"
    is_since: bool = False  # the day is that since when it waits


def names_of(names: Iterable[str]) -> str:
    """``情報政策課3件、市民課、ほか2課``: the first ones, each with how many if more than one."""
    counted = Counter(names)
    first = [f"{name}{n}件" if n > 1 else name for name, n in list(counted.items())[:MOST_NAMES]]
    left = len(counted) - len(first)
    return "、".join([*first, f"ほか{left}課"] if left else first)


def parted(rows: Iterable[Row], is_first: Callable[[Row], bool]) -> tuple[list[Row], list[Row]]:
    """Those of which it is so, and the others."""
    first: list[Row] = []
    others: list[Row] = []
    for each in rows:
        (first if is_first(each) else others).append(each)
    return first, others


def _at(name: str, year: ReviewYear) -> str:
    return reverse(f"progress:{name}", args=[year.pk])


def unsubmitted_lines(
    year: ReviewYear, rows: Sequence, divisions: Mapping[int, Manning], today: date
) -> Iterator[Line]:
    """Reports that their divisions have yet to hand in, late ones apart."""
    if year.opened_on > today and year.is_open:
        return
    waiting = [(year.due_for(each.lead_id), each) for each in rows if _is_first(each)]
    late, coming = parted(waiting, lambda pair: pair[0] < today and year.is_open)
    for part, what, pairs, name, act in (
        (Part.NOW, "提出期限を過ぎた報告", late, "remind_bulk", "提出の再依頼をする"),
        (Part.OTHERS, _coming_words(year), coming, "reminder_list", "残りを見る"),
    ):
        if pairs:
            day = min(due for due, _ in pairs)
            said = names_of(_lead(each, divisions) for _, each in pairs)
            name = name if year.is_open else "queue"
            yield Line(part, what, _at(name, year), act, year, day, len(pairs), said)


def _is_first(report) -> bool:
    return report.state in (State.NOT_STARTED, State.DRAFT)


def _coming_words(year: ReviewYear) -> str:
    return "提出を待つ報告" if year.is_open else "締めを解除した報告の提出"


def _lead(report, divisions: Mapping[int, Manning]) -> str:
    found = divisions.get(report.lead_id)
    return found.name if found else "主管課なし"


def returned_lines(
    year: ReviewYear, rows: Sequence, divisions: Mapping[int, Manning], today: date
) -> Iterator[Line]:
    """Reports that were sent back, those apart on which nothing was done for a week."""
    returned = [each for each in rows if each.state == State.RETURNED]
    silent, going_on = parted(returned, lambda each: _is_silent(each, today))
    for part, what, own in (
        (Part.NOW, "差戻しの後、動きのない報告", silent),
        (Part.OTHERS, "差戻しの修正を待つ報告", going_on),
    ):
        if own:
            url = f"{_at('queue', year)}?state={State.RETURNED}"
            since = [timezone.localdate(each.silent_since) for each in own if each.silent_since]
            day = min(since) if since else None
            said = names_of(_lead(each, divisions) for each in own)
            where = (url, "報告を見る", year, day)
            yield Line(part, what, *where, len(own), said, is_since=True)


def _is_silent(report, today: date) -> bool:
    return (
        bool(report.silent_since)
        and today - timezone.localdate(report.silent_since) >= SILENT_AFTER
    )


def submitted_lines(year: ReviewYear, rows: Sequence) -> Iterator[Line]:
    """Reports to be confirmed: by this person, or by another since he wrote them."""
    waiting = [each for each in rows if each.state == State.SUBMITTED]
    mine, others = parted(waiting, lambda each: each.is_mine_to_confirm)
    for part, what, own, act in (
        (Part.NOW, "事務局の確認を待つ報告", mine, "読んで確認する"),
        (
            Part.OTHERS,
            "事務局のほかの人の確認を待つ報告（あなたが書いたもの）",
            others,
            "報告を見る",
        ),
    ):
        if own:
            url = reverse("progress:report_review", args=[own[0].pk])
            day = year.confirm_due or min(timezone.localdate(each.submitted_at) for each in own)
            is_since = year.confirm_due is None
            yield Line(part, what, url, act, year, day, len(own), is_since=is_since)


def step_lines(
    year: ReviewYear, counts: Counter, firsts: Mapping[str, int], today: date
) -> Iterator[Line]:
    """What comes after the confirmation: meeting, evaluation, 決裁, publication, what is to be
    settled; `firsts` are the first report of each step."""
    if counts["decide"]:
        held = year.meeting_on is not None and year.meeting_on < today
        part = Part.NOW if held else Part.OTHERS
        where = (_at("meeting_list", year), "会議を見る", year, year.meeting_on)
        yield Line(part, "会議の決定を待つ報告", *where, counts["decide"])
    for step, what, name, act, day in (
        ("evaluate", "決定により評価済みにできる報告", "evaluate_bulk", "評価済みにする", None),
        ("check", "あなたの内容確認がまだの報告", "content_check_bulk", "内容を確認する", None),
        ("approve", "決裁の記録を待つ報告", "approve_bulk", "決裁を記録する", None),
        ("publish", _publish_words(year), "publish_bulk", "公表する", year.publish_on),
    ):
        if counts[step] and not (step == "publish" and year.publish_on is None):
            yield Line(Part.NOW, what, _at(name, year), act, year, day, counts[step])
    yield from _compiling_lines(year, counts, firsts)
    if year.publish_on is None and (counts["publish"] or counts["approve"]):
        url = _at("publish_bulk", year)
        yield Line(Part.NOW, "公表日が決まっていません", url, "公表日を決める", year)


def _compiling_lines(
    year: ReviewYear, counts: Counter, firsts: Mapping[str, int]
) -> Iterator[Line]:
    """Figures that were still being compiled when the year was closed."""
    number = counts["compiling"]
    if number and year.closed_at:
        one = reverse("progress:correction_places", args=[firsts["compiling"]])
        url, act = (one, "確定を申し出る") if number == 1 else (compiling_url(year), "報告を見る")
        what = f"{being_compiled(year)}のまま締めた実績の確定"
        yield Line(Part.NOW, what, url, act, year, number=number)


def _publish_words(year: ReviewYear) -> str:
    return "公表を待つ報告" if year.is_open else "締めた年度の公表を待つ報告"


def closing_lines(year: ReviewYear, rows: Sequence, today: date) -> Iterator[Line]:
    """An open year of which every report is evaluated."""
    if waits_for_close(year, [each.state for each in rows], today):
        what = "すべて評価済みで、締めていない年度"
        yield Line(Part.NOW, what, _at("year_close", year), "年度を締める", year)


def part_lines(year: ReviewYear, asked: Sequence[Asked], today: date) -> Iterator[Line]:
    """What 関係課 have not answered, late ones apart."""
    late, coming = parted(asked, lambda each: each.due < today)
    for part, what, own in (
        (Part.NOW, "回答期限を過ぎた関係課の回答", late),
        (Part.OTHERS, "関係課の回答", coming),
    ):
        if own and (late or year.opened_on <= today):
            said = names_of([*dict.fromkeys(each.division for each in own)])
            where = (_at("part_sheet_list", year), "回答票の一覧を見る", year)
            day = min(each.due for each in own)
            yield Line(part, what, *where, day, len(own), said, "行")


def follow_up_lines(year: ReviewYear, asked: Sequence[Asked], today: date) -> Iterator[Line]:
    """指摘事項: answered, overdue, and still to be answered."""
    answered = [each for each in asked if each.is_answered]
    unanswered = (each for each in asked if not each.is_answered)
    late, coming = parted(unanswered, lambda each: each.due < today)
    for part, what, own, act in (
        (Part.NOW, "回答のあった指摘事項", answered, "回答を確かめる"),
        (Part.NOW, "期限を過ぎた指摘事項", late, "指摘事項を見る"),
        (Part.OTHERS, "指摘事項への回答", coming, "指摘事項を見る"),
    ):
        if own:
            one = reverse("progress:follow_up_detail", args=[own[0].pk])
            url = one if len(own) == 1 else unfinished_url(year)
            said = names_of(each.division for each in own)
            yield Line(part, what, url, act, year, own[0].due, len(own), said)


def correction_lines(year: ReviewYear, proposed: Sequence[Proposed], today: date) -> Iterator[Line]:
    """確定・訂正: to be confirmed by this person, by another, and left unconfirmed too long."""
    waiting, past = parted(proposed, lambda each: each.confirm_by >= today)
    mine, others = parted(waiting, lambda each: each.is_for_me)
    lapsed = [each for each in past if each.is_mine]
    for part, what, own, act in (
        (Part.NOW, "あなたの確認を待つ確定・訂正の申出", mine, "申出を確かめる"),
        (Part.OTHERS, "ほかの人の確認を待つ確定・訂正の申出", others, "申出を見る"),
        (Part.NOW, "確認の期限を過ぎた、あなたの申出", lapsed, "申出を取りやめる"),
    ):
        if own:
            one = reverse("progress:correction_detail", args=[own[0].pk])
            url = one if len(own) == 1 else _at("errata_list", year)
            yield Line(part, what, url, act, year, own[0].confirm_by, len(own))


def meeting_lines(
    meetings: Sequence[Meeting], years: Mapping[int, ReviewYear], today: date
) -> Iterator[Line]:
    """Results and minutes that are missing, and meetings to come."""
    for each in meetings:
        where, year = each.get_absolute_url(), years[each.year_id]
        if each.held_on >= today:
            yield Line(Part.SOON, each.kind, where, "会議を開く", year, each.held_on)
            continue
        if not each.is_settled:
            what = f"{each.kind}の会議結果を確定していません"
            yield Line(Part.NOW, what, where, "会議結果を確定する", year, each.held_on)
        if not each.minutes_stored_as:
            what = f"{each.kind}の議事録がありません"
            yield Line(Part.NOW, what, f"{where}#minutes", "議事録を付ける", year, each.held_on)


def people_lines(asked: Iterable[int | None], leads: Iterable[int | None], divisions):
    """Divisions that something is asked of and in which nobody is registered, or nobody who may
    submit."""
    found = [divisions[pk] for pk in dict.fromkeys(asked) if pk in divisions]
    empty = [each.name for each in found if not each.is_collective and not each.roles]
    heads = [divisions[pk] for pk in dict.fromkeys(leads) if pk in divisions]
    headless = [
        each.name
        for each in heads
        if not each.is_collective and each.roles and not each.roles & HEADING_ROLES
    ]
    url = reverse("admin:organization_division_changelist")
    for what, names in (("利用者のいない課", empty), ("所属長のいない主管課", headless)):
        if names:
            said = names_of(names)
            yield Line(
                Part.NOW, what, url, "課の職員を登録する", None, None, len(names), said, "課"
            )


def date_lines(year: ReviewYear, meetings: Iterable[Meeting], today: date) -> Iterator[Line]:
    """The year's days within two weeks; of a day with a meeting the meeting stands."""
    held = {each.held_on for each in meetings if each.year_id == year.pk}
    for step in steps_of(year, today):
        if step.day is None or not today <= step.day <= today + SOON or step.day in held:
            continue
        yield Line(Part.SOON, step.name, _at("year_change", year), "日程を見る", year, step.day)


def mail_lines(number: int, first: date | None, newest: ReviewYear | None) -> Iterator[Line]:
    """Mail of late that may not have arrived."""
    if number and newest:
        said = f"いちばん古いものは{format_date(first)}" if first else ""
        what, url = "届いていないかもしれないメール", _at("reminder_list", newest)
        yield Line(Part.NOW, what, url, "宛先を見る", None, None, number, said, "通")
