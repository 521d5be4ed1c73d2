"""Mail that goes out with a verb, written in the verb's transaction (records.mail)."""

from django.urls import reverse
from django.utils import timezone

from progress.models import ProgressReport, StatusChange
from progress.reading.reports import title_of
from progress.workflow.mail_text import letter
from sakado_dx.organization.members import members_by_division
from sakado_dx.organization.models import User
from sakado_dx.records import mail
from sakado_dx.records.mail import Draft


def tell_return(report: ProgressReport, *, verb: str, reason: str, by: User) -> None:
    """Tell the lead division that a report came back, and why; inside the verb's transaction."""
    if not mail.is_used():
        return
    word, year = StatusChange.Verb(verb).label, report.year
    title = title_of(report)
    lead = report.lead_division(timezone.localdate())
    path = reverse("progress:report_edit", args=[report.pk])
    mail.post(
        Draft(
            person,
            [f"{verb}:{report.pk}:{report.version + 1}"],
            f"【{word}】{title}（{year.short_label}実績）",
            letter(
                person,
                f"「{title}」の{year.label}実績の報告が、{word}になりました。"
                "理由を読み、直して、もう一度提出してください。",
                f"理由（{by}）:\n{reason.strip()}",
                f"入力する画面:\n{mail.link(path)}",
            ),
        )
        for person in (members_by_division(timezone.localdate()).get(lead.pk, []) if lead else [])
    )
