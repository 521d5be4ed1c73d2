"""What a draft would do to the reports of open years, tried and taken back."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from progress.imports.consequences import Consequence
from progress.models import PlanChange, PlanEdition, PlanRevision
from progress.revisions import applying
from progress.revisions.lines import Displaced
from progress.revisions.open_reports import OpenReports, Touched
from progress.revisions.readings import in_order_of_days
from progress.workflow.refusals import NotAllowed
from sakado_dx.organization.access import Standing
from sakado_dx.records.acting import Door, acting

Outcome = PlanEdition.Outcome
# What will become of a report.
WILL = {
    Outcome.MADE: "報告を作ります",
    Outcome.TAKEN_OUT: "報告を外します",
    Outcome.STAYS: "計画では終わりますが、記載のある報告は残ります",
    Outcome.NOT_MADE: "報告を作りません",
    Outcome.ASKED: "関係課回答票に行を加えます",
    Outcome.RELEASED: "関係課回答票の未回答の行を閉じます",
}
NOT_NOW = (
    "今のままでは計画に反映できないため、影響を調べられません。"
    "決定までに要ることを、案のページで確かめてください。"
)


@dataclass
class Impact:
    """Reports that come, go or stay, and what changes of the others; or why it is not known."""

    touched: list[Touched] = field(default_factory=list)
    changes: list[tuple[str, list[Consequence]]] = field(default_factory=list)
    refusal: str = ""

    @property
    def rows(self) -> list[tuple[Touched, str]]:
        """Each report that comes, goes or stays, and what will become of it."""
        return [
            (
                each,
                f"{WILL[each.what]}（{each.state}）"
                if each.what == Outcome.STAYS
                else WILL[each.what],
            )
            for each in self.touched
        ]

    @property
    def is_nothing(self) -> bool:
        return not (self.touched or self.changes or self.refusal)


def impact_of(revision: PlanRevision, standing: Standing) -> Impact:
    """Let a draft take effect in a transaction that is taken back; nothing is kept of it."""
    impact = Impact()
    lines = in_order_of_days(revision, list(revision.changes.in_order()))
    try:
        with acting(standing.user, Door.PAGE, "影響の確認"):
            _try(revision, standing, lines, impact)
            transaction.set_rollback(True)
    except (Displaced, IntegrityError, ProtectedError, NotAllowed):
        return Impact(refusal=NOT_NOW)
    return impact


def _try(
    revision: PlanRevision, standing: Standing, lines: list[PlanChange], impact: Impact
) -> None:
    reports = OpenReports(revision.plan, revision, standing.user)
    today = standing.day
    days = groupby(lines, key=lambda line: line.effective_on or revision.effective_on or today)
    for day, own in days:
        of_day = applying.completed(own, revision, day)
        applying.write_lines(revision.plan, of_day)
        impact.touched += reports.follow(of_day, "影響の確認")
    found = reports.changed()
    impact.changes = [
        (f"{own[0].report}（{own[0].state}）", own)
        for own in ([*each] for _, each in groupby(found, key=lambda each: each.report_id))
    ]
