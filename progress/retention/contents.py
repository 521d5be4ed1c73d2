"""What a disposal removes of a year, and what stays (README: 保存年限).

A row is deleted, or its texts give way to 廃棄済み so that its page says so. Each text column of
each table of a year is named here once; a test holds that none is forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Model, Q, QuerySet, Value, When

from progress import models as m
from progress.models.disposals import DISPOSED
from progress.retention import texts


@dataclass(frozen=True)
class Part:
    """Rows of a year: `label` as people call them, `lookup` how they hang on the year.

    `texts` give way to 廃棄済み, `emptied` to nothing; without either the rows are deleted.
    `stays` names the text columns that are kept, `file` the column that names a stored file.
    """

    model: type[Model]
    label: str
    lookup: str = "year"
    texts: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    file: str = ""

    @property
    def is_deleted(self) -> bool:
        return not self.texts

    def rows(self, year: m.ReviewYear) -> QuerySet:
        return self.model._default_manager.filter(**{self.lookup: year.pk}).order_by()

    def going(self, year: m.ReviewYear) -> QuerySet:
        """The rows that hold something that goes."""
        if self.is_deleted:
            return self.rows(year)
        blank = Q()
        for name in (*self.texts, *self.emptied):
            blank |= ~Q(**{name: ""})
        return self.rows(year).filter(blank)


OF_REPORT = "report__year"
NAMES = ("asked_name", "endorsed_name", "head_name")  # who was asked, and who had read it
PARTS = (
    Part(m.EvidenceFile, "証拠資料（ファイル）", OF_REPORT, file="stored_as"),
    Part(m.WarningAnswer, "確かめたいことへの説明", OF_REPORT),
    Part(m.Letter, "文書（依頼、照会、通知など）"),
    Part(m.Pack, "配付資料（ファイル）", file="stored_as"),
    Part(
        m.ProgressReport, "報告の文章と事務局の所見",
        texts=(*sorted(texts.TEXT_PLACES), "secretariat_note", *NAMES), stays=(*texts.STAYS, "state"),
    ),
    Part(m.IndicatorResult, "実績の補足", OF_REPORT, ("note",), ("status", "words", "certainty")),
    Part(m.Contribution, "関係課の記載", OF_REPORT, ("text",)),
    Part(
        m.StatusChange, "差戻しなどの理由", OF_REPORT, ("reason", "without_parts"),
        ("verb", "from_state", "to_state", "door"),
    ),
    Part(
        m.ReportEffect, "取込や見直しの影響の記載", OF_REPORT, ("before", "after", "reason"),
        ("state", "what"),
    ),
    Part(
        m.Correction, "確定・訂正の理由", OF_REPORT, ("reason", "alone_reason"),
        ("kind", "place", "label"),
    ),
    Part(m.Decision, "会議の意見", OF_REPORT, ("opinion",), ("manner", "taken_from")),
    Part(m.FollowUp, "指摘事項", "decision__report__year", ("what",), ("state",)),
    Part(
        m.FollowUpEntry, "指摘事項の経過", "follow_up__decision__report__year",
        ("text", "reason"), ("verb",),
    ),
    Part(
        m.AgendaItem, "議題の記載", "meeting__year", ("title", "point", "outcome"),
        ("handling", "cause"),
    ),
    Part(
        m.MeetingMember, "出席者の意見と代理の氏名", "meeting__year", ("proxy", "comment"),
        ("attendance", "answer"),
    ),
    Part(
        m.Meeting, "会議の議事録（ファイル）、場所、出席者と議長の氏名",
        texts=("place", "guests", "chair_title", "chair_name"), stays=("kind",),
        emptied=("minutes_name", "minutes_stored_as"), file="minutes_stored_as",
    ),
    Part(
        m.Approval, "決裁の代決者の職と氏名", texts=("decided_by",),
        stays=("document_number", "rank", "manner"),
    ),
    Part(m.DeadlineExtension, "提出期限の延長の理由", texts=("reason",)),
    Part(m.YearChange, "年度の操作の理由", texts=("reason",), stays=("verb",)),
    Part(m.ReviewYear, "所管課への案内", "pk", ("notice",)),
)  # fmt: skip
PUBLICATIONS = Part(m.Publication, "公表した版", OF_REPORT)
STAYS = (
    "数値（実績値、達成日、状況の説明、予算と決算の金額、予算事業名）、進捗、今後の方針、実際の方向性",
    "計画、年度の日程、報告の状態、会議の開催日と決定の判定、決裁の文書番号、操作した人の欄",
    "操作の記録の封印、表と行の番号、日時（中身は廃棄番号に置き換わります）",
)


def parts_of(with_publications: bool) -> tuple[Part, ...]:
    """All that goes; published editions where the city says so."""
    return (*PARTS, PUBLICATIONS) if with_publications else PARTS


def notes_of(year: m.ReviewYear) -> QuerySet:
    """経過メモ of the days of the year."""
    days = (year.first_day, year.last_day)
    return m.ProgressNote.objects.filter(measure__plan=year.plan_id, noted_on__range=days)


def files_of(year: m.ReviewYear) -> list[str]:
    """The names of the stored files of the year."""
    return [
        name
        for part in PARTS
        if part.file
        for name in part.rows(year).exclude(**{part.file: ""}).values_list(part.file, flat=True)
    ]


def remove(part: Part, year: m.ReviewYear) -> None:
    """Delete the rows, or let 廃棄済み stand where a text was, and nothing where none was."""
    if part.is_deleted:
        part.rows(year).delete()
        return
    left = {
        name: Case(When(**{name: ""}, then=Value("")), default=Value(DISPOSED))
        for name in part.texts
    }
    part.rows(year).update(**left, **dict.fromkeys(part.emptied, ""))


def remove_from_json(year: m.ReviewYear) -> None:
    """The same of columns of JSON, row by row."""
    for row, values in _json_of(year):
        type(row)._default_manager.filter(pk=row.pk).update(**values)


def _json_of(year: m.ReviewYear) -> Iterator[tuple[Model, dict[str, Any]]]:
    for each in m.ProgressReport.objects.filter(year=year).exclude(withheld={}):
        yield each, {"withheld": dict.fromkeys(each.withheld, DISPOSED)}
    for each in m.StatusChange.objects.filter(report__year=year).exclude(said={}):
        yield each, {"said": {}}
    for each in m.AgendaItem.objects.filter(meeting__year=year).exclude(causes=[]):
        yield each, {"causes": []}
    for each in m.Correction.objects.filter(report__year=year):
        sides = {side: getattr(each, side) for side in ("before", "after")}
        yield each, {name: texts.side_without_text(each.place, v) for name, v in sides.items()}
    for each in m.ReportSnapshot.objects.filter(report__year=year):
        yield each, {"content": texts.edition_without_texts(each.content)}
