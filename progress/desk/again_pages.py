"""提出の再依頼: which divisions something waits for, and what their letter says of it."""

from datetime import date

from django.urls import reverse

from progress.desk import reminders
from progress.desk.reminders import Digest, Item
from progress.letters import filling
from progress.letters.filling import Addressed
from progress.models import ReviewYear
from sakado_dx.deadlines import days_left
from sakado_dx.fiscal import format_date
from sakado_dx.organization.members import members_by_division
from sakado_dx.organization.models import Division


def waiting_for(year: ReviewYear, today: date) -> dict[int, Digest]:
    """What waits for each division in a year, what is due first first; at most 8 queries."""
    items: dict[int, list[Item]] = {}
    for _, item in reminders.waiting(today, year):
        if item.division_id is not None:
            items.setdefault(item.division_id, []).append(item)
    own = {pk: Digest(None, tuple(rows)) for pk, rows in items.items()}
    return dict(sorted(own.items(), key=lambda pair: (pair[1].first_due, pair[0])))


def addressed(year: ReviewYear, waiting: dict[int, Digest], today: date) -> list[Addressed]:
    """A letter to each of these divisions; at most 4 queries."""
    divisions, members = Division.objects.in_bulk(list(waiting)), members_by_division(today)
    shared = filling.of_year(year)
    return [
        Addressed(
            name=divisions[pk].name,
            cause=f"hand:again:{year.pk}:{today}:{pk}",
            path=reverse("progress:my_measures"),
            people=tuple(members.get(pk, ())),
            division=divisions[pk],
            about=_about(digest, today),
            tells=tuple(sorted(digest.news)),
            listed=_values(digest)["残っている作業"],
            values=shared | _values(digest),
        )
        for pk, digest in waiting.items()
    ]


def _about(digest: Digest, today: date) -> str:
    counts = "、".join(f"{kind}{number}件" for kind, number in digest.counts)
    first = digest.first_due
    return f"{counts}（早い期限 {format_date(first)}、{days_left(first, today)}）"


def _values(digest: Digest) -> dict[str, str]:
    lines = (f"{each.kind}　{each.title}　期限 {format_date(each.due)}" for each in digest.items)
    return {
        "残っている件数": str(sum(number for _, number in digest.counts)),
        "残っている作業": filling.lines_of(lines),
        "早い期限": format_date(digest.first_due),
    }
