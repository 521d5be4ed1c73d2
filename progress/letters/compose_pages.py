"""Whom the secretariat may write to by hand, and what is inserted: 依頼, 照会, 開催通知."""

from django.urls import reverse
from django.utils import timezone

from progress.letters import filling
from progress.letters.filling import Addressed
from progress.letters.notices import asking, open_parts, open_reports
from progress.models import LetterKind, Meeting, ProgressReport, ReviewYear
from sakado_dx.organization.members import members_by_division

BY_HAND = (LetterKind.REQUEST, LetterKind.INQUIRY)


def to_ask(year: ReviewYear, kind: str) -> list[Addressed]:
    """Divisions that have not handed in (依頼), or not answered their parts (照会)."""
    reports = open_reports(year)
    year = reports[0].year if reports else year  # with the extensions
    parts = open_parts(reports)
    cause = f"hand:{kind}:{year.pk}:{timezone.localdate()}"
    requests, inquiries = asking(year, reports, parts, cause)
    return _in_order(requests if kind == LetterKind.REQUEST else inquiries)


def to_invite(meeting: Meeting) -> list[Addressed]:
    """The members of a meeting, and each division that leads a report on its agenda."""
    today, year = timezone.localdate(), meeting.year
    on_agenda = ProgressReport.objects.filter(agenda_items__meeting=meeting)
    reports = list(on_agenda.with_measure().order_by("agenda_items__order", "pk"))
    led: dict = {}
    for report in reports:
        lead = report.lead_division(today)
        if lead and not lead.is_collective:
            led.setdefault(lead, []).append(report)
    members, path = members_by_division(today), meeting.get_absolute_url()
    shared = filling.of_year(year) | filling.of_meeting(meeting)
    cause = f"hand:meeting:{meeting.pk}:{today}"
    own = Addressed(
        name=f"{meeting.kind}の構成員",
        cause=f"{cause}:members",
        path=path,
        people=tuple(meeting.members.all()),
        addressee=f"{meeting.kind}構成員",
        about=f"議題の施策{len(reports)}件",
        values=shared | {"施策の一覧": filling.listed(reports)},
    )
    return [own] + _in_order(
        [
            Addressed(
                name=lead.name,
                cause=f"{cause}:{lead.pk}",
                path=reverse("progress:my_measures"),
                people=tuple(members.get(lead.pk, ())),
                division=lead,
                about=f"議題の施策{len(rows)}件",
                values=shared | {"施策の一覧": filling.listed(rows)},
            )
            for lead, rows in led.items()
        ]
    )


def _in_order(addressed: list[Addressed]) -> list[Addressed]:
    """As the city lists its divisions."""
    return sorted(addressed, key=lambda each: (each.division.order, each.division.pk))
