"""資料4: what a council has to decide, one page each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from measures.naming import MEETING
from progress.meetings.pages import AgendaLine
from progress.models import AgendaItem
from progress.pack.measures import MeasurePage
from progress.reading.attention import Attention
from progress.reading.decisions import ShownDecision
from progress.reading.edition import Word


@dataclass(frozen=True)
class ItemPage:
    """A matter: of a measure (`page`), or another one by its title alone.

    `causes` say why it is here, `decided` is what this meeting decided already.
    """

    number: int
    title: str
    handling: str
    point: str
    causes: Sequence[str]
    page: MeasurePage | None = None
    decided: ShownDecision | None = None
    outcome: str = ""

    @property
    def label(self) -> str:
        return f"案件{self.number}"

    @property
    def decision(self) -> tuple[Word | None, Word | None]:
        """Progress and outlook that a meeting decided, or none."""
        if self.decided:
            return self.decided.judgement, self.decided.outlook
        mark = self.page.edition.report.mark if self.page else None
        return (mark.progress, mark.outlook) if mark and mark.whose == MEETING else (None, None)


def items_of_agenda(
    lines: Sequence[AgendaLine],
    pages: Mapping[int, MeasurePage],
    attention: Sequence[Attention],
) -> Iterator[ItemPage]:
    """A meeting's agenda; a cause that holds today goes before those that stood when it was made."""
    today = {each.row.measure_id: each.found for each in attention}
    for number, line in enumerate(lines, start=1):
        item, page = line.item, None
        if line.report is not None:
            page = pages.get(line.report.measure.id)
        causes = today.get(line.report.measure.id) if line.report else None
        yield ItemPage(
            number=number,
            title=line.title,
            handling=str(item.get_handling_display()),
            point=item.point,
            causes=causes or list(item.causes),
            page=page,
            decided=line.decision,
            outcome=item.outcome,
        )


def items_of_attention(
    attention: Sequence[Attention], pages: Mapping[int, MeasurePage]
) -> Iterator[ItemPage]:
    """What a council must see of a year, in the order of an agenda."""
    handling = str(AgendaItem.Handling.DEBATE.label)
    for number, each in enumerate(attention, start=1):
        page = pages.get(each.row.measure_id)
        yield ItemPage(number, each.row.title, handling, "", each.found, page)
