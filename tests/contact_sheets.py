"""Contact sheets of all pictures of a database's years, to be looked at: `python -m tests.contact_sheets FOLDER`.

A row an indicator and a column a year, so that scales and places can be compared; each as on a
wide page, as on a phone, as in a tile, as on the projector, and the first once more in greyscale.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path

from matplotlib_fontja import get_font_ttf_path
from PIL import Image, ImageDraw, ImageFont

ROWS = 8
CAPTION = 26
# Shape of the drawing, px of a column, whether in greyscale.
KINDS = {
    "wide": ("wide", 600, False),
    "grey": ("wide", 600, True),
    "phone": ("narrow", 320, False),
    "tile": ("small", 240, False),
    "screen": ("screen", 480, False),
}


def sheet_of(rows: list[list[tuple[str, Image.Image | None]]], width: int) -> Image.Image:
    """Rows of (caption, picture) on one white sheet; a picture of None leaves its place white."""
    heights = [max([each.height for _, each in row if each] or [0]) + CAPTION for row in rows]
    sheet = Image.new("RGB", (width * max(map(len, rows)), sum(heights)), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(get_font_ttf_path(), 14)
    y = 0
    for row, height in zip(rows, heights, strict=True):
        for column, (caption, picture) in enumerate(row):
            pen.text((column * width + 6, y + 6), caption[: width // 15], "black", font)
            if picture:
                sheet.paste(picture, (column * width, y + CAPTION))
        y += height
    return sheet


def picture_of(chart, shape: str, width: int, *, is_grey: bool = False) -> Image.Image:
    """A chart as a page of this width shows it."""
    from progress.charts.cache import LAYOUTS
    from progress.charts.drawing import draw_png

    marks, size = LAYOUTS[type(chart)]
    own = size(chart, shape)
    png = draw_png(marks(chart, shape), *own, chart.name, scale=width / own[0])
    return Image.open(BytesIO(png)).convert("L" if is_grey else "RGB")


def rows_of(charts: Iterable[tuple[str, list]], kind: str) -> Iterator[list]:
    """A row for each (name, charts by year)."""
    shape, width, is_grey = KINDS[kind]
    from progress.charts.directions import DirectionsChart
    from progress.charts.policies import PoliciesChart

    for name, own in charts:
        if shape in ("small", "screen") and isinstance(own[0][1], DirectionsChart | PoliciesChart):
            continue  # these stand on pages alone
        captions = [f"{label} {name}" for label, _ in own]
        pictures = [picture_of(chart, shape, width, is_grey=is_grey) for _, chart in own]
        yield list(zip(captions, pictures, strict=True))


def charts_of_years() -> Iterator[tuple[str, list]]:
    """(name, [(year, chart)]) of all that pages show: indicators, directions, policies."""
    from progress.charts.sources import (
        chart_of_policies,
        charts_of_directions,
        charts_of_indicators,
    )
    from progress.models import ReviewYear
    from progress.reading.rows import counted_states

    found: dict[tuple, list] = {}
    counted = counted_states(False)
    years = ReviewYear.objects.order_by("plan", "fiscal_year").select_related("plan")
    for year in years:
        label = year.short_label
        for at, chart in enumerate(charts_of_indicators(year, counted)):
            found.setdefault((0, at, chart.name), []).append((label, chart))
        for chart in charts_of_directions(year):
            found.setdefault((1, 0, chart.name), []).append((label, chart))
        found.setdefault((2, 0, "policies"), []).append((label, chart_of_policies(year, counted)))
    for (_, _, name), own in sorted(found.items(), key=lambda each: each[0]):
        yield name, own


def main(folder: str, *kinds: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakado_dx.settings")
    import_module("django").setup()
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    charts = list(charts_of_years())
    for kind in kinds or KINDS:
        rows = list(rows_of(charts, kind))
        for number, start in enumerate(range(0, len(rows), ROWS), start=1):
            sheet = sheet_of(rows[start : start + ROWS], KINDS[kind][1])
            sheet.save(target / f"{kind}-{number:02}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
