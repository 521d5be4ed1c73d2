"""Mail that goes out with a verb, written in the verb's transaction (records.mail)."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils import timezone

from progress.models import Contribution, ProgressReport, ReviewYear, StatusChange
from sakado_dx.fiscal import deadline_words, format_date
from sakado_dx.organization.members import members_by_division
from sakado_dx.organization.models import User
from sakado_dx.records import mail
from sakado_dx.records.mail import Draft

FOOTER = "このメールは、進捗管理ポータルが自動で送りました。返信しても届きません。"


def letter(person: User, *paragraphs: str) -> str:
    """The body of a mail: whom it is to, its paragraphs, and where it comes from."""
    return "\n\n".join([f"{person} 様", *filter(None, paragraphs), FOOTER]) + "\n"


def tell_return(report: ProgressReport, *, verb: str, reason: str, by: User) -> None:
    """Tell the lead division that a report came back, and why; inside the verb's transaction."""
    if not mail.is_used():
        return
    word, year = StatusChange.Verb(verb).label, report.year
    lead = report.lead_division(timezone.localdate())
    path = reverse("progress:report_edit", args=[report.pk])
    mail.post(
        Draft(
            person,
            [f"{verb}:{report.pk}:{report.version + 1}"],
            f"【{word}】{report.measure}（{year.short_label}実績）",
            letter(
                person,
                f"「{report.measure}」の{year.label}実績の報告が、{word}になりました。"
                "理由を読み、直して、もう一度提出してください。",
                f"理由（{by}）:\n{reason.strip()}",
                f"入力する画面:\n{mail.link(path)}",
            ),
        )
        for person in (members_by_division(timezone.localdate()).get(lead.pk, []) if lead else [])
    )


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
