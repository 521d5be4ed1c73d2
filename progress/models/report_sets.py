"""Reports by the dozen: which of them, with what, in which order."""

from datetime import date
from functools import cache

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from measures.models import (
    MeasureDivision,
    MeasureIndicator,
    YearlyDirection,
    divisions_of_measures,
)
from progress.models.years import DeadlineExtension, ReviewYear, names_from

# What no page of reports shows of plan and measure: a list would decode it row by row.
UNREAD = (
    "year__plan__position", "year__plan__laws", "year__plan__challenges", "year__plan__bodies",
    "year__plan__other_readings", "measure__other_readings", "measure__direction__other_readings",
    "measure__direction__policy__aim", "measure__direction__policy__other_readings",
)  # fmt: skip


@cache
def _planned_direction() -> Coalesce:
    """The direction that the plan schedules for a report's year, as a column; put together once,
    as `names_from` is."""
    own = YearlyDirection.objects.filter(
        measure=OuterRef("measure"), fiscal_year=OuterRef("year__fiscal_year")
    )
    return Coalesce(Subquery(own.order_by().values("resolved")[:1]), Value(""))


# What may hang on a report; on most of them only a few of these do.
TRACES = (
    "evidence", "contributions", "approvals", "content_checks", "effects_on_it", "agenda_items",
)  # fmt: skip


class ProgressReportQuerySet(models.QuerySet):
    def for_year(self, year: ReviewYear):
        return self.filter(year=year)

    def held(self):
        """Inside a transaction: who writes to one of these waits. What hangs on them may still be
        written, as a closing writes its editions, which holds the year before them."""
        return self.select_for_update(no_key=True)

    def with_marks(self):
        """Each with the words of its three marks."""
        return self.select_related(
            "progress",
            "outlook",
            "second_judgement",
            "taken_decision__judgement",
            "taken_decision__outlook",
        )

    def of_year_before(self, report):
        """The same measure's report of the year before."""
        return self.filter(
            measure=report.measure_id,
            year__plan=report.year.plan_id,
            year__fiscal_year=report.year.fiscal_year - 1,
        )

    def examples_for(self, report):
        """Other measures' reports of this or last year that count, and so are read by all staff:
        those with the same word of progress first, then those with an indicator of the same kind,
        then the newest."""
        own = MeasureIndicator.objects.filter(measure=report.measure_id)
        kinds = own.in_year(report.year.fiscal_year)
        same_kind = MeasureIndicator.objects.filter(
            measure=OuterRef("measure"), indicator__kind__in=kinds.values("indicator__kind")
        )
        year = report.year.fiscal_year
        return (
            self.filter(
                year__plan=report.year.plan_id,
                year__fiscal_year__in=(year, year - 1),
                state__in=self.model.COUNTED_STATES,
            )
            .exclude(measure=report.measure_id)
            .annotate(
                has_same_word=Case(When(progress=report.progress_id, then=1), default=0),
                has_same_kind=Exists(same_kind.order_by()),
            )
            .order_by("-has_same_word", "-has_same_kind", "-year__fiscal_year", "measure__order")
        )

    def in_plan_order(self):
        return self.order_by("measure__order", "measure_id")

    def taking_changes(self):
        """Reports of open years, and unlocked ones of closed years."""
        return self.filter(Q(year__closed_at__isnull=True) | Q(is_unlocked=True))

    def unsubmitted(self):
        return self.filter(state__in=self.model.EDITABLE_STATES)

    def led_by(self, division_ids, on: date):
        """Reports whose measure is led by one of these divisions on a day."""
        return self.filter(
            measure__in=MeasureDivision.objects.leading(on)
            .filter(division__in=division_ids)
            .values("measure")
        )

    def with_measure(self):
        return (
            self.select_related("year__plan", "measure__direction__policy")
            .with_marks()
            .defer(*UNREAD)
            .with_planned_direction()
            .with_names()
            .prefetch_related(divisions_of_measures("measure__"))
        )

    def whole(self):
        """Each `with_measure` and all that editions keep, which lists leave unread, and marked so.
        For pages: a verb asks what is stored by then."""
        return self.with_measure().defer(None).annotate(is_whole=Value(1))

    def with_names(self):
        """Each with `names_from`, the edition whose names its year has, where the plan goes by
        others today."""
        return self.annotate(names_from=names_from("year"))

    def with_planned_direction(self):
        """Each with `planned_direction`, what the plan schedules for its year."""
        return self.annotate(planned_direction=_planned_direction())

    def published(self, on: date | None = None):
        """Reports of which citizens see an edition: published, and the 公表日 has come."""
        return self.filter(
            publications__withdrawn_at__isnull=True,
            publications__isnull=False,
            year__publish_on__lte=on or timezone.localdate(),
        ).distinct()

    def with_published(self, on: date | None = None):
        """Each with `is_published`."""
        published = self.model.objects.published(on).filter(pk=OuterRef("pk"))
        return self.annotate(is_published=Exists(published.order_by()))

    def with_evidence(self):
        """Each with `has_evidence`: whether a file stands with it."""
        found = self.model.objects.filter(
            pk=OuterRef("pk"), evidence__isnull=False, evidence__removed_at=None
        )
        return self.annotate(has_evidence=Exists(found.order_by()))

    def with_traces(self, *names: str):
        """Each with what hangs on it, all or what is named, as `bears` reads it: a page of one report
        asks for that alone."""
        wanted = names or TRACES
        hanging = {name: self.model.objects.filter(**{f"{name}__isnull": False}) for name in wanted}
        own = {name: found.filter(pk=OuterRef("pk")).order_by() for name, found in hanging.items()}
        return self.annotate(**{f"bears_{name}": Exists(found) for name, found in own.items()})

    def with_contributors(self):
        """Each with the divisions of which a part is asked, as `contributing_ids` reads them."""
        parts = apps.get_model("progress", "Contribution").objects.only("report", "division")
        return self.prefetch_related(Prefetch("contributions", parts, to_attr="parts_read"))

    def with_missing_parts(self):
        """Each with `misses_parts`: whether a 関係課 has not answered."""
        waiting = self.model.objects.filter(
            pk=OuterRef("pk"), contributions__isnull=False, contributions__answered_at=None
        )
        return self.annotate(misses_parts=Exists(waiting.order_by()))

    def with_due(self, on: date):
        """Each with `extended_due`, the later deadline of the division that leads on a day;
        None where it has none."""
        leads = MeasureDivision.objects.leading(on).filter(measure=OuterRef(OuterRef("measure")))
        own = DeadlineExtension.objects.filter(
            year=OuterRef("year"), division__in=leads.values("division")
        )
        return self.annotate(extended_due=Subquery(own.order_by().values("report_due")[:1]))
