"""What the read API says of the plan: each class is an object of its answers."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from measures.measure_answers import PredecessorKeys, RelatedKeys, SuccessorKeys, Tag
from measures.models import EffectRating, Indicator, IndicatorTarget, Measure, Plan, PlanWord
from measures.words import MEANINGS, MISSING_WORDS, OUTLOOKS, missing_word, own_missing_words
from sakado_dx.resources.fields import Figure, FiscalYearName, Texts
from sakado_dx.resources.pages import Answer, Sparse

FISCAL_YEAR = "年度（西暦。2023は令和5年度、2023年4月から2024年3月まで）"
MISSING = "missing"
VOCABULARIES = (*PlanWord.Vocabulary.values, MISSING)
Json = dict[str, Any]
MARKS = dict(EffectRating.Mark.choices)
FISCAL_YEAR_NAME = "年度の表記（令和5年度）"


class MeasureName(Answer):
    """A measure by its key, code and name."""

    key = serializers.CharField(help_text="施策の変わらない番号")
    code = serializers.CharField(help_text="計画に印刷された番号")
    name = serializers.CharField(help_text="施策名")


class PolicyName(Answer):
    """A policy by its number."""

    number = serializers.IntegerField(help_text="番号")
    label = serializers.CharField(source="printed_number", help_text="番号の表記")
    name = serializers.CharField(help_text="名称")


class DirectionName(Answer):
    """A direction by its number."""

    number = serializers.IntegerField(help_text="番号")
    name = serializers.CharField(help_text="名称（2階層の計画では空）")


class TreeDirection(DirectionName):
    """A direction with its measures."""

    measures = MeasureName(many=True, source="measures_read", help_text="施策（計画の順）")


class TreePolicy(PolicyName):
    """A policy with its directions."""

    aim = serializers.CharField(help_text="ねらい")
    directions = TreeDirection(many=True, source="directions_read", help_text="施策の方向性")


class PlanTree(Sparse):
    """The plan in force, down to its measures."""

    always = ("title",)
    title = serializers.CharField(help_text="計画の名称")
    city = serializers.CharField(help_text="市区町村")
    city_code = serializers.CharField(help_text="団体コード（登録がなければ空）")
    first_fiscal_year = serializers.IntegerField(help_text="最初の年度（西暦）")
    last_fiscal_year = serializers.IntegerField(help_text="最後の年度（西暦）")
    period = serializers.CharField(source="period_text", help_text="期間の表記")
    policy_label = serializers.CharField(help_text="第1階層の呼び名")
    direction_label = serializers.CharField(help_text="第2階層の呼び名（2階層の計画では空）")
    measure_label = serializers.CharField(help_text="施策の呼び名")
    policies = TreePolicy(many=True, source="policies_read", help_text="基本方針")


class PolicyRow(Sparse, PolicyName):
    """A policy."""

    always = ("number",)
    aim = serializers.CharField(help_text="ねらい")
    measures = serializers.IntegerField(source="measure_count", help_text="施策の数")


class DirectionRow(Sparse, DirectionName):
    """A direction with its policy."""

    always = ("number",)
    policy = PolicyName(help_text="基本方針")
    measures = serializers.IntegerField(source="measure_count", help_text="施策の数")


class EffectMark(serializers.ChoiceField):
    """◎ or ○."""

    def to_representation(self, value: str) -> str:
        return MARKS[value]


class Effect(Answer):
    """◎ or ○ of a measure in one effect."""

    effect = serializers.CharField(help_text="効果")
    mark = EffectMark(choices=EffectRating.Mark.labels, help_text="印（◎は主な効果）")


class PlannedYear(Answer):
    """What the plan schedules for one fiscal year."""

    fiscal_year = serializers.IntegerField(help_text=FISCAL_YEAR)
    fiscal_year_name = FiscalYearName(source="fiscal_year", help_text=FISCAL_YEAR_NAME)
    printed = serializers.CharField(help_text="計画の表記（⇒は前の年度と同じ）")
    planned = serializers.CharField(source="resolved", help_text="内容（空は計画なし）")


class Divisions(Texts):
    """The divisions of a measure today, or on its last day."""

    def get_attribute(self, instance: Measure) -> list[str]:
        today = timezone.localdate()
        day = min(today, instance.last_day or today)
        return [each.name for each in instance.divisions_on(day)]


class IndicatorKeys(Texts):
    """The keys of a measure's indicators, in its order."""

    def get_attribute(self, instance: Measure) -> list[str]:
        return [each.key for each in instance.links_read]


class MeasureRow(Sparse, MeasureName):
    """A measure, as the plan describes it."""

    always = ("key", "code")
    group = serializers.CharField(help_text="中分類（なければ空）")
    summary = serializers.CharField(help_text="概要")
    policy = PolicyName(source="direction.policy", help_text="基本方針")
    direction = DirectionName(help_text="施策の方向性")
    divisions = Divisions(help_text="今日の所管課（先頭が主管課）")
    effects = Effect(many=True, source="effects_read", help_text="取組の主な効果")
    years = PlannedYear(many=True, source="years_read", help_text="年度別の方向性")
    indicators = IndicatorKeys(help_text="成果指標の番号")
    related = RelatedKeys(help_text="関連する施策の番号（`key`）")
    first_day = serializers.DateField(
        allow_null=True, help_text="開始日（計画の初めからのものは null）"
    )
    last_day = serializers.DateField(allow_null=True, help_text="終了日（続いているものは null）")
    ending = serializers.ChoiceField(
        choices=["", *Measure.Ending.values],
        help_text="終わり方：finished 完了、abandoned 廃止、merged 統合、split 分割（続いているものは空）",
    )
    successors = SuccessorKeys(help_text="終わった後を引き継ぐ施策の番号（`key`。統合、分割など）")
    predecessors = PredecessorKeys(help_text="この施策が引き継いだ施策の番号（`key`）")
    tags = Tag(
        many=True,
        source="tags_read",
        allow_null=True,
        help_text="ほかの計画での位置付け（職員だけ。ほかの人には null）",
    )


class YearlyDirectionRow(Sparse, PlannedYear):
    """What the plan schedules for one measure in one fiscal year."""

    always = ("fiscal_year", "measure")
    measure = MeasureName(help_text="施策")


class UnderMeasure(Answer):
    """A measure under which an indicator stands, and what it is called there."""

    key = serializers.CharField(source="measure.key", help_text="施策の変わらない番号")
    code = serializers.CharField(source="measure.code", help_text="計画に印刷された番号")
    label = serializers.CharField(help_text="呼び名（成果目標、成果想定など）")
    first_fiscal_year = serializers.IntegerField(
        allow_null=True, help_text="この施策での最初の年度（西暦。計画の初めからのものは null）"
    )
    last_fiscal_year = serializers.IntegerField(
        allow_null=True, help_text="この施策での最後の年度（西暦。続いているものは null）"
    )


class Target(Answer):
    """A printed figure of a fiscal year."""

    fiscal_year = serializers.IntegerField(help_text=FISCAL_YEAR)
    fiscal_year_name = FiscalYearName(source="fiscal_year", help_text=FISCAL_YEAR_NAME)
    role = serializers.ChoiceField(
        choices=IndicatorTarget.Role.values,
        help_text="target は目標、baseline は拡充の当初の値か現状値",
    )
    value = Figure(help_text="値（達成時期の目標は null）")
    year_assumed = serializers.BooleanField(help_text="年度が計画に明記されていないか")
    applies_from = serializers.IntegerField(
        help_text="この値を適用する最初の年度（0は計画の初めから）"
    )
    withdrawn = serializers.BooleanField(help_text="適用する年度から目標を取り下げたか")
    reason = serializers.CharField(help_text="見直しで変えた理由（計画の初めからの値は空）")
    source = serializers.CharField(help_text="出典（計画の値は空）")


class WordRow(Sparse):
    """A word of the plan, with its fixed meaning."""

    always = ("vocabulary", "word", "meaning")
    vocabulary = serializers.ChoiceField(
        choices=VOCABULARIES,
        help_text="区分：progress 進捗、outlook 今後の方針、missing 実績がないとき",
    )
    word = serializers.CharField(help_text="計画の言葉")
    meaning = serializers.ChoiceField(
        choices=[*dict.fromkeys((*MEANINGS, *OUTLOOKS, *MISSING_WORDS))],
        help_text="決まった意味（ほかの資源が返すもの）",
    )
    told = serializers.CharField(help_text="意味の説明（なければ空）")
    order = serializers.IntegerField(help_text="区分の中での順（0から）")
    needs_reason = serializers.BooleanField(
        allow_null=True, help_text="理由が要るか（進捗だけ。ほかは null）"
    )
    counts = serializers.BooleanField(
        allow_null=True, help_text="割合の計算に入るか（進捗だけ。ほかは null）"
    )


def words_of(plan: Plan) -> list[Json]:
    """The words of a plan as rows, by vocabulary, in the plan's order; 1 query."""
    rows = [_word_row(each.vocabulary, each.word, each.meaning) for each in plan.words.all()]
    own = own_missing_words(plan.missing_words)
    rows += [_word_row(MISSING, missing_word(status, own), status) for status in MISSING_WORDS]
    for name in VOCABULARIES:
        of_it = [each for each in rows if each["vocabulary"] == name]
        for place, each in enumerate(of_it):
            each["order"] = place
    return sorted(rows, key=lambda each: VOCABULARIES.index(each["vocabulary"]))


def _word_row(vocabulary: str, word: str, meaning: str) -> Json:
    found = MEANINGS[meaning] if vocabulary == PlanWord.Vocabulary.PROGRESS else None
    is_outlook = vocabulary == PlanWord.Vocabulary.OUTLOOK
    return {
        "vocabulary": vocabulary,
        "word": word,
        "meaning": meaning,
        "told": OUTLOOKS[meaning][1] if is_outlook else found.told if found else "",
        "needs_reason": found and found.needs_reason,
        "counts": found and found.counts,
    }


class IndicatorRow(Sparse):
    """An indicator with its targets."""

    always = ("key",)
    key = serializers.CharField(help_text="指標の変わらない番号")
    name = serializers.CharField(help_text="指標名")
    unit = serializers.CharField(help_text="単位（数値でないものは空）")
    kind = serializers.ChoiceField(
        choices=Indicator.Kind.values,
        help_text="種類：number 数値、annual_minimum 毎年の下限、expansion 拡充、"
        "milestone 達成時期、qualitative 言葉による目標",
    )
    sense = serializers.ChoiceField(
        choices=Indicator.Sense.values, help_text="up は大きいほど、down は小さいほどよい"
    )
    measured_as = serializers.ChoiceField(
        choices=["", *Indicator.MeasuredAs.values],
        help_text="測り方：stock 年度末の状態・累計、flow 年度中の量、rate 割合、"
        "period_total 計画期間の累計で判定（なければ空）",
    )
    printed = serializers.CharField(help_text="計画の表記")
    predecessor = serializers.CharField(
        source="predecessor_key",
        allow_null=True,
        help_text="定義が変わる前の指標の番号（変わっていないものは null）",
    )
    note = serializers.CharField(help_text="注記")
    definition = serializers.CharField(
        source="definition_read",
        allow_null=True,
        help_text="定義（算定式、出典、基準日など。なければ空。職員のログインがなければ null）",
    )
    numerator_name = serializers.CharField(help_text="割合の分子（なければ空）")
    denominator_name = serializers.CharField(help_text="割合の分母（なければ空）")
    period_from = serializers.IntegerField(
        allow_null=True, help_text="累計の最初の年度（計画の初めからのものは null）"
    )
    measures = UnderMeasure(many=True, source="links_read", help_text="この指標を掲げる施策")
    targets = Target(many=True, source="targets_read", help_text="目標と当初の値（年度の順）")


class Event(Sparse):
    """What happened in a month."""

    always = ("year", "month", "event")
    year = serializers.IntegerField(help_text="年（西暦）")
    month = serializers.IntegerField(min_value=1, max_value=12, help_text="月")
    when = serializers.CharField(help_text="年月の表記")
    event = serializers.CharField(help_text="出来事")
