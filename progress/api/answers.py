"""What the read API says of a year: each class is an object of its answers."""

from rest_framework import serializers

from measures.answers import FISCAL_YEAR, FISCAL_YEAR_NAME, DirectionName, MeasureName
from measures.models import Indicator, PlanWord
from measures.words import MISSING_WORDS
from progress.judging.facts import ESTIMATE, LABELS, PRELIMINARY, REPORTED, SETTLED
from progress.models.shown_states import WORDS as STATES
from sakado_dx.resources.fields import Figure, FiscalYearName, Texts
from sakado_dx.resources.pages import Answer, Sparse

PUBLICATION, PORTAL = "publication", "portal"
SOURCE = f"{PUBLICATION} は市民への公表、{PORTAL} は職員の読むポータル"
DECIDED = ("", "division", "meeting")
STATUSES = (REPORTED, *MISSING_WORDS)


class Year(Sparse):
    """A fiscal year that is reported on."""

    always = ("fiscal_year",)
    fiscal_year = serializers.IntegerField(help_text=FISCAL_YEAR)
    fiscal_year_name = FiscalYearName(source="fiscal_year", help_text=FISCAL_YEAR_NAME)
    source = serializers.ChoiceField(choices=[PUBLICATION, PORTAL], help_text=SOURCE)
    is_closed = serializers.BooleanField(
        allow_null=True, help_text="締められた年度か（ログインがなければ null）"
    )
    edition = serializers.IntegerField(
        allow_null=True, help_text="締めた年度の版の番号（締める前とログインがないときは null）"
    )
    publish_on = serializers.DateField(allow_null=True, help_text="公表日（未定なら null）")
    measures = serializers.IntegerField(help_text="報告する施策の数")
    published = serializers.IntegerField(help_text="公表されている施策の数")


class ProgressWord(Answer):
    """A word of the plan for progress, with its fixed meaning."""

    word = serializers.CharField(help_text="計画の言葉")
    meaning = serializers.ChoiceField(
        choices=PlanWord.PROGRESS_MEANINGS, help_text="言葉の決まった意味"
    )


class OutlookWord(Answer):
    """A word of the plan for what is to come, with its fixed meaning."""

    word = serializers.CharField(help_text="計画の言葉")
    meaning = serializers.ChoiceField(
        choices=PlanWord.OUTLOOK_MEANINGS, help_text="言葉の決まった意味"
    )


class TargetOfYear(Answer):
    """A target, of its own year or carried on."""

    fiscal_year = serializers.IntegerField(help_text=FISCAL_YEAR)
    fiscal_year_name = FiscalYearName(source="fiscal_year", help_text=FISCAL_YEAR_NAME)
    value = Figure(help_text="値（達成時期の目標は null）")


class Judged(Answer):
    """What follows from the figures."""

    code = serializers.ChoiceField(choices=list(LABELS), help_text="判定の種類")
    label = serializers.CharField(help_text="判定の言葉")
    met = serializers.BooleanField(
        allow_null=True, help_text="目標を満たしたか（まだ決まらないときは null）"
    )
    finding = serializers.CharField(help_text="判定の説明")


class Result(Sparse):
    """An indicator of a measure in a year: its figure and judgement."""

    always = ("indicator", "status", "value")
    indicator = serializers.CharField(help_text="指標の変わらない番号")
    label = serializers.CharField(help_text="呼び名（成果目標など）")
    name = serializers.CharField(help_text="指標名")
    unit = serializers.CharField(help_text="単位（数値でないものは空）")
    kind = serializers.ChoiceField(choices=Indicator.Kind.values, help_text="種類")
    entered_under = serializers.CharField(
        allow_null=True,
        help_text="実績を入力する、ほかの施策の番号（この施策が入力するとき、公表から読むときは null）。"
        "番号の同じ指標は、合計では二重に数えないこと",
    )
    status = serializers.ChoiceField(
        choices=STATUSES,
        allow_null=True,
        help_text="実績の状況：reported 実績あり、not_reported 未報告、not_applicable 対象外、"
        "not_yet_measured 測定前、being_compiled 集計中、null は公表しない",
    )
    status_name = serializers.CharField(help_text="状況の、計画の言葉")
    value = Figure(help_text="実績値（0 は 0。なければ null で、わけは status）")
    total = Figure(help_text="計画期間の累計（累計で判定する指標だけ）")
    numerator = Figure(help_text="割合の分子")
    denominator = Figure(help_text="割合の分母")
    done = serializers.BooleanField(allow_null=True, help_text="達成したか（達成時期の指標だけ）")
    done_on = serializers.DateField(allow_null=True, help_text="達成日（分からなければ null）")
    words = serializers.CharField(help_text="言葉による実績（なければ空）")
    figure_year = serializers.IntegerField(
        allow_null=True, help_text="実績の年度（達成時期を前に達成したときは、その年度）"
    )
    certainty = serializers.ChoiceField(
        choices=[SETTLED, ESTIMATE, PRELIMINARY],
        allow_null=True,
        help_text="確からしさ：settled 確定、estimate 見込、preliminary 速報（実績がなければ null）",
    )
    target = TargetOfYear(allow_null=True, help_text="この年度に有効な目標")
    next_target = TargetOfYear(allow_null=True, help_text="次の目標")
    rate = Figure(help_text="達成率（％）")
    judgement = Judged(allow_null=True, help_text="判定（公表しないときは null）")


class ResultRow(Result):
    """The same with its measure and year."""

    always = ("measure", "fiscal_year", *Result.always)
    measure = MeasureName(help_text="施策")
    fiscal_year = serializers.IntegerField(help_text=FISCAL_YEAR)
    fiscal_year_name = FiscalYearName(source="fiscal_year", help_text=FISCAL_YEAR_NAME)


class Opinion(Answer):
    """What a meeting said that is public."""

    body = serializers.CharField(help_text="会議")
    held_on = serializers.DateField(help_text="開催日")
    opinion = serializers.CharField(help_text="意見")


class Erratum(Answer):
    """A line of the 正誤表."""

    label = serializers.CharField(help_text="箇所")
    before = serializers.CharField(help_text="誤")
    after = serializers.CharField(help_text="正")
    on = serializers.DateField(help_text="訂正の日")
    reason = serializers.CharField(help_text="理由")


class Contact(Answer):
    """Where citizens may ask."""

    name = serializers.CharField(help_text="課の名称")
    telephone = serializers.CharField(help_text="電話")
    email = serializers.CharField(help_text="メール")


class FieldText(Answer):
    """A text of the report."""

    field = serializers.CharField(help_text="項目の番号")
    label = serializers.CharField(help_text="項目の名称")
    text = serializers.CharField(help_text="記載")


class FieldAmount(Answer):
    """An amount of the report."""

    field = serializers.CharField(help_text="項目の番号")
    label = serializers.CharField(help_text="項目の名称")
    amount = serializers.IntegerField(allow_null=True, help_text="千円（なければ null）")


class OwnMark(Answer):
    """A mark with its outlook."""

    progress = ProgressWord(allow_null=True, help_text="進捗")
    outlook = OutlookWord(allow_null=True, help_text="今後の方針")


class SecondMark(Answer):
    """What the secretariat proposes."""

    progress = ProgressWord(allow_null=True, help_text="事務局案")
    note = serializers.CharField(help_text="事務局の所見")


class Decided(Opinion):
    """What a meeting decided."""

    manner = serializers.CharField(help_text="決め方")
    judgement = ProgressWord(allow_null=True, help_text="判定")
    outlook = OutlookWord(allow_null=True, help_text="今後の方針")
    is_public = serializers.BooleanField(help_text="意見を公表するか")


class Internal(Answer):
    """What staff read of a report besides what is public."""

    texts = FieldText(many=True, help_text="記載（画面の順）")
    amounts = FieldAmount(many=True, help_text="金額")
    division = OwnMark(help_text="自己評価")
    secretariat = SecondMark(help_text="事務局案と所見")
    meeting = OwnMark(help_text="採った会議の決定（なければ中は null）")
    decisions = Decided(many=True, help_text="会議の決定（読む権利があるときだけ）")


class Level(Answer):
    """A policy as the year names it."""

    number = serializers.IntegerField(help_text="番号")
    name = serializers.CharField(help_text="名称")


class Report(Sparse):
    """The report of a measure in a year."""

    always = ("key", "fiscal_year")
    key = serializers.CharField(help_text="施策の変わらない番号")
    fiscal_year = serializers.IntegerField(help_text=FISCAL_YEAR)
    fiscal_year_name = FiscalYearName(source="fiscal_year", help_text=FISCAL_YEAR_NAME)
    code = serializers.CharField(help_text="その年度の計画の番号")
    name = serializers.CharField(help_text="その年度の施策名")
    group = serializers.CharField(help_text="中分類（なければ空）")
    policy = Level(help_text="基本方針")
    direction = DirectionName(help_text="施策の方向性")
    divisions = Texts(help_text="所管課（先頭が主管課）")
    source = serializers.ChoiceField(choices=[PUBLICATION, PORTAL], help_text=SOURCE)
    edition = serializers.IntegerField(
        allow_null=True, help_text="公表か、締めた年度の版の番号（締める前は null）"
    )
    edition_at = serializers.DateTimeField(
        allow_null=True, help_text="版を作った日時（締める前は null）"
    )
    state = serializers.ChoiceField(
        choices=list(STATES), help_text="報告の状態（公表から読むときは published）"
    )
    state_name = serializers.CharField(help_text="報告の状態の言葉")
    planned_direction = serializers.CharField(help_text="計画の方向性（空は計画なし）")
    actual_direction = serializers.CharField(help_text="実際の方向性")
    progress = ProgressWord(
        allow_null=True, help_text="立った進捗（確認前と、公表しないときは null）"
    )
    outlook = OutlookWord(allow_null=True, help_text="立った今後の方針")
    whose = serializers.ChoiceField(
        choices=DECIDED, help_text="だれの判断か：division 所管課、meeting 会議（なければ空）"
    )
    self_assessment = ProgressWord(
        allow_null=True, help_text="会議の判断に添える自己評価（計画が公表するときだけ）"
    )
    public_text = serializers.CharField(help_text="公表用の記載（空欄なら、取り組んだこと）")
    results = Result(many=True, help_text="成果指標の実績と判定")
    opinions = Opinion(many=True, help_text="公表する会議の意見")
    errata = Erratum(many=True, help_text="正誤表")
    withheld = Texts(help_text="公表しない項目の名称")
    contact = Contact(allow_null=True, help_text="問合せ先（公表から読むときだけ）")
    internal = Internal(allow_null=True, help_text="職員だけが読む内容（読む権利がなければ null）")


class DecisionRow(Sparse, Decided):
    """What a meeting decided on a measure."""

    always = ("measure", "body", "held_on")
    measure = MeasureName(help_text="施策")
    fiscal_year = serializers.IntegerField(help_text=FISCAL_YEAR)
    fiscal_year_name = FiscalYearName(source="fiscal_year", help_text=FISCAL_YEAR_NAME)
