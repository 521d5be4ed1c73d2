"""Mail that goes out with the opening of a year, written in its transaction."""

from collections.abc import Collection, Iterable

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from progress.models import Contribution, ProgressReport, ReviewYear
from progress.reading.reports import title_of
from progress.workflow.mail_text import letter
from sakado_dx.deadlines import deadline_words
from sakado_dx.fiscal import format_date
from sakado_dx.organization.members import members_by_division
from sakado_dx.organization.models import User
from sakado_dx.organization.office_days import OfficeDays, office_days
from sakado_dx.records import mail
from sakado_dx.records.mail import Draft


def tell_opening(
    year: ReviewYear, reports: Iterable[ProgressReport], parts: Collection[Contribution]
) -> None:
    """Tell the divisions that report or contribute that a year is open, with its notice; each
    hears of its own days."""
    if not mail.is_used():
        return
    today, office = timezone.localdate(), office_days()
    prefetch_related_objects([year], "extensions")
    leads = {lead.pk for report in reports if (lead := report.lead_division(today))}
    asked: dict[int, list[Contribution]] = {}
    for each in parts:
        asked.setdefault(each.division_id, []).append(each)
    people: dict[int, User] = {}
    own: dict[int, set[int]] = {}
    members = members_by_division(today)
    for pk in sorted(leads | asked.keys()):
        for person in members.get(pk, []):
            people[person.pk] = person
            own.setdefault(person.pk, set()).add(pk)
    mail.post(
        Draft(
            person,
            [f"open:{year.pk}"],
            f"【報告の依頼】{year.label}実績の進捗報告",
            letter(
                person,
                f"{year.label}実績の進捗報告の受付を、{format_date(year.opened_on)}から行います。"
                + (deadline_words(year.report_due, today) if own[pk] & leads else ""),
                _asked_words([part for one in own[pk] for part in asked.get(one, [])], office),
                year.notice.strip(),
                f"あなたの課の施策（担当施策）:\n{mail.link(reverse('progress:my_measures'))}",
            ),
        )
        for pk, person in people.items()
    )


def _asked_words(parts: Collection[Contribution], office: OfficeDays) -> str:
    """How many parts are asked of somebody's divisions, and until when; blank for none."""
    if not parts:
        return ""
    due = min(each.due_by(office) for each in parts)
    return (
        f"あなたの課には、関係課としての記載も{len(parts)}件お願いします（関係課回答票）。"
        f"期限は{format_date(due)}です。該当がなければ「該当なし」と回答してください。"
    )


def tell_named(report: ProgressReport, parts: Collection[Contribution]) -> None:
    """Tell divisions that are asked for a part of a report after its year was opened, and until
    when; inside the verb's transaction."""
    if not parts or not mail.is_used():
        return
    members, title = members_by_division(timezone.localdate()), title_of(report)
    due = format_date(parts[0].due)
    mail.post(
        Draft(
            person,
            [f"named:{part.pk}"],
            f"【関係課への照会】{title}（{report.year.short_label}実績、期限 {due}）",
            letter(
                person,
                f"「{title}」の{report.year.label}実績の報告に、あなたの課の記載をお願いします。"
                f"期限は{due}です。該当がなければ「該当なし」と回答してください。",
                f"関係課回答票:\n{mail.link(part.get_absolute_url())}",
            ),
        )
        for part in parts
        for person in members.get(part.division_id, [])
    )
