"""What can be asked for: of which year or meeting, of which kind, in which form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from progress.models import Meeting, Pack, ReviewYear
from sakado_dx.records.models import AuditRecord

LAYOUT = 1  # raised when the same data come out otherwise
MARKINGS = ("庁内限り", "案", "会議後回収")
Kind, Format = Pack.Kind, Pack.Format
# The forms in which each kind is made.
FORMATS: dict[Kind, tuple[str, ...]] = {
    Kind.MEETING: (Format.PDF, Format.XLSX, Format.DOCX),
    Kind.YEAR: (Format.PDF, Format.XLSX, Format.DOCX),
    Kind.BALLOT: (Format.PDF,),
    Kind.ASSEMBLY: (Format.PDF,),
    Kind.REPORT: (Format.PDF,),
}
OF_MEETING = (Kind.MEETING, Kind.BALLOT)
OF_YEAR = (Kind.YEAR, Kind.ASSEMBLY, Kind.REPORT)
PUBLIC = (Kind.ASSEMBLY, Kind.REPORT)
KIND_OF_JOB = "pack"


@dataclass(frozen=True)
class Order:
    """A file that somebody wants; `meeting` is none of what is made of a year."""

    year: ReviewYear
    meeting: Meeting | None
    kind: str
    format: str = Format.PDF
    markings: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        return self.kind in PUBLIC

    @property
    def marking(self) -> str:
        return "・".join(self.markings)

    @property
    def title(self) -> str:
        """What the cover says, and the list: ``令和7年度実績 推進会議 会議資料一式``."""
        label = str(Kind(self.kind).label)
        if self.meeting is None:
            return f"{self.year.label}実績　{label}"
        return f"{self.meeting.kind}（{self.year.short_label}実績）　{label}"

    @property
    def arguments(self) -> dict[str, Any]:
        """As a job keeps them."""
        return {
            "year": self.year.pk,
            "meeting": self.meeting and self.meeting.pk,
            "kind": str(self.kind),
            "format": str(self.format),
            "markings": list(self.markings),
        }

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> "Order":
        """The order that a job keeps; 2 queries."""
        year = ReviewYear.objects.select_related("plan").get(pk=arguments["year"])
        meeting = None
        if arguments["meeting"]:
            meeting = Meeting.objects.get(pk=arguments["meeting"])
            meeting.year = year
        told = {name: arguments[name] for name in ("kind", "format")}
        return cls(year, meeting, **told, markings=tuple(arguments["markings"]))


def data_mark() -> str:
    """A text that is another one as soon as anything is changed that a file may show, and on
    another day, since what is overdue changes with it; 1 query."""
    others = AuditRecord.objects.exclude(table_name=Pack._meta.db_table)
    newest = others.order_by("-pk").values_list("pk", flat=True).first()
    return f"{LAYOUT} {newest} {timezone.localdate()}"
