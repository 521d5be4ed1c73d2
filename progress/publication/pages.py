"""What can be published, what stands against it, and what publishing would show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from measures.naming import DIVISION
from progress.models import ApprovedReport, Correction, ProgressReport, Publication, ReviewYear
from progress.publication.content import (
    FIELDS,
    WHOLE,
    Contact,
    PublicReport,
    content_of,
    field_of,
    line_field,
    public_report,
    with_name,
)
from progress.publication.public_names import (
    PublicWords,
    against_words,
    days_of_editions,
    named,
    public_words,
)
from progress.publication.shared import (
    TAKEN_BACK,
    hidden_among,
    tells,
    withheld_before,
    withholding,
    years_withheld,
)
from progress.reading.edition import Edition, Erratum
from progress.reading.live_editions import erratum
from progress.reading.places import decided_part
from progress.reading.plan_names import SHARED, is_name
from progress.reading.reports import ShownReport, shown
from progress.reading.years import editions_of_read
from progress.workflow.many import Prospects, sorted_out
from sakado_dx import together
from sakado_dx.prepared import prepared
from sakado_dx.records.order import first_change, first_record


def shown_from(year: ReviewYear, day: date) -> date:
    """From when on citizens see what is published on a day."""
    return max(year.publish_on or day, day)


def contact_of(report: ProgressReport, day: date) -> Contact:
    """Of the division that leads once citizens see what is published on a day: where April lies
    between, the one that they can ask then. Blank where there is none."""
    lead = report.lead_division(shown_from(report.year, day))
    return Contact(lead.name, lead.telephone, lead.email) if lead else Contact()


def in_force(report: ProgressReport) -> Publication | None:
    """The edition that citizens see, or will see from the 公表日 on; 1 query."""
    return report.publications.in_force().order_by("-edition").first()


def last_edition(report: ProgressReport) -> Publication | None:
    """The newest edition, also one that was taken back; 1 query."""
    return next(iter(_last_edition(report.pk)), None)


@prepared
def _last_edition(report_id: int) -> QuerySet[Publication]:
    return Publication.objects.filter(report=report_id).order_by("-edition")[:1]


def ask_ahead(report: ProgressReport) -> None:
    """Ask in one statement for what the preview of a report takes of tables that stand side by
    side."""
    year = report.year
    together.ask_ahead(
        (_last_edition, report.pk),
        (_approvals, report.pk),
        (withholding, year.pk, report.pk),
        (years_withheld, year.plan_id, year.fiscal_year),
        (days_of_editions, year.plan_id),
    )


def next_edition(
    report: ProgressReport,
    edition: Edition,
    last: Publication | None,
    day: date,
    hidden: Collection[int],
    words: PublicWords | None = None,
) -> PublicReport:
    """What publishing a report now would show, after the last edition; `hidden` are the
    indicators whose results another measure withholds or has taken back (shared.hidden_in),
    `words` what is public of the plan, where that is known already."""
    words = public_words(report.year, day) if words is None else words
    return public_report(
        named(edition, words),
        hidden=hidden,
        withheld=report.withheld,
        contact=contact_of(report, day),
        errata=lines_after(report, last) if last else (),
    )


def lines_after(report: ProgressReport, last: Publication) -> list[Erratum]:
    """The lines of the 正誤表 that follow an edition: its own, and of one that was taken back
    those of what it showed and what was corrected since; 0 or 1 query."""
    content = content_of(last)
    if last.withdrawn_at is None:
        return list(content.errata)
    own = Q(report=report)
    for shared in SHARED:
        own |= Q(report__year=report.year_id, place__startswith=shared)
    made = Correction.objects.made().filter(own).annotate(confirmed=first_change(Correction))
    since = made.filter(confirmed__gt=first_record(Publication, last.pk)).order_by("confirmed")
    return [*content.errata, *(erratum(each) for each in since if _was_shown(content, each))]


def _was_shown(content: PublicReport, correction: Correction) -> bool:
    """Whether citizens have read what was corrected; what was done only where it stood for the
    公表用の記載, else its line would let an inner text out."""
    if is_name(place := correction.place):
        return with_name(content, place, correction.before, correction.after) is not content
    field = line_field(correction.place)
    if field not in FIELDS or not content.shows(field):
        return False
    if not shows_mark_of(content, correction):
        return False
    return correction.place != "done" or content.public_text == correction.before


def shows_mark_of(content: PublicReport, correction: Correction) -> bool:
    """Whether a corrected mark is the one that citizens see, and a corrected opinion one that
    they read; of other places always."""
    if decided := decided_part(correction.place):
        decision_id, part = decided
        if part == "opinion":
            return any(each.opinion == correction.before for each in content.opinions)
        return content.whose != DIVISION and correction.report.taken_decision_id == decision_id
    return field_of(correction.place) not in ("progress", "outlook") or content.whose == DIVISION


def refusal(report: ProgressReport, *, is_approved: bool) -> str:
    """Why the report cannot be published now, but for what it says; empty where it can."""
    if report.state != ProgressReport.State.EVALUATED:
        return f"報告が「{report.get_state_display()}」です。"
    if WHOLE in report.withheld:
        return "この施策は「公表しない」になっています。"
    if report.year.publish_on is None:
        return "年度の公表日が決まっていません。"
    if report.year.asks_approval and not is_approved:
        return "決裁が済んでいません。"
    return ""


def is_approved(report: ProgressReport) -> bool:
    return bool(_approvals(report.pk))


@prepared
def _approvals(report_id: int) -> QuerySet:
    return ApprovedReport.objects.in_force().filter(report=report_id).values_list("pk")[:1]


@dataclass(frozen=True)
class Publishable:
    """A report that could be published, its edition in force, what a new one would show, what
    stands against it, and what it would tell of earlier years that is withheld there."""

    row: ProgressReport
    report: ShownReport
    current: Publication | None
    content: PublicReport | None
    is_shown: bool
    refusal: str
    tells: Sequence[str] = ()

    @property
    def title(self) -> str:
        return str(self.report.measure)


def to_publish(year: ReviewYear, day: date) -> Prospects[Publishable]:
    """The year's reports by what publishing them would do; 11 queries however many, 8 in
    a closed year."""
    rows = list(_with_editions(year))
    editions = editions_of_read(year, rows)
    hidden, before = hidden_among(rows, editions), withheld_before(year)
    words = public_words(year, day)
    found = []
    for row, report in zip(rows, shown(rows, day), strict=True):
        current = max(row.in_force, key=lambda each: each.edition, default=None)
        content = _next_content(row, editions[row.pk], current, day, hidden[row.pk], words)
        is_shown = current is not None and content_of(current) == content
        against = refusal(row, is_approved=bool(row.approvals_in_force)) or against_words(
            editions[row.pk], words
        )
        told = tells(content, before) if content else ()
        found.append(Publishable(row, report, current, content, is_shown, against, told))
    return sorted_out(found, lambda each: each.is_shown)


def _next_content(
    report: ProgressReport,
    edition: Edition,
    current: Publication | None,
    day: date,
    hidden: Collection[int],
    words: PublicWords,
) -> PublicReport | None:
    """What publishing an evaluated report would show, after the edition in force."""
    if report.state != ProgressReport.State.EVALUATED:
        return None
    return next_edition(report, edition, current, day, hidden, words)


def _with_editions(year: ReviewYear):
    approvals = ApprovedReport.objects.in_force()
    reports = ProgressReport.objects.for_year(year).whole().in_plan_order()
    return reports.annotate(is_taken_back=TAKEN_BACK).prefetch_related(
        Prefetch("approvals", queryset=approvals, to_attr="approvals_in_force"),
        Prefetch("publications", queryset=Publication.objects.in_force(), to_attr="in_force"),
    )
