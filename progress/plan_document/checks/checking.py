"""What is inconsistent in a plan, by weight: for the command and for the page of the plan."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from measures.models import Plan
from progress.plan_document.checks.findings import WEIGHTS, Finding
from progress.plan_document.checks.lists import list_findings
from progress.plan_document.checks.measures import (
    code_findings,
    measure_findings,
    spreadsheet_findings,
)
from progress.plan_document.checks.spelling import spelling_findings
from progress.plan_document.exporting import document_of
from progress.plan_document.schema.completing import measures_of


def check(plan: Plan, today: date | None = None) -> list[Finding]:
    """Everything inconsistent in a stored plan, the heaviest first."""
    return check_document(document_of(plan), today)


def check_document(document: dict, today: date | None = None) -> list[Finding]:
    """The same of a document in normal form, loaded or not."""
    today = today or timezone.localdate()
    findings = [
        finding
        for measure in measures_of(document)
        for finding in measure_findings(measure, document, today)
    ]
    findings += code_findings(document)
    findings += spreadsheet_findings(measures_of(document))
    findings += list_findings(document)
    findings += spelling_findings(document)
    return sorted(findings, key=lambda finding: WEIGHTS.index(finding.weight))


def by_weight(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings under 誤り, 注意 and 表記のゆれ; a weight without any is left out."""
    groups: dict[str, list[Finding]] = {weight: [] for weight in WEIGHTS}
    for finding in findings:
        groups[finding.weight].append(finding)
    return {weight: found for weight, found in groups.items() if found}
