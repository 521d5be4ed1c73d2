"""The tables of the open data: their columns, and the rows of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from measures.models import Indicator
from measures.words import MEANINGS, OUTLOOKS
from progress.judging.facts import LABELS
from progress.open_data.columns import (
    Cell,
    Column,
    coded,
    day,
    fiscal_year,
    meant,
    number,
    text,
    whole,
    yes_no,
)
from progress.open_data.gathering import Source
from progress.open_data.plan_rows import ITEMS, ROLES, plan_rows, target_rows
from progress.open_data.result_rows import CERTAINTIES, STATUSES, result_rows, review_rows

PROGRESS = {code: meaning.word for code, meaning in MEANINGS.items()}
OUTLOOK = {code: word for code, (word, _) in OUTLOOKS.items()}
KINDS, SENSES, MEASURED_AS = (
    {str(code): str(label) for code, label in choices.choices}
    for choices in (Indicator.Kind, Indicator.Sense, Indicator.MeasuredAs)
)


@dataclass(frozen=True)
class Table:
    """A table: `name` stands in its addresses, no two rows share what stands in its `keys`,
    `updated_on` says when its content last changed."""

    name: str
    title: str
    told: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    rows: Callable[[Source], Iterable]
    updated_on: Callable[[Source], date | None]

    @property
    def headings(self) -> list[str]:
        return [each.name for each in self.columns]

    def cells(self, source: Source) -> list[list[Cell]]:
        """The rows in their order, a cell for each column."""
        return [[each.cell(row) for each in self.columns] for row in self.rows(source)]


needed = {"is_needed": True}
CITY = (
    text(
        "全国地方公共団体コード", "市区町村の6桁の番号（最後の1桁は検査数字）", "source.city_code"
    ),
    text("都道府県名", "都道府県の名称", "source.prefecture"),
    text("市区町村名", "市区町村の名称", "source.city", **needed),
    text("計画名", "計画の名称", "plan_title", **needed),
)
YEAR = fiscal_year("年度", "fiscal_year", **needed)
MEASURE = (
    text("施策キー", "施策の番号。計画を見直しても変わらない", "part.key", **needed),
    text("施策番号", "計画に印刷された施策の番号", "part.code", **needed),
    text("施策名", "施策の名称", "part.name", **needed),
)
LEVELS = (
    whole("方針番号", "第1階層（基本方針など）の番号", "part.policy.number", **needed),
    text("方針名", "第1階層の名称", "part.policy.name", **needed),
    whole("方向性番号", "第2階層（施策の方向性など）の番号", "part.direction.number", **needed),
    text("方向性名", "第2階層の名称。2階層の計画では空欄", "part.direction.name"),
)
INDICATOR = (
    text(
        "指標キー", "指標の番号。二つの施策に同じ番号があれば、同じ指標", "indicator.key", **needed
    ),
    text("指標の呼び名", "計画での呼び名（成果目標、成果想定など）", "label"),
    text("指標名", "指標の名称", "facts.name", **needed),
    text("単位", "この行の値の単位。数値でない指標では空欄", "facts.unit"),
    *coded("種類", "指標の種類", KINDS, "facts.kind", **needed),
    *coded("向き", "大きいほどよいか、小さいほどよいか", SENSES, "facts.sense", **needed),
    *coded("測り方", "値が何を数えているか", MEASURED_AS, "facts.measured_as"),
)
PUBLISHED = (
    day("公表日", "この年度の公表日", "year.publish_on", **needed),
    whole("公表の版", "公表の版の番号。公表し直すと増える", "report.edition", **needed),
)

PLAN = Table(
    "plan",
    "計画の施策",
    "施策ごとの所管課、取組の主な効果、年度別の方向性、成果指標を、一つの値ごとに1行で示します。",
    (
        *CITY,
        *MEASURE,
        *LEVELS,
        day("施策の開始日", "計画の途中で加わった施策の開始日", "part.lifetime.first_day"),
        day("施策の終了日", "終わった施策の終了日", "part.lifetime.last_day"),
        *coded("項目", "この行が何の値か", ITEMS, "item", **needed),
        whole("項目内の順", "同じ施策の同じ項目の中での順（1から）", "place", **needed),
        text("名称", "所管課では主管課か共同の所管課か、効果ではその名称、指標では呼び名", "name"),
        text("指標キー", "項目が成果指標のとき、その番号", "key"),
        *fiscal_year("年度", "fiscal_year"),
        text("値", "課の名称、効果の印（◎と○）、方向性、指標の名称", "value", **needed),
    ),
    ("施策キー", "項目コード", "項目内の順"),
    plan_rows,
    lambda source: source.planned_on,
)

TARGETS = Table(
    "targets",
    "目標",
    "成果指標の目標、達成の期限、当初値、現状値を、年度ごとに1行で示します。",
    (
        *CITY,
        *MEASURE,
        *INDICATOR,
        text("計画の表記", "計画に印刷された文", "indicator.printed"),
        *YEAR,
        *coded("区分", "目標か、達成の期限か、当初値か、現状値か", ROLES, "role", **needed),
        number("値", "目標などの値。達成の期限と言葉による目標では空欄", "target.value"),
        yes_no(
            "年度の推定", "計画に年度がなく、最終年度とみなしたものは true", "target.year_assumed"
        ),
        text("出典", "値の出典", "target.source"),
        whole(
            "適用する最初の年度",
            "見直した目標を適用する最初の年度（西暦）。計画の初めからのものは 0",
            "target.applies_from",
            **needed,
        ),
        yes_no("取下げ", "適用する最初の年度から取り下げたものは true", "target.withdrawn"),
    ),
    ("施策キー", "指標キー", "年度", "区分コード", "適用する最初の年度"),
    target_rows,
    lambda source: source.planned_on,
)

RESULTS = Table(
    "results",
    "実績",
    "公表した年度の成果指標の実績を、施策と指標ごとに1行で示します。",
    (
        *CITY,
        *YEAR,
        *MEASURE,
        *INDICATOR,
        number("実績値", "年度の実績。0 は実績が0。実績がないときは空欄", "figure.value"),
        number("累計", "計画期間の累計で判定する指標の、その年度までの累計", "judgement.total"),
        number("分子", "割合の分子。記載があるときだけ", "figure.numerator"),
        number("分母", "割合の分母。記載があるときだけ", "figure.denominator"),
        day("達成日", "達成時期の指標を達成した日", "figure.done_on"),
        text("状況の説明", "言葉による目標などの実績の文", "figure.words"),
        text(
            "実績の状況コード",
            "実績があるか、ない理由（コード）",
            "status",
            codes=STATUSES,
            **needed,
        ),
        text("実績の状況", "実績があるか、ない理由（計画の言葉）", "status_word", **needed),
        *fiscal_year("実績の年度", "figure.fiscal_year"),
        *coded("確からしさ", "実績が確定か、見込か、速報か", CERTAINTIES, "figure.certainty"),
        *fiscal_year("目標の年度", "goal.fiscal_year"),
        number("目標値", "その年度に有効な目標の値", "goal.value"),
        number(
            "達成率（％）", "目標に対する実績の割合。計算できないときは空欄", "judgement.rate.value"
        ),
        text("判定コード", "目標との比較（コード）", "judgement.code", codes=LABELS),
        text("判定", "目標との比較", "judgement.label"),
        yes_no("訂正", "公表した後に直した実績は true。内容は正誤表にある", "is_corrected"),
        *PUBLISHED,
    ),
    ("年度", "施策キー", "指標キー"),
    result_rows,
    lambda source: source.published_on,
)

REVIEWS = Table(
    "reviews",
    "施策の進捗",
    "公表した年度の方向性、進捗、今後の方針、取り組んだことを、施策ごとに1行で示します。",
    (
        *CITY,
        *YEAR,
        *MEASURE,
        *LEVELS,
        text("計画の方向性", "その年度に計画していた方向性", "content.planned"),
        text("実際の方向性", "その年度の実際の方向性", "content.direction"),
        *meant("進捗", "計画と比べた進捗", PROGRESS, "content.progress"),
        text("進捗を判定した者", "だれの判定か（会議の確認結果など）", "whose"),
        *meant("今後の方針", "翌年度からの方針", OUTLOOK, "content.outlook"),
        text("取り組んだこと", "その年度に取り組んだこと", "content.public_text"),
        *(
            yes_no(f"{label}を公表しない", f"{label}を公表していないものは true", path)
            for label, path in (
                ("実際の方向性", "withheld.direction"),
                ("進捗", "withheld.progress"),
                ("今後の方針", "withheld.outlook"),
                ("取り組んだこと", "withheld.public_text"),
            )
        ),
        *PUBLISHED,
    ),
    ("年度", "施策キー"),
    review_rows,
    lambda source: source.published_on,
)

TABLES = {each.name: each for each in (PLAN, TARGETS, RESULTS, REVIEWS)}
