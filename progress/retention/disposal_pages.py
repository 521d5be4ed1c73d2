"""What the pages of a disposal show: what will go, by kind, and what stands of it."""

from django.shortcuts import get_object_or_404

from progress.models import Disposal, ReviewYear
from progress.retention import contents, leftovers
from sakado_dx.counts import numbers_of
from sakado_dx.organization.models import User


def disposal_or_404(pk: int) -> Disposal:
    """A disposal with its year and people; 1 query."""
    rows = Disposal.objects.select_related("year__plan", "proposed_by", "decided_by")
    return get_object_or_404(rows, pk=pk)


def disposal_of(year: ReviewYear) -> Disposal | None:
    """What is proposed or done of a year; 1 query."""
    return Disposal.objects.standing().filter(year=year).first()


def was_decided(disposal: Disposal, by: User, number: str) -> bool:
    """Whether this person has carried it out already, with this number: a double click."""
    same = (disposal.decided_by_id, disposal.document_number) == (by.pk, number.strip())
    return disposal.done_at is not None and same


def removed_of(year: ReviewYear, with_publications: bool = False) -> list[tuple[str, int]]:
    """(kind, number) of all that goes, as it stands now; 1 query for the year's own rows, 1 for its
    mails, and a few for what the record says of its imports."""
    own = {part.label: part.going(year) for part in contents.parts_of(with_publications)}
    own |= {"経過メモ": contents.notes_of(year), "未送信の入力": leftovers.unsent_of(year)}
    return [
        *zip(own, numbers_of(year, list(own.values())), strict=True),
        ("取り込んだファイルの名前と理由", leftovers.imports_of(year).count()),
        ("メールの控え", leftovers.mails_of(year).distinct().count() if year.closed_at else 0),
    ]


def removed_context(year: ReviewYear, with_publications: bool = False) -> dict[str, list]:
    """The same for a page: `removed` what there is, `absent` the kinds of which there is nothing."""
    counts = removed_of(year, with_publications)
    return {
        "removed": [pair for pair in counts if pair[1]],
        "absent": [label for label, number in counts if not number],
    }
