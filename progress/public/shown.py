"""Which tables public code reads, and what of them is public: the rows and columns of their views.

Of reports what is published, in force and past its 公表日, and that the others exist; of the plan
what the plan itself prints. While a revision in force is not public its rows stand in no view, and
the newest public edition is read from its document.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from progress.plan_editions.printed import PRINTED, is_free_text
from progress.publication.unseen import in_force, is_read, withheld_plans

PREFIX = "public_"
# The day in Japan, as the database has it: nothing shows before its 公表日, whoever asks.
TODAY = {
    "postgresql": "(now() AT TIME ZONE 'Asia/Tokyo')::date",
    "sqlite": "date('now', '+9 hours')",
}
# Not what is prepared for a day to come: a division, or who takes a measure over.
BEGUN = "(first_day IS NULL OR first_day <= {today})"
PLAN_TABLES = (
    "measures_plan", "measures_policy", "measures_direction", "measures_measure",
    "measures_measuredivision", "organization_division", "measures_effectkind",
    "measures_effectrating", "measures_yearlydirection", "measures_indicator",
    "measures_measureindicator", "measures_indicatortarget",
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A table and what its view holds: `only` these columns, or all but free texts (JSON too) that
    are not among `texts` and references to people; of all rows those `where` is true (`{today}`,
    `{unseen}`: `publication.unseen.unseen_reports`)."""

    model: type[models.Model]
    texts: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    where: str = ""
    instead: tuple[tuple[str, str], ...] = ()

    @property
    def table(self) -> str:
        return self.model._meta.db_table.removeprefix(PREFIX)

    @property
    def view(self) -> str:
        return f"{PREFIX}{self.table}"

    def shows(self, field: models.Field) -> bool:
        """Whether the view holds what the column holds."""
        if self.only:
            return field.name in self.only
        if field.is_relation:
            return field.related_model._meta.label != "organization.User"
        return not is_free_text(field) or field.name in self.texts


def shown_tables() -> list[Shown]:
    """All that public code reads, a view after those that it is made of."""
    return [*_of_years(), *_of_the_plan(), *_beside_the_plan()]


def _of_years() -> Iterator[Shown]:
    model = apps.get_model
    published = (
        "SELECT report.year_id FROM progress_progressreport AS report "
        "JOIN progress_publication AS own ON own.report_id = report.id "
        f"WHERE {in_force('own')}"
    )
    yield Shown(
        model("progress.ReviewYear"),
        only=("id", "plan", "fiscal_year", "publish_on", "is_sample"),
        where=f"publish_on <= {{today}} AND id IN ({published})",
    )
    yield Shown(
        model("progress.ProgressReport"),
        only=("id", "year", "measure"),
        where=f"year_id IN (SELECT id FROM {PREFIX}progress_reviewyear) AND id NOT IN ({{unseen}})",
    )
    yield Shown(
        model("progress.Publication"),
        only=("id", "report", "edition", "content", "published_on", "at"),
        where=f"{in_force('progress_publication')} AND report_id IN "
        f"(SELECT id FROM {PREFIX}progress_progressreport)",
    )


WITHHELD = withheld_plans("{today}")
# By which column the rows of a plan hang on rows that are shown, or on the plan itself.
HANGS_ON = {
    "measures.Direction": ("policy_id", "measures_policy"),
    "measures.MeasureDivision": ("measure_id", "measures_measure"),
    "measures.EffectRating": ("measure_id", "measures_measure"),
    "measures.YearlyDirection": ("measure_id", "measures_measure"),
    "measures.MeasureIndicator": ("measure_id", "measures_measure"),
    "measures.IndicatorTarget": ("indicator_id", "measures_indicator"),
}
# What the city keeps beside the plan, and what a site finds its plan by.
BESIDE = ("glossary.Term", "glossary.TermAlias", "measures.Plan")
# What a revision may change of the plan itself, beside its texts.
OF_A_REVISION = ("last_fiscal_year", "review_every", "publishes_self_assessment", "shows_new_left")


def _of_the_plan() -> Iterator[Shown]:
    for label in sorted(PRINTED, key=HANGS_ON.__contains__):
        model, texts = apps.get_model(label), PRINTED[label]
        where = _while_public(label)
        if label == "measures.MeasureDivision":
            where += f" AND {BEGUN}"
        names = (*texts, *OF_A_REVISION) if label == "measures.Plan" else ()
        instead = tuple((name, _unless_withheld(model, name)) for name in names)
        yield Shown(model, texts, where=where, instead=instead)
    yield Shown(
        apps.get_model("measures.Measure").related.through,
        where=f"from_measure_id IN (SELECT id FROM {PREFIX}measures_measure)",
    )


def _while_public(label: str) -> str:
    """Which rows of a table stand in its view: none while the revision that wrote them is not
    public."""
    if label in BESIDE:
        return ""
    if label not in HANGS_ON:
        return f"plan_id NOT IN ({WITHHELD})"
    column, above = HANGS_ON[label]
    return f"{column} IN (SELECT id FROM {PREFIX}{above})"


def _unless_withheld(model: type[models.Model], name: str) -> str:
    column = f'"{model._meta.get_field(name).column}"'
    return f"CASE WHEN id NOT IN ({WITHHELD}) THEN {column} END"


def _beside_the_plan() -> Iterator[Shown]:
    """Names of divisions, and when the plan was last written; of systems, successors and tags,
    which are asked for with what stands around a measure, nothing."""
    system = apps.get_model("systems_inventory.InformationSystem")
    successors = apps.get_model("measures.Measure").successors.through
    tag = apps.get_model("measures.MeasureTag")
    for model in (system, system.measures.through, successors, tag):
        yield Shown(model, only=("id",), where="1 = 0")
    is_public = "CASE WHEN published_on <= {today} THEN published_on END"
    text = f"CASE WHEN {is_read('progress_planedition', '{today}')} THEN public_document END"
    yield Shown(  # whether a revision in force is not yet public, and what is read meanwhile
        apps.get_model("progress.PlanEdition"),
        only=("id", "plan", "number", "effective_on", "at"),
        instead=(("published_on", is_public), ("public_document", text)),
    )
    yield Shown(
        apps.get_model("progress.PlanRevision"),
        only=(
            "id", "plan", "kind", "state", "title", "effective_on", "decided_on", "published_on",
            "public_table", "is_sample",
        ),
        where="state IN ('decided', 'applied') AND published_on <= {today}",
    )  # fmt: skip
    yield Shown(
        apps.get_model("organization.Division"),
        only=("id", "name", "kind", "order", "first_day", "last_day"),
        where=f"id IN (SELECT division_id FROM {PREFIX}measures_measuredivision) AND {BEGUN}",
    )
    yield Shown(
        apps.get_model("records.AuditRecord"),
        only=("id", "at"),
        instead=(("table_name", f"'{PREFIX}' || table_name"),),
        where=f"table_name IN {PLAN_TABLES}",
    )
