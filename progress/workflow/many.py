"""One verb on many reports."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from progress.models import ProgressReport, StatusChange
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx.organization.access import Standing


class HasReport(Protocol):
    """A line of a list that stands for a report."""

    report: ProgressReport


@dataclass(frozen=True)
class Outcome:
    """Of how many the verb is done, how many had changed since the list was shown, and a
    sentence for each that was refused."""

    done: int
    changed: int
    refusals: list[str]


def act_on(
    standing: Standing,
    ready: Iterable[HasReport],
    wanted: Mapping[int, int],
    verb: str,
    act: Callable[[ProgressReport], object],
) -> Outcome:
    """Do a verb on each of the reports in `wanted` (id to the version that the list showed).

    What this person did at that version already counts as done: a double click gets the answer
    of the first one. What somebody else has changed is left alone, and counted.
    """
    chosen = [each.report for each in ready if wanted.get(each.report.pk) == each.report.version]
    done, refusals = 0, []
    for report in chosen:
        try:
            act(report)
        except (Conflict, NotAllowed) as refusal:
            refusals.append(f"「{report.measure}」：{refusal}")
        else:
            done += 1
    left = {pk: version for pk, version in wanted.items() if pk not in {one.pk for one in chosen}}
    again = _done_before(standing, verb, left)
    return Outcome(done + again, len(left) - again, refusals)


def _done_before(standing: Standing, verb: str, versions: Mapping[int, int]) -> int:
    """Of how many of these versions this person did the verb already; 0 or 1 query."""
    if not versions:
        return 0
    own = StatusChange.objects.filter(report__in=versions, verb=verb, by=standing.user)
    pairs = own.order_by().values_list("report_id", "version")
    return sum(versions[pk] + 1 == version for pk, version in pairs)
