"""Which records were disposed of, as the sealed records of the disposals name them."""

import json
from collections import defaultdict
from functools import cached_property

from sakado_dx.records.models import AuditRecord

Ranges = list[tuple[int, int]]


def ranges_of(sequences: list[int]) -> Ranges:
    """Numbers in ascending order as first and last of each unbroken row."""
    ranges: Ranges = []
    for sequence in sequences:
        if ranges and ranges[-1][1] == sequence - 1:
            ranges[-1] = (ranges[-1][0], sequence)
        else:
            ranges.append((sequence, sequence))
    return ranges


class Disposals:
    """What all sealed disposals name; read when it is asked for the first time, 1 query."""

    def names(self, record: AuditRecord) -> bool:
        """Whether the disposal of its number emptied this record."""
        ranges, sequence = self._named[0][record.disposal], record.sequence
        return any(first <= sequence <= last for first, last in ranges)

    def kept_hash(self, sequence: int) -> str:
        """What the disposal attests of a record that was sealed without a digest, or nothing."""
        return self._named[1].get(sequence, "")

    @cached_property
    def _named(self) -> tuple[dict[str, Ranges], dict[int, str]]:
        ranges: dict[str, Ranges] = defaultdict(list)
        hashes: dict[int, str] = {}
        of_disposals = AuditRecord.objects.sealed().filter(operation=AuditRecord.Operation.DISPOSE)
        for said in of_disposals.order_by("sequence").values_list("after", flat=True):
            try:
                content = json.loads(said)
                ranges[content["number"]] += [(first, last) for first, last in content["ranges"]]
                hashes |= {int(sequence): each for sequence, each in content["older"].items()}
            except (ValueError, KeyError, TypeError):
                continue  # names nothing, and shows at its own place in the chain
        return ranges, hashes
