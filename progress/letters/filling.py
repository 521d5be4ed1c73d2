"""What is inserted into letters: of a year, of a division's reports and parts, of a meeting."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from progress.models import Contribution, Meeting, ProgressReport, ReviewYear
from progress.reading.edition import MeasureName
from progress.reading.reports import measures_of
from sakado_dx import fiscal
from sakado_dx.organization.models import Division, User

MOST_LISTED = 60  # measures in one letter


@dataclass(frozen=True)
class Addressed:
    """A letter to be written: to whom, what is inserted, why, and the page it leads to.

    `name` is what stands for {所属}; `addressee` in place of the plan's way to address a
    division. `about` and `listed` are told where addressees are chosen. `cause` writes it once;
    its mails tell of the causes `tells`, too, so that no later mail does (records.mail).
    """

    name: str
    cause: str
    path: str
    people: tuple[User, ...] = ()
    division: Division | None = None
    addressee: str = ""
    about: str = ""
    listed: str = ""
    tells: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)


def of_year(year: ReviewYear) -> dict[str, str]:
    """計画, 年度, 受付開始日 and 案内."""
    return {
        "計画": year.plan.title,
        "年度": fiscal.label_name(year.fiscal_year),
        "受付開始日": fiscal.format_date(year.opened_on),
        "案内": year.notice.strip(),
    }


def of_reports(reports: Collection[ProgressReport]) -> dict[str, str]:
    """施策の件数 and 施策の一覧 of the reports that a division leads."""
    return {"施策の件数": str(len(reports) or ""), "施策の一覧": listed(reports)}


def listed(reports: Collection[ProgressReport]) -> str:
    """The measures of reports, a line each, in the order given."""
    names = measures_of(list(reports))
    return lines_of(names[each.pk] for each in reports)


def lines_of(names: Iterable[MeasureName | str]) -> str:
    """・-lines, the first sixty and how many more there are."""
    lines = [f"・{name}" for name in names]
    more = [f"・ほか{len(lines) - MOST_LISTED}件"] if len(lines) > MOST_LISTED else []
    return "\n".join(lines[:MOST_LISTED] + more)


def of_parts(parts: Collection[Contribution], due: date | None) -> dict[str, str]:
    """回答票の行数 and 回答期限; blank for none."""
    if not parts or due is None:
        return {"回答票の行数": "", "回答期限": ""}
    return {"回答票の行数": str(len(parts)), "回答期限": fiscal.format_date(due)}


def of_meeting(meeting: Meeting) -> dict[str, str]:
    return {
        "会議": meeting.kind,
        "開催日": fiscal.format_date(meeting.held_on),
        "開催方法": "書面による開催（持ち回り）" if meeting.is_written else "",
        "場所": meeting.place,
    }
