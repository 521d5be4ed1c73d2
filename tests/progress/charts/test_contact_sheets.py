"""The sheets on which somebody looks at all pictures of all years."""

from PIL import Image

from progress.charts.indicator import indicator_chart
from tests.contact_sheets import CAPTION, KINDS, picture_of, rows_of, sheet_of
from tests.progress.indicators import R5, R9, RPA, figures

YEARS = range(R5, R9 + 1)


def test_a_sheet_has_a_row_an_indicator_and_a_column_a_year():
    charts = [
        indicator_chart(RPA, figures(R5=19, R6=20), YEARS, until=year) for year in (R5, R5 + 1)
    ]
    found = [("件数", [("R5", charts[0]), ("R6", charts[1])]), ("一年だけ", [("R5", charts[0])])]
    rows = list(rows_of(found, "phone"))
    assert [[caption for caption, _ in row] for row in rows] == [
        ["R5 件数", "R6 件数"],
        ["R5 一年だけ"],
    ]
    height = rows[0][0][1].height + CAPTION
    assert sheet_of(rows, 320).size == (640, 2 * height)


def test_pictures_are_as_wide_as_asked_and_without_colour_where_asked():
    chart = indicator_chart(RPA, figures(R5=19), YEARS)
    for shape, width, is_grey in KINDS.values():
        picture: Image.Image = picture_of(chart, shape, width, is_grey=is_grey)
        assert (picture.width, picture.mode) == (width, "L" if is_grey else "RGB")
