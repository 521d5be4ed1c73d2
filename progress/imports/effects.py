"""What an import does besides its rows: to the judgement, the duty and the lead of reports, and to
who may confirm them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from progress.imports.consequences import Consequence, consequences, mark_of
from progress.imports.judged import judged_reports
from progress.imports.lists import touches_reports
from progress.models import ProgressReport, ReportEffect
from progress.rights import lookups, predicates
from sakado_dx.imports.models import Import
from sakado_dx.organization.access import Standing


@dataclass(frozen=True)
class Effects:
    """`consequences` of reports that take changes; `authored`: reports of which the person becomes
    an author on behalf; `alone`: those of them that then no other secretary may confirm."""

    consequences: Sequence[Consequence] = ()
    authored: Sequence[str] = ()
    alone: Sequence[str] = ()

    @property
    def reports(self) -> int:
        """Of how many reports something changes."""
        return len({each.report_id for each in self.consequences})

    @property
    def needs_reason(self) -> bool:
        """Whether a report is concerned that was confirmed against what changes."""
        return any(each.counts for each in self.consequences)

    @property
    def mark(self) -> str:
        """A short mark of what is named: whoever confirms, confirms this."""
        return mark_of(self.consequences)


class Watch:
    """The reports as they are judged when it is made, to be compared later on."""

    def __init__(self, kind: str, standing: Standing):
        self.is_on = touches_reports(kind)
        self.reads_content = standing.is_secretariat
        self.before = self._judged()

    def _judged(self):
        return judged_reports(self.reads_content) if self.is_on else {}

    def found(self) -> list[Consequence]:
        """What differs by now."""
        return list(consequences(self.before, self._judged()))

    def keep(self, made: Import, found: Iterable[Consequence], **said) -> None:
        """Let it stand on the reports that were handed in, with `by` and `reason`."""
        ReportEffect.objects.bulk_create(
            ReportEffect(
                made=made, report_id=each.report_id, state=each.state, what=each.what,
                is_content=each.is_content, at=timezone.now(), **self._sides(each), **said,
            )
            for each in found
            if each.is_handed_in
        )  # fmt: skip

    def _sides(self, each: Consequence) -> dict[str, str]:
        """Who does not read what was written knows that it changes, and not how."""
        if each.is_content and not self.reads_content:
            return {}
        return {"before": each.before, "after": each.after}


def authorship(standing: Standing, reports: Sequence[ProgressReport]) -> Effects:
    """Of which of these reports the person becomes an author by saving, and is none yet."""
    own = [each for each in reports if predicates.acts_on_behalf(standing, each)]
    if not own:
        return Effects()
    authors, me = lookups.authors_of(own), standing.user.pk
    new = [each for each in own if me not in authors.get(each.pk, set())]
    secretaries = lookups.secretariat_ids(standing.day)
    alone = [each for each in new if secretaries <= authors.get(each.pk, set()) | {me}]
    return Effects(authored=list(map(_title, new)), alone=list(map(_title, alone)))


def _title(report: ProgressReport) -> str:
    return f"{report.measure}　{report.year.short_label}"
