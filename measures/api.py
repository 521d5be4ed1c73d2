"""The plan in the read API: what was promised, of the plan in force today.

The plan is public: these addresses need no login. Of a revision in force whose 公表日 has not come
nothing is told without one (public_plan).
"""

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone
from rest_framework.exceptions import NotFound

from measures import answers, public_plan
from measures.api_rows import described, with_targets
from measures.models import (
    ChronologyEvent,
    Direction,
    Indicator,
    Measure,
    MeasureDivision,
    Plan,
    Policy,
    YearlyDirection,
)
from sakado_dx.resources.query import Choice, FiscalYear, PageQuery, Text, Whole
from sakado_dx.resources.serving import DetailView, ListView

PLAN, EVENTS = "計画", "年表"
NUMBERS = {"min_value": 1, "max_value": 32_767}
UP_OR_DOWN = ("order", "-order")
MEASURE_KEY = {"key": "施策の変わらない番号"}


class PlanView(DetailView):
    """The tree of the plan in force."""

    tag = PLAN
    summary = "計画の体系"
    told = "施行中の計画の名称、期間、階層の呼び名と、基本方針、施策の方向性、施策の体系です。"
    serializer_class = answers.PlanTree
    may_be_missing = True

    @public_plan.told_from(public_plan.tree)
    def row(self) -> Plan:
        plan = Plan.objects.current()
        if plan is None:
            raise NotFound
        measures = Measure.objects.order_by("order", "pk")
        directions = Direction.objects.order_by("number")
        directions = directions.prefetch_related(
            Prefetch("measures", measures, to_attr="measures_read")
        )
        policies = plan.policies.order_by("number")
        plan.policies_read = policies.prefetch_related(
            Prefetch("directions", directions, to_attr="directions_read")
        )
        return plan


class PolicyList(ListView):
    """The plan's policies."""

    tag = PLAN
    summary = "基本方針の一覧"
    told = "計画の第1階層です。"
    serializer_class = answers.PolicyRow

    @public_plan.told_from(public_plan.policies)
    def rows(self, asked: dict) -> QuerySet[Policy]:
        policies = Policy.objects.filter(plan=Plan.objects.current())
        counted = Count("directions__measures")
        return policies.annotate(measure_count=counted).order_by("number")


class DirectionQuery(PageQuery):
    policy = Whole(**NUMBERS, help_text="基本方針の番号")


class DirectionList(ListView):
    """The plan's directions."""

    tag = PLAN
    summary = "施策の方向性の一覧"
    told = "計画の第2階層です。2階層の計画では、名称は空です。"
    query_class = DirectionQuery
    serializer_class = answers.DirectionRow

    @public_plan.told_from(public_plan.directions)
    def rows(self, asked: dict) -> QuerySet[Direction]:
        rows = Direction.objects.filter(policy__plan=Plan.objects.current())
        if "policy" in asked:
            rows = rows.filter(policy__number=asked["policy"])
        rows = rows.annotate(measure_count=Count("measures")).select_related("policy")
        return rows.order_by("policy__number", "number")


class MeasureQuery(PageQuery):
    policy = Whole(**NUMBERS, help_text="基本方針の番号")
    direction = Whole(**NUMBERS, help_text="施策の方向性の番号（基本方針の中の番号）")
    division = Text(help_text="所管課の名称（今日の所管課に、これを含む施策）")
    active_in = FiscalYear(help_text="この年度に取り組む施策だけ（年度は西暦）")
    ordering = Choice(UP_OR_DOWN, help_text="計画の順か、その逆")


class MeasureList(ListView):
    """The plan's measures."""

    tag = PLAN
    summary = "施策の一覧"
    told = "計画の施策を、計画の順に返します。"
    query_class = MeasureQuery
    serializer_class = answers.MeasureRow
    is_kept = True

    @public_plan.told_from(public_plan.measures)
    def rows(self, asked: dict) -> QuerySet[Measure]:
        rows = described(Measure.objects.of_plan(Plan.objects.current()), self.standing)
        if "policy" in asked:
            rows = rows.filter(direction__policy__number=asked["policy"])
        if "direction" in asked:
            rows = rows.filter(direction__number=asked["direction"])
        if "active_in" in asked:
            rows = rows.active_in(asked["active_in"])
        if "division" in asked:
            rows = rows.filter(pk__in=_owned_by(asked["division"]))
        rows = rows.order_by("order", "pk")
        return rows.reverse() if asked.get("ordering") == "-order" else rows


class MeasureView(DetailView):
    """One measure."""

    tag = PLAN
    summary = "施策"
    told = "計画の施策の一つです。"
    path_told = MEASURE_KEY
    serializer_class = answers.MeasureRow

    @public_plan.told_from(public_plan.measure)
    def row(self, key: str) -> Measure:
        return one(
            described(Measure.objects.of_plan(Plan.objects.current()), self.standing).filter(
                key=key
            )
        )


class YearlyDirectionQuery(PageQuery):
    measure = Text(help_text="施策の変わらない番号（`key`）")
    fiscal_year = FiscalYear(help_text="年度（西暦）")


class YearlyDirectionList(ListView):
    """What the plan schedules, a row a measure and year."""

    tag = PLAN
    summary = "年度別の方向性の一覧"
    told = "計画が施策と年度ごとに予定したことを、1行ずつ、計画と年度の順に返します。"
    query_class = YearlyDirectionQuery
    serializer_class = answers.YearlyDirectionRow

    @public_plan.told_from(public_plan.years)
    def rows(self, asked: dict) -> QuerySet[YearlyDirection]:
        rows = YearlyDirection.objects.filter(measure__plan=Plan.objects.current())
        if "measure" in asked:
            rows = rows.filter(measure__key=asked["measure"])
        if "fiscal_year" in asked:
            rows = rows.filter(fiscal_year=asked["fiscal_year"])
        rows = rows.select_related("measure")
        return rows.order_by("measure__order", "measure_id", "fiscal_year")


class IndicatorQuery(PageQuery):
    measure = Text(help_text="施策の変わらない番号（`key`）")
    kind = Choice(Indicator.Kind.values, help_text="種類")


class IndicatorList(ListView):
    """The plan's indicators with their targets."""

    tag = PLAN
    summary = "成果指標と目標の一覧"
    told = "成果指標を、目標と当初の値とともに、登録の順に返します。実績は年度の資源にあります。"
    query_class = IndicatorQuery
    serializer_class = answers.IndicatorRow

    @public_plan.told_from(public_plan.indicators)
    def rows(self, asked: dict) -> QuerySet[Indicator]:
        rows = with_targets(Indicator.objects.filter(plan=Plan.objects.current()), self.standing)
        if "measure" in asked:
            rows = rows.filter(measure_indicators__measure__key=asked["measure"])
        if "kind" in asked:
            rows = rows.filter(kind=asked["kind"])
        return rows.order_by("pk")


class IndicatorView(DetailView):
    """One indicator."""

    tag = PLAN
    summary = "成果指標と目標"
    told = "成果指標の一つです。"
    path_told = {"key": "指標の変わらない番号"}
    serializer_class = answers.IndicatorRow

    @public_plan.told_from(public_plan.indicator)
    def row(self, key: str) -> Indicator:
        rows = Indicator.objects.filter(plan=Plan.objects.current(), key=key)
        return one(with_targets(rows, self.standing))


class WordQuery(PageQuery):
    vocabulary = Choice(answers.VOCABULARIES, help_text="区分")


class WordList(ListView):
    """The plan's own words with what they mean."""

    tag = PLAN
    summary = "言葉の一覧"
    told = (
        "進捗、今後の方針、実績がないときに計画が使う言葉を、決まった意味とともに、計画の順に返します。"
        "同じ意味の言葉が二つ以上あることもあります。"
    )
    query_class = WordQuery
    serializer_class = answers.WordRow
    is_staff_only = True

    def rows(self, asked: dict) -> list[answers.Json]:
        plan = Plan.objects.current()
        rows = answers.words_of(plan) if plan else []
        wanted = asked.get("vocabulary")
        return [each for each in rows if wanted in (None, each["vocabulary"])]


class EventQuery(PageQuery):
    year = FiscalYear(help_text="年（西暦）")
    q = Text(help_text="出来事に含まれる言葉（空白で区切ると、すべてを含むもの）")
    ordering = Choice(("when", "-when"), help_text="古い順（初め）か、新しい順")


class EventList(ListView):
    """The plan's chronology."""

    tag = PLAN
    summary = "年表"
    told = "主なデジタル関連施策の年表です。"
    query_class = EventQuery
    serializer_class = answers.Event

    def rows(self, asked: dict) -> QuerySet[ChronologyEvent]:
        rows = ChronologyEvent.objects.of_plan(Plan.objects.current())
        if "year" in asked:
            rows = rows.filter(year=asked["year"])
        rows = rows.matching(asked.get("q", ""))
        return rows.sorted_by("when", descending=asked.get("ordering") == "-when")


def one(rows: QuerySet):
    """The only row; raises NotFound where there is none."""
    for row in rows:
        return row
    raise NotFound


def _owned_by(name: str) -> QuerySet:
    """The ids of the measures that a division of this name owns today."""
    rows = MeasureDivision.objects.in_force(timezone.localdate()).filter(in_detail=True)
    return rows.filter(division__name=name).values("measure")
