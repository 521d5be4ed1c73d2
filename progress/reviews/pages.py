"""The workspace of a review: its lines as a list, filtered by why a council must see them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django import forms
from django.urls import reverse

from progress.judging.council import CAUSES
from progress.models import MeasureReview, PlanReview
from progress.reviews.side_by_side import ReviewLine, SideBySide, YearCell
from progress.rights import predicates
from sakado_dx.fiscal import format_date, label_short
from sakado_dx.lists import Column, ListForm
from sakado_dx.organization.access import Standing

TITLE = "三年目の見直し"
OVER, REACHED, ACCEPTED, ANY = "over", "reached", "accepted", "any"
WHY = {
    ANY: "会議が見るもののすべて",
    **CAUSES,
    OVER: "目標超過（見直し候補）",
    REACHED: "最後の目標を達成済み",
    ACCEPTED: "了承済みの遅れ",
}
State = MeasureReview.State


def way(*further: tuple) -> list[tuple]:
    """The breadcrumbs of the list of reviews, below 資料, or of a page below it."""
    own = (TITLE, reverse("progress:plan_review_list") if further else None)
    return [("資料", reverse("measures:library")), own, *further]


def way_to(review: PlanReview, *further: tuple) -> list[tuple]:
    """The breadcrumbs of a review, or of a page below it."""
    return way((review.title, review.get_absolute_url() if further else None), *further)


def papers_of(standing: Standing, review: PlanReview) -> list[MeasureReview]:
    """The 調書 that this person's workspace lists: all, or those of his divisions."""
    rows = list(MeasureReview.objects.filter(review=review).with_measure().in_plan_order())
    for row in rows:
        row.review = review
    if predicates.reads_all_reviews(standing):
        return rows
    return [row for row in rows if predicates.owns_measure(standing, row)]


def _until(cell: YearCell) -> str:
    return f"、{format_date(cell.accepted_until)}まで" if cell.accepted_until else ""


def reasons_of(line: ReviewLine) -> list[str]:
    """Why a council must see it, and what else asks for a review, in sentences."""
    told = [each.sentence for each in line.causes]
    told += [f"{each.each.facts.name}：目標を超えています。" for each in line.ways if each.is_over]
    if line.is_reached:
        told.append("最後の目標を達成しています。")
    told += [
        f"了承済みの遅れ：{each.label}は{each.progress}、今後の方針は{each.outlook}"
        f"（会議の決定{_until(each)}）。"
        for each in line.accepted
    ]
    if line.open_follow_ups:
        told.append(f"未完了の指摘事項が{line.open_follow_ups}件あります。")
    return told


def said_of(standing: Standing, line: ReviewLine) -> str:
    """The outlook that the 調書 proposes, for who may read it: a word that was put in before
    anybody filled it in is no proposal."""
    paper = line.paper
    if paper.state == State.NOT_STARTED or paper.outlook is None:
        return ""
    return str(paper.outlook) if predicates.may_read_measure_review(standing, paper) else ""


def columns_of(standing: Standing, told: SideBySide) -> list[Column]:
    """A column for each year, and what asks for a review; the same in page and file."""
    return [
        Column(told.measure_label, lambda each: each.title, url=lambda each: each.paper.get_absolute_url()),
        Column("所管課", lambda each: "、".join(each.divisions) or "（なし）", "division", css="column--name"),
        *(Column(label_short(year), partial(_cell, year)) for year in told.fiscal_years),
        Column("成果指標", lambda each: "\n".join(way.told for way in each.ways) or "指標なし"),
        Column("見直しの手がかり", lambda each: "\n".join(reasons_of(each))),
        Column("直近の決定", lambda each: each.decided),
        Column(
            "調書",
            lambda each: each.paper.get_state_display(),
            "state",
            order=lambda each: State.values.index(each.paper.state),
            state=lambda each: each.paper.state,
        ),
        Column("今後の方針（調書）", partial(said_of, standing), "outlook"),
        Column(
            "事務局案",
            lambda each: str(each.paper.proposed_outlook or "")
            if predicates.reads_all_reviews(standing)
            else "",
        ),
    ]  # fmt: skip


@dataclass(frozen=True)
class ShownYear:
    """A year of a line as the page shows it: the mark, and beside it what else is told."""

    label: str
    is_running: bool
    meaning: str
    progress: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class ShownLine:
    """A line of the workspace as one person reads it, in words."""

    title: str
    url: str
    divisions: str
    years: tuple[ShownYear, ...]
    ways: str
    reasons: str
    decided: str
    state: str
    said: str
    proposed: str


def shown_line(standing: Standing, line: ReviewLine) -> ShownLine:
    """What one person reads of a line."""
    paper = line.paper
    proposed = paper.proposed_outlook if predicates.reads_all_reviews(standing) else None
    return ShownLine(
        title=line.title,
        url=paper.get_absolute_url() if predicates.may_read_measure_review(standing, paper) else "",
        divisions="、".join(line.divisions),
        years=tuple(
            ShownYear(
                each.label, each.is_running, each.meaning, each.progress, tuple(cell_words(each))
            )
            for each in line.years
        ),
        ways="\n".join(each.told for each in line.ways) or "指標なし",
        reasons="\n".join(reasons_of(line)),
        decided=line.decided,
        state=paper.state,
        said=said_of(standing, line),
        proposed=str(proposed or ""),
    )


def _cell(fiscal_year: int, line: ReviewLine) -> str:
    own = next((each for each in line.years if each.fiscal_year == fiscal_year), None)
    return "" if own is None else "\n".join(filter(None, (own.progress, *cell_words(own))))


def cell_words(cell: YearCell) -> list[str]:
    """``導入（計画どおり）``, or ``計画 導入`` and ``実際 検討``; ``方針 継続``."""
    words = []
    if cell.planned and cell.actual == cell.planned:
        words.append(f"{cell.planned}（計画どおり）")
    else:
        words += [f"計画 {cell.planned}"] if cell.planned else []
        words += [f"実際 {cell.actual}{_differs(cell)}"] if cell.actual else []
    return [*words, f"方針 {cell.outlook}"] if cell.outlook else words


def _differs(cell: YearCell) -> str:
    return "（計画と違う）" if cell.is_slip else ""


def counts_of(lines: Sequence[ReviewLine]) -> list[tuple[str, int]]:
    """(state, number) of the 調書, in the order of their way."""
    found = Counter(each.paper.state for each in lines)
    return [(state.label, found[state.value]) for state in State if found[state.value]]


class ReviewFilter(ListForm):
    """By why a council must see it, by the state of its 調書 and by lead division."""

    field_order = ["q", "why", "state", "division"]

    why = forms.ChoiceField(label="見直しの手がかり", required=False)
    state = forms.ChoiceField(
        label="調書の状態", choices=[("", "すべて"), *State.choices], required=False
    )
    division = forms.ChoiceField(label="所管課", required=False)

    def __init__(self, data: Mapping[str, str], lines: Sequence[ReviewLine]):
        super().__init__(data)
        own = {cause.code for each in lines for cause in each.causes} | {
            ANY,
            OVER,
            REACHED,
            ACCEPTED,
        }
        self.fields["why"].choices = [("", "すべて"), *(p for p in WHY.items() if p[0] in own)]
        divisions = dict.fromkeys(name for each in lines for name in each.divisions)
        self.fields["division"].choices = [("", "すべて"), *((name, name) for name in divisions)]

    def by_why(self, lines: list[ReviewLine], code: str) -> list[ReviewLine]:
        holds = {
            ANY: lambda each: bool(each.causes),
            OVER: lambda each: each.is_over,
            REACHED: lambda each: each.is_reached,
            ACCEPTED: lambda each: bool(each.accepted),
        }.get(code, lambda each: any(cause.code == code for cause in each.causes))
        return [each for each in lines if holds(each)]

    def by_state(self, lines: list[ReviewLine], state: str) -> list[ReviewLine]:
        return [each for each in lines if each.paper.state == state]

    def by_division(self, lines: list[ReviewLine], name: str) -> list[ReviewLine]:
        return [each for each in lines if name in each.divisions]
