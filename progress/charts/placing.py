"""Finding a free place for each label, so that none ever covers another."""

from collections.abc import Iterable, Sequence

from progress.charts.marks import Area, Label, text_width

# Free px at both sides of a label.
PADDING = 2


def years_named(years: Sequence[int], until: int, slot: float, size: float) -> set[int]:
    """The years that are written under their columns: all, or where these are too narrow the two
    ends and the one that is looked at."""
    room = text_width("R10", size) + 4
    if room <= slot:
        return set(years)
    ends = {years[0], years[-1]}
    is_apart = all(abs(until - end) * slot >= room for end in ends)
    return ends | ({until} if until in years and is_apart else set())


class Placer:
    """Keeps what is taken: labels, diamonds, bars and lines.

    `place` takes the first free candidate. Where there is none the label is left out, and the
    table beside the chart has the figure: nothing ever covers a bar, a line or another label.
    """

    def __init__(self, page: Area):
        self.page = page
        self.labels: list[Label] = []
        self._taken: list[Area] = []

    def keep_off(self, *areas: Area) -> None:
        self._taken.extend(areas)

    def place(self, candidates: Iterable[Label]) -> Label | None:
        """The first candidate on the page that covers nothing, now taken; None without one."""
        free = (each for each in candidates if self._is_free(each))
        label = next(free, None)
        if label is not None:
            self.labels.append(label)
            self._taken.append(label.area)
        return label

    def _is_free(self, label: Label) -> bool:
        x, y, width, height = label.area
        padded = Area(x - PADDING, y, width + 2 * PADDING, height)
        is_clear = not any(padded.overlaps(area) for area in self._taken)
        return is_clear and label.area.lies_in(self.page)
