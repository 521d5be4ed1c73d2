"""What of a plan is for citizens: what the plan itself prints, in tables and in an edition alike."""

from collections.abc import Mapping
from datetime import date

from django.db import models

from progress.plan_document.rows.flattening import rows_of
from progress.plan_document.rows.nesting import document_from
from progress.plan_document.rows.tables import TABLE, Rows, Table, Values

# Free texts by the name of their table.
PRINTED = {
    "measures.Plan": (
        "title", "city", "city_code", "level_names", "mark_names", "missing_words",
    ),
    "measures.Policy": ("name", "aim", "label"),
    "measures.Direction": ("name",),
    "measures.Measure": ("key", "code", "name", "group", "summary"),
    "measures.MeasureDivision": (),
    "measures.EffectKind": ("name",),
    "measures.EffectRating": ("mark",),
    "measures.YearlyDirection": ("printed", "resolved"),
    "measures.Indicator": (
        "key", "name", "unit", "printed", "note", "numerator_name", "denominator_name",
    ),
    "measures.MeasureIndicator": ("label",),
    "measures.IndicatorTarget": ("source",),
    "glossary.Term": ("term", "reading", "explanation", "source"),
    "glossary.TermAlias": ("alias",),
}  # fmt: skip
# Of an edition the glossary is not read, and labels of numbers are put together anew.
NOUNS = {
    "plan": (*PRINTED["measures.Plan"], "code_label"),
    "effect_kinds": PRINTED["measures.EffectKind"],
    "policies": PRINTED["measures.Policy"],
    "directions": PRINTED["measures.Direction"],
    "measures": PRINTED["measures.Measure"],
    "measure_divisions": PRINTED["measures.MeasureDivision"],
    "effects": PRINTED["measures.EffectRating"],
    "yearly_directions": PRINTED["measures.YearlyDirection"],
    "related": (),
    "indicators": PRINTED["measures.Indicator"],
    "measure_indicators": PRINTED["measures.MeasureIndicator"],
    "targets": PRINTED["measures.IndicatorTarget"],
}


def is_free_text(field: models.Field) -> bool:
    """Whether people write what they like into a column (JSON too)."""
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return is_text or isinstance(field, models.JSONField)


def printed_document(document: dict, day: date) -> dict:
    """The document of an edition that takes effect on a day, with what is printed alone: no remarks,
    and no division that is prepared for a later day."""
    rows = rows_of(document)
    first_day = TABLE["measure_divisions"].key.index("first_day")
    rows["measure_divisions"] = {
        key: values
        for key, values in rows["measure_divisions"].items()
        if not key[first_day] or date.fromisoformat(key[first_day]) <= day
    }
    printed = printed_rows(rows)
    printed["divisions"] = _divisions(rows, printed)
    return document_from(printed)


def printed_rows(rows: Rows) -> Rows:
    """What is printed of a plan's rows, divisions apart."""
    printed: Rows = dict.fromkeys(rows, {})
    for noun, texts in NOUNS.items():
        table = TABLE[noun]
        printed[noun] = {key: _cut(table, values, texts) for key, values in rows[noun].items()}
    return printed


def is_printed(noun: str, column: str) -> bool:
    """Whether a column of a noun's rows is printed; without a column the rows at all."""
    if noun not in NOUNS:
        return False
    return not column or column in NOUNS[noun] or not _is_free(TABLE[noun], column)


def _cut(table: Table, values: Values, texts: tuple[str, ...]) -> Values:
    return {
        name: value if name in texts or not _is_free(table, name) else type(value)()
        for name, value in values.items()
    }


def _is_free(table: Table, name: str) -> bool:
    return name not in table.refs and name != "order" and is_free_text(table.column(name))


def _divisions(rows: Rows, printed: Rows) -> Mapping:
    """Those that have or had a measure, by name alone."""
    named = {division for _, division, _ in printed["measure_divisions"]}
    return {
        key: values | {"reading": "", "parent_id": None, "is_secretariat": False}
        for key, values in rows["divisions"].items()
        if key in named
    }
