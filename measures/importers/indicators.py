"""Indicators as a sheet: one row each, under one measure or several."""

from functools import cached_property

from measures.importers.codes import indicators_by_key, measures_by_code
from measures.importers.plan_sheets import PlanResource
from measures.models import Indicator, Measure, MeasureIndicator
from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.code_columns import CodeColumn
from sakado_dx.spreadsheets.codes import CodeLookup
from sakado_dx.spreadsheets.columns import ChoiceColumn, Column, TextColumn
from sakado_dx.spreadsheets.related import ManyColumn, NamesColumn
from sakado_dx.spreadsheets.resources import cell_errors

LABEL = "成果目標"


class IndicatorResource(PlanResource):
    """Correct or add indicators, matched by their number that never changes."""

    title = "指標"
    key_headings = ("指標番号",)

    tried_in = (Indicator, MeasureIndicator)

    class Meta:
        model = Indicator

    def make_columns(self) -> list[Column]:
        self.measures = measures_by_code(self.plan)
        return [
            CodeColumn("指標番号", "key", lambda: self.codes, "指標名", needed=True),
            ManyColumn("施策番号", measures_of, set_measures, self.measures, code_of, needed=True),
            NamesColumn("呼び名", labels_of, set_labels, distinct=False, longest=20),
            TextColumn("指標名", "name", needed=True),
            TextColumn("単位", "unit"),
            ChoiceColumn("種類", "kind", dict(Indicator.Kind.choices)),
            ChoiceColumn("向き", "sense", dict(Indicator.Sense.choices)),
            ChoiceColumn("測り方", "measured_as", dict(Indicator.MeasuredAs.choices)),
            TextColumn("計画の表記", "printed"),
            TextColumn("注記", "note"),
            TextColumn("定義", "definition"),
        ]

    @cached_property
    def codes(self) -> CodeLookup:
        return indicators_by_key(self.plan)

    def stored_rows(self):
        links = "measure_indicators__measure"
        return self.plan.indicators.prefetch_related(links)

    def iter_queryset(self, queryset):
        """In the order of the plan's measures, which no single column of the table has."""
        yield from sorted(queryset, key=_place)

    def new_row(self, row) -> Indicator:
        return Indicator(plan=self.plan)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        super().validate_instance(instance, import_validation_errors, validate_unique)
        typed = instance.__dict__.get("_typed", {})
        self._check_codes(instance, typed.get("施策番号", []))
        labels = typed.get("呼び名", labels_of(instance))
        number = len(typed.get("施策番号", measures_of(instance)))
        if len(labels) not in (0, 1, number):
            problem = f"施策が{number}つあるのに、呼び名が{len(labels)}つあります。"
            cure = "呼び名を1つにするか、施策と同じ数にしてください。"
            raise cell_errors({"呼び名": UnreadableValue("、".join(labels), problem, cure)})

    def _check_codes(self, instance: Indicator, typed: list[Measure]) -> None:
        """A measure that the indicator does not have yet: its code may be another's, changed by
        a spreadsheet, and no name stands beside it."""
        known = measures_of(instance)
        try:
            for measure in typed:
                if measure not in known:
                    self.measures.check(measure.code, "", "")
        except UnreadableValue as error:
            cure = "指標の画面で施策を加えてから、もう一度取り込んでください。"
            error = UnreadableValue(error.value, error.problem, cure)
            raise cell_errors({"施策番号": error}) from error


def code_of(measure: Measure) -> str:
    return measure.code


def _links(indicator: Indicator) -> list[MeasureIndicator]:
    if indicator.pk is None:
        return []
    return sorted(
        indicator.measure_indicators.all(), key=lambda link: (link.measure.order, link.pk)
    )


def _place(indicator: Indicator) -> tuple[int, int, int]:
    links = _links(indicator)
    first = (links[0].measure.order, links[0].order) if links else (10**9, 0)
    return (*first, indicator.pk)


def measures_of(indicator: Indicator) -> list[Measure]:
    return [link.measure for link in _links(indicator)]


def labels_of(indicator: Indicator) -> list[str]:
    """What the measures call it, in their order; once where all say the same."""
    labels = [link.label for link in _links(indicator)]
    return labels[:1] if len(set(labels)) == 1 else labels


def set_measures(indicator: Indicator, measures: list[Measure]) -> None:
    indicator.measure_indicators.exclude(measure__in=measures).delete()
    known = set(indicator.measure_indicators.values_list("measure_id", flat=True))
    for measure in measures:
        if measure.pk not in known:
            order = measure.measure_indicators.count()
            indicator.measure_indicators.create(measure=measure, label=LABEL, order=order)


def set_labels(indicator: Indicator, labels: list[str]) -> None:
    links = indicator.measure_indicators.select_related("measure")
    links = links.order_by("measure__order", "pk")
    labels = labels or [LABEL]
    for place, link in enumerate(links):
        link.label = labels[place] if len(labels) > 1 else labels[0]
        link.save(update_fields=["label"])
