"""Looking whether the sealed record is as it was sealed, a part at a time: what a page can wait for."""

from dataclasses import dataclass
from itertools import islice

from django.db import connection

from sakado_dx.records.chain import Head, current_head, first_fault
from sakado_dx.records.comparing import Difference, differences
from sakado_dx.records.heads import kept_heads
from sakado_dx.records.models import AuditRecord

MOST_AT_ONCE = 20_000  # sealed records that one page looks at: some seconds
MOST_NAMED = 50  # rows that differ from the record


@dataclass(frozen=True)
class Sealed:
    """How much there is to look at: sealed up to which number, not sealed, heads kept outside."""

    newest: int
    unsealed: int
    heads: int

    @property
    def total(self) -> int:
        return self.newest + self.unsealed


@dataclass(frozen=True)
class Part:
    """What one look found: sealed records `first` to `last`, and the first fault or nothing."""

    first: int
    last: int
    newest: int
    fault: str

    @property
    def is_rest(self) -> bool:
        """Whether nothing is left to look at after it."""
        return not self.fault and self.last >= self.newest


def sealed_now() -> Sealed:
    """At most 3 queries and the file of heads; raises UnreadableHead."""
    head = current_head()
    unsealed = AuditRecord.objects.unsealed().count()
    return Sealed(head.sequence if head else 0, unsealed, len(kept_heads()))


def look(after: int = 0, most: int = MOST_AT_ONCE) -> Part:
    """Look at the sealed records that follow number `after`, `most` of them; what lies before
    was looked at. Raises UnreadableHead."""
    newest = current_head()
    last = newest.sequence if newest else 0
    start = _stored_head(after) if after < last else None  # nothing left: from the first again
    after = start.sequence if start else 0
    end = _stored_head(after + most) if after + most < last else None
    fault = first_fault(kept_heads(), since=start, until=end)
    return Part(after + 1, end.sequence if end else last, last, fault)


def look_at_data() -> list[Difference]:
    """The first rows that are not as their newest record says; a query for each 20 tables."""
    return list(islice(differences(connection), MOST_NAMED))


def _stored_head(sequence: int) -> Head | None:
    """The newest seal up to a number, as it is stored; None for none."""
    sealed = AuditRecord.objects.sealed().filter(sequence__lte=sequence)
    newest = sealed.order_by("-sequence").values("sequence", "seal").first()
    return Head(**newest) if newest else None
