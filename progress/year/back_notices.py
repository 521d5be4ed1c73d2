"""Mail that follows what was told of a year or a measure, once that is taken back."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils import timezone

from progress.models import Contribution, ProgressReport, ReviewYear
from progress.reading.reports import title_of
from progress.workflow.mail_text import letter
from progress.year.notices import tell_named
from sakado_dx.fiscal import format_date
from sakado_dx.organization.members import members_by_division
from sakado_dx.organization.models import User
from sakado_dx.records import mail
from sakado_dx.records.mail import Draft, MailCause, OutgoingMail


def told_of(year: ReviewYear) -> list[OutgoingMail]:
    """The mails that asked for the reports and parts of a year, each with its recipient."""
    parts = Contribution.objects.filter(report__year=year).values_list("pk", flat=True)
    causes = [f"open:{year.pk}", *(f"named:{pk}" for pk in parts)]
    own = MailCause.objects.filter(cause__in=causes).values("mail")
    return list(OutgoingMail.objects.filter(pk__in=own).select_related("recipient").order_by("pk"))


def tell_undone(year: ReviewYear, reason: str) -> None:
    """Inside the transaction that takes a year back: what still waits to be sent is not sent,
    and whoever was written to is told that nothing is asked of him."""
    told = told_of(year)
    waiting = OutgoingMail.objects.waiting().filter(pk__in=[each.pk for each in told])
    unsent = set(waiting.select_for_update().values_list("pk", flat=True))
    OutgoingMail.objects.filter(pk__in=unsent).delete()
    people = {each.recipient_id: each.recipient for each in told if each.pk not in unsent}
    mail.post(
        Draft(
            person,
            [f"undo_open:{year.pk}"],
            f"【依頼の取消し】{year.label}実績の進捗報告",
            letter(
                person,
                f"先にお願いした{year.label}実績の進捗報告（関係課としての記載を含みます）の依頼を、"
                "取り消します。入力と回答は必要ありません。改めてお願いするときは、もう一度知らせます。",
                f"理由:\n{reason}",
            ),
        )
        for person in people.values()
    )


def tell_added(report: ProgressReport, parts: Collection[Contribution]) -> None:
    """Tell the divisions that a measure was added to an open year; inside the transaction."""
    if not mail.is_used():
        return
    year, title = report.year, title_of(report)
    path = reverse("progress:report_edit", args=[report.pk])
    mail.post(
        Draft(
            person,
            [f"added:{report.pk}"],
            f"【報告の依頼】{title}（{year.short_label}実績）",
            letter(
                person,
                f"「{title}」を、{year.label}実績の進捗報告の対象に加えました。"
                f"提出期限は{format_date(report.due)}です。",
                f"入力する画面:\n{mail.link(path)}",
            ),
        )
        for person in _lead_members(report)
    )
    tell_named(report, parts)


def tell_taken_out(report: ProgressReport, reason: str) -> None:
    """Tell the divisions that nothing is asked of a measure any more; inside the transaction,
    while its parts still stand."""
    if not mail.is_used():
        return
    year, title = report.year, title_of(report)
    asked = report.contributions.values_list("division_id", flat=True)
    mail.post(
        Draft(
            person,
            [f"taken_out:{report.pk}"],
            f"【依頼の取消し】{title}（{year.short_label}実績）",
            letter(
                person,
                f"「{title}」を、{year.label}実績の進捗報告の対象から外しました。"
                "この施策の入力と回答は必要ありません。",
                f"理由:\n{reason}",
            ),
        )
        for person in _lead_members(report, asked)
    )


def _lead_members(report: ProgressReport, more: Iterable[int] = ()) -> list[User]:
    """The people of the lead division, and of more divisions, each once."""
    today = timezone.localdate()
    members, lead = members_by_division(today), report.lead_division(today)
    divisions = [*([lead.pk] if lead else []), *more]
    return list({each.pk: each for pk in divisions for each in members.get(pk, [])}.values())
