"""Finding a free place for each label, so that none ever covers another."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from progress.charts.marks import Area, Label

# Free px at both sides of a label.
PADDING = 2


class Candidate(NamedTuple):
    """A label at one possible place; it may lie on the bar `on`."""

    label: Label
    on: Area | None = None


class Placer:
    """Keeps what is taken: labels and diamonds for good, bars and lines if need be.

    `place` takes the first free candidate. Where there is none, a label may cover a bar or a
    line, with white behind it; where even that is impossible it is left out, and the table
    beside the chart has the figure.
    """

    def __init__(self, page: Area):
        self.page = page
        self.labels: list[Label] = []
        self._firm: list[Area] = []
        self._soft: list[Area] = []

    def keep_off(self, *areas: Area) -> None:
        self._firm.extend(areas)

    def avoid(self, *areas: Area) -> None:
        self._soft.extend(areas)

    def place(self, candidates: Iterable[Candidate]) -> Label | None:
        candidates = [each for each in candidates if each.label.area.lies_in(self.page)]
        for label, on in candidates:
            softly = [area for area in self._soft if area != on]
            if self._is_free(label, self._firm) and self._is_free(label, softly):
                return self._keep(label)
        for label, on in candidates:
            if on is None and self._is_free(label, self._firm):
                return self._keep(replace(label, backed=True))
        return None

    def _is_free(self, label: Label, areas: Sequence[Area]) -> bool:
        x, y, width, height = label.area
        padded = Area(x - PADDING, y, width + 2 * PADDING, height)
        return not any(padded.overlaps(area) for area in areas)

    def _keep(self, label: Label) -> Label:
        self.labels.append(label)
        self._firm.append(label.area)
        return label
