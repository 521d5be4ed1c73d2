"""Mail that goes out with the opening of a year, written in its transaction."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils import timezone

from progress.models import Contribution, ProgressReport, ReviewYear
from progress.workflow.mail_text import letter
from sakado_dx.deadlines import deadline_words
from sakado_dx.fiscal import format_date
from sakado_dx.organization.members import members_by_division
from sakado_dx.records import mail
from sakado_dx.records.mail import Draft


def tell_opening(
    year: ReviewYear, reports: Iterable[ProgressReport], parts: Collection[Contribution]
) -> None:
    """Tell the divisions that report or contribute that a year is open, with its notice."""
    if not mail.is_used():
        return
    today = timezone.localdate()
    leads = (report.lead_division(today) for report in reports)
    divisions = {lead.pk for lead in leads if lead} | {each.division_id for each in parts}
    members = members_by_division(today)
    people = {person.pk: person for pk in divisions for person in members.get(pk, [])}
    path = reverse("progress:my_measures")
    mail.post(
        Draft(
            person,
            [f"open:{year.pk}"],
            f"【報告の依頼】{year.label}実績の進捗報告",
            letter(
                person,
                f"{year.label}実績の進捗報告の受付を、{format_date(year.opened_on)}から行います。"
                f"{deadline_words(year.report_due, today)}",
                year.notice.strip(),
                f"あなたの課の施策（担当施策）:\n{mail.link(path)}",
            ),
        )
        for person in people.values()
    )
