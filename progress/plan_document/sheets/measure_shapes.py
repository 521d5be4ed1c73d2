"""The sheets of what a plan promises: its levels, measures, years, effects, indicators, targets."""

from measures.models import Indicator, IndicatorTarget, Measure
from progress.plan_document.sheets.columns import (
    Column,
    Day,
    Figure,
    Flag,
    Line,
    Lines,
    Mark,
    Names,
    Planned,
    Whole,
    Words,
    Year,
)
from progress.plan_document.sheets.shape import EXAMPLE, RESOLVED, SOURCE, Shape
from sakado_dx.fiscal import UnreadableFiscalYear, parse_fiscal_year


def _upper(choices) -> dict[str, str]:
    return {value.upper(): label for value, label in choices}


def _year_column(heading: str) -> Column | None:
    """A year's cells, and beside it, where they say less than is meant, their meaning."""
    name = heading.removesuffix(RESOLVED)
    try:
        year = parse_fiscal_year(name)
    except UnreadableFiscalYear:
        return None
    key = ("resolved" if name != heading else "printed", year)
    return Column(heading, key, Line() if name != heading else Planned())


def _effect_column(heading: str) -> Column | None:
    return None if heading.startswith(EXAMPLE) else Column(heading, ("effect", heading), Mark())


MEASURE = Column("施策番号", "measure", needed=True, listed="施策")
MEASURE_NAME = Column("施策名", "measure_name", Line(30), names="measure")

POLICIES = Shape(
    "基本方針",
    "第1階層（基本方針、柱など）を、番号の小さい順に。",
    (
        Column("番号", "number", Whole(), needed=True, about="1〜39"),
        Column("名称", "name", Line(40), needed=True),
        Column("ねらい", "aim", Lines()),
        SOURCE,
        Column("変わらない番号", "key", about="番号が変わっても同じものと分かる番号"),
    ),
    part="policies",
)
DIRECTIONS = Shape(
    "方向性",
    "第2階層（施策の方向性など）を、番号の小さい順に。階層が二つの計画では空のままにします。",
    (
        Column("基本方針の番号", "policy", Whole(), needed=True, listed="基本方針"),
        Column("番号", "number", Whole(), needed=True),
        Column("名称", "name", Line(40)),
        Column("変わらない番号", "key", about="番号が変わっても同じものと分かる番号"),
    ),
    part="directions",
    held=2,
)
MEASURES = Shape(
    "施策",
    "第3階層（個別施策、取組など）を、計画の順に。",
    (
        Column("施策番号", "code", needed=True, about="計画の中で一つだけ。「I-1-1」など"),
        Column("施策名", "name", Line(36), needed=True),
        Column("基本方針の番号", "policy", Whole(), needed=True, listed="基本方針"),
        Column("方向性の番号", "direction", Whole(), about="階層が二つの計画では空欄"),
        Column("中分類", "group", about="階層が四つの計画の3番目"),
        Column("所管課", "divisions", Names(), about="個別施策の欄の課。先頭が主管課"),
        Column(
            "所管課（体系表）",
            "divisions_in_matrix",
            Names(or_none=True),
            about="空欄なら所管課と同じ。体系表に課がないときは（なし）",
        ),
        Column("概要", "summary", Lines()),
        Column("関連する施策", "related", Names(), about="施策番号"),
        Column("体系表での名称", "name_in_matrix", Line(30), about="施策名と違うときだけ"),
        SOURCE,
        Column("始まった日", "first_day", Day(), about="計画の途中で始まったときだけ"),
        Column("終わった日", "last_day", Day(), about="計画の途中で終わったときだけ"),
        Column("終わり方", "ending", Words(dict(Measure.Ending.choices)), about="終わった施策だけ"),
        Column("引き継ぐ施策", "successors", Names(), about="統合・分割のとき、その施策番号"),
        Column("変わらない番号", "key", about="見直しで施策番号が変わったとき、前の番号"),
    ),
    part="measures",
    held=2,
)
YEARS = Shape(
    "年度別の方向性",
    "年度ごとの予定を、計画に印刷されたとおりに。見出しは計画の年度に合わせます。"
    "予定のない年度は（予定なし）と書きます。⇒ は前の年度と同じです。",
    (MEASURE, MEASURE_NAME),
    part="yearly_directions",
    held=2,
    others=_year_column,
)
EFFECTS = Shape(
    "効果",
    "取組の主な効果。見出しに効果の名称を左から順に書き、当てはまる施策に◎か○を付けます。",
    (MEASURE, MEASURE_NAME),
    part="effects",
    held=2,
    others=_effect_column,
)
INDICATORS = Shape(
    "指標",
    "成果目標の指標。二つの施策に同じ指標があるときは、2行目は施策番号と指標番号だけでかまいません。",
    (
        MEASURE,
        MEASURE_NAME,
        Column("指標番号", "key", about="変わらない番号。1つ目の指標で空欄なら施策番号"),
        Column("指標名", "name", Line(36), needed=True),
        Column("単位", "unit", Line(8), about="達成時期と言葉による目標では空欄でよい"),
        Column("種類", "kind", Words(_upper(Indicator.Kind.choices)), needed=True),
        Column("向き", "sense", Words(dict(Indicator.Sense.choices)), about="空欄なら大きいほど"),
        Column("測り方", "measured_as", Words(_upper(Indicator.MeasuredAs.choices))),
        Column("計画の表記", "printed", Line(36), about="目標の文。計画のまま"),
        Column("呼び名", "label", about="空欄なら「成果目標」"),
        Column("注記", "note", Line(24)),
        Column("定義", "definition", Lines(), about="算定式・出典・基準日など"),
        Column("累計の最初の年度", "period_from", Year(), about="累計で判定する指標だけ"),
        Column("分子の名称", "numerator_name"),
        Column("分母の名称", "denominator_name"),
        Column("施策での最初の年度", "first_fiscal_year", Year(), about="途中から加わったときだけ"),
        Column("施策での最後の年度", "last_fiscal_year", Year(), about="途中で終わったときだけ"),
        Column("前の指標番号", "predecessor", about="定義が変わったとき、変わる前の指標"),
    ),
    part="indicators",
    held=4,
)
TARGETS = Shape(
    "目標",
    "指標の目標と当初値・現状値を、年度ごとに1行ずつ。達成時期の目標は年度だけで、値は空欄です。",
    (
        Column("指標番号", "indicator", needed=True, about="空欄にせず、シート「指標」の番号を"),
        Column("指標名", "indicator_name", Line(30), names="indicator"),
        Column("年度", "fiscal_year", Year(), needed=True),
        Column("区分", "role", Words(dict(IndicatorTarget.Role.choices)), about="空欄なら目標"),
        Column("値", "value", Figure()),
        Column("年度は計画に明記なし", "year_assumed", Flag(), about="最終年度とみなしたとき○"),
        Column("出典", "source", about="現状値に"),
        Column("適用する最初の年度", "applies_from", Year(), about="改定した目標だけ"),
        Column("決定日", "decided_on", Day(), about="改定した目標だけ"),
        Column("取下げ", "withdrawn", Flag(), about="取り下げた目標だけ○"),
        Column("理由", "reason", Line(30), about="改定・取下げの理由"),
    ),
    part="targets",
    held=3,
)
TAGS = Shape(
    "タグ",
    "国の計画の重点取組、総合計画など、施策のほかの計画での位置付け。",
    (
        MEASURE,
        MEASURE_NAME,
        Column("区分", "kind", needed=True, about="「国の重点取組」「総合計画」など"),
        Column("名称", "name", Line(36), needed=True, about="その計画での名称"),
        Column("計画の版", "edition", Line(24), about="「第4.0版」など"),
        Column("始まった日", "first_day", Day(), about="途中から当てはまるときだけ"),
        Column("終わった日", "last_day", Day(), about="当てはまらなくなったときだけ"),
    ),
    part="tags",
    held=3,
)
CHANGES = Shape(
    "所管替え",
    "計画の後で変わった所管。終わる日だけの行は、その課がその日で終わったこと、"
    "始まる日のある行は、その日から加わった課です。",
    (
        MEASURE,
        MEASURE_NAME,
        Column("課", "name", needed=True, listed="課"),
        Column("始まる日", "first_day", Day()),
        Column("終わる日", "last_day", Day()),
        Column("位置", "place", Whole(), about="加わった課の位置。先頭が0"),
        Column("個別施策の欄", "in_detail", Flag("×")),
        Column("体系表", "in_matrix", Flag()),
    ),
    part="division_changes",
    held=3,
)
