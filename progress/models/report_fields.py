"""The fields that people fill in of a report: one list, in the order of the form.

Form, check page, review, edition, CSV, history sheet, corrections and soft warnings read it. To
add a text: the model's field (`text_column`), its line here, and a migration. The label is the
model field's own. A text has two limits: its own (`limit`) at submission, and MOST_LETTERS at any
save, so that a draft keeps what was pasted into it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

WORD, LINE, TEXT, AMOUNT, CHOICE = "word", "line", "text", "amount", "choice"
# What any save takes: the letters that a cell of a workbook holds.
MOST_LETTERS = 32_767
MOST_THOUSAND_YEN = 999_999_999_999  # 千円; nobody's budget, but the column's safe bound
# Of the texts beside the report's own fields the most letters of a submitted one: those of a
# result, with their labels, and the answer to a return.
RESULT_TEXTS = {"words": ("状況の説明", 1000), "note": ("補足", 300)}
ANSWER, ANSWER_LIMIT = "return_answer", 1000


def text_column(label: str) -> models.TextField:
    """The column of a text of the form: as long as any save lets it be (`texts_fit`)."""
    return models.TextField(label, blank=True)


def texts_fit(names: Iterable[str], constraint: str) -> models.CheckConstraint:
    """The check that no text of these columns is longer than any save lets it be."""
    fits = (Q(LessThanOrEqual(Length(name), MOST_LETTERS)) for name in names)
    return models.CheckConstraint(
        condition=reduce(and_, fits),
        name=constraint,
        violation_error_message=f"一つの項目に入るのは{MOST_LETTERS:,}文字までです。",
    )


@dataclass(frozen=True)
class ReportField:
    """A field of ProgressReport as people meet it.

    `limit` is the most letters of a submitted text, None for words and amounts. `rows` is the
    height of its box, `help` the words under it. `is_linked`: the glossary's terms are linked in
    it. `is_asked`: it belongs to one of the four questions that every report
    answers; what does not is optional, and folded. `is_compared`: it is asked about where it
    says what it said last year.
    """

    name: str
    kind: str
    section: str
    limit: int | None = None
    rows: int = 0
    help: str = ""
    is_asked: bool = False
    is_linked: bool = False
    is_compared: bool = False

    @property
    def _column(self):
        return apps.get_model("progress", "ProgressReport")._meta.get_field(self.name)

    @property
    def label(self) -> str:
        return str(self._column.verbose_name)

    @property
    def choices(self) -> list[str]:
        """The words that a CHOICE is one of; they are stored as they are written."""
        return [word for word, _ in self._column.choices]


FIELDS = (
    ReportField(
        "done",
        TEXT,
        "取り組んだこと",
        limit=2000,
        rows=5,
        help="この年度に実施した内容と、その量や時期を書いてください。",
        is_asked=True,
        is_linked=True,
        is_compared=True,
    ),
    ReportField("progress", WORD, "進捗", is_asked=True),
    ReportField("progress_reason", TEXT, "進捗", limit=1000, rows=3, is_asked=True),
    ReportField("outlook", WORD, "今後の方針", is_asked=True),
    ReportField(
        "actual_direction",
        LINE,
        "効果と課題",
        limit=60,
        help="計画と違ったときは、実際に行った段階に書き換えてください。",
    ),
    ReportField(
        "effects", TEXT, "効果と課題", limit=1000, rows=4, is_linked=True, is_compared=True
    ),
    ReportField("issues", TEXT, "効果と課題", limit=1000, rows=4, is_linked=True, is_compared=True),
    ReportField(
        "next_work",
        TEXT,
        "効果と課題",
        limit=1000,
        rows=4,
        help="翌年度の入力画面の先頭に表示されます。",
        is_linked=True,
        is_compared=True,
    ),
    ReportField(
        "public_text",
        TEXT,
        "公表用の記載",
        limit=2000,
        rows=4,
        help="市民に公表する文章です。空欄のままなら、「取り組んだこと」をそのまま公表します。",
        is_compared=True,
    ),
    ReportField(
        "budget_name",
        LINE,
        "金額",
        limit=200,
        help="予算書の事業の名称。二つ以上にまたがるときは「、」で並べ、金額は合計を入力してください。",
    ),
    ReportField(
        "budget_scope",
        CHOICE,
        "金額",
        help="予算事業の全部がこの施策のものなら全額、ほかの施策の分も含むなら内数、"
        "ほかの施策に同じ金額を載せているなら再掲です。合計と執行率には、全額だけが入ります。",
    ),
    ReportField("initial_budget", AMOUNT, "金額"),
    ReportField("revised_budget", AMOUNT, "金額"),
    ReportField("settled_amount", AMOUNT, "金額"),
    ReportField("carried_over", AMOUNT, "金額"),
    ReportField("funding", LINE, "金額", limit=200),
)
# Texts that the pages of a report show each in its own place.
LEADING = ("progress_reason", "done", "effects", "issues", "next_work")
MONEY = "金額"  # the section that 前年度と変更なし does not take over


def names(*kinds: str) -> tuple[str, ...]:
    """The fields' names in their order; of these kinds, or of all."""
    return tuple(each.name for each in FIELDS if not kinds or each.kind in kinds)


def kept_texts() -> tuple[str, ...]:
    """The columns of a report's texts, the answer to a return too."""
    return (*names(LINE, TEXT), ANSWER)


def further(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """(label, text) of what is filled in besides what pages lead with, and the money."""
    rest = (each for each in FIELDS if each.kind in (TEXT, LINE) and each.section != MONEY)
    own = [each for each in rest if each.name not in LEADING]
    return [(each.label, texts[each.name]) for each in own if texts.get(each.name)]


def sections() -> Iterator[tuple[str, tuple[ReportField, ...]]]:
    """(title, fields) of each section in the form's order."""
    for title in dict.fromkeys(each.section for each in FIELDS):
        yield title, tuple(each for each in FIELDS if each.section == title)


def field(name: str) -> ReportField:
    return next(each for each in FIELDS if each.name == name)
