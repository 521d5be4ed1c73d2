"""A workbook's own charts, in the portal's colours: bars from 0, the targets as a dashed line."""

from progress.charts.indicator import IndicatorChart
from progress.charts.style import ACTUAL, ACTUAL_EDGE, FILLS, GRID, INK

SIZE = {"width": 420, "height": 200}
WIDE = {"width": 860, "height": 320}


def policies_chart(file, name: str, words, top: int, rows: int):
    """Stacked bars with the colours of the portal's own."""
    chart = file.add_chart({"type": "bar", "subtype": "stacked"})
    for column, (meaning, _) in enumerate(words, start=1):
        fill = FILLS.get(meaning, FILLS[""])
        chart.add_series(
            {
                "name": [name, top, column],
                "categories": [name, top + 1, 0, top + rows, 0],
                "values": [name, top + 1, column, top + rows, column],
                "fill": {"color": fill.face},
                "border": {"color": INK, "width": 0.75},
            }
        )
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis(
        {"num_format": "0", "major_gridlines": {"visible": True, "line": {"color": GRID}}}
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size(WIDE)
    return chart


def indicator_chart(file, name: str, chart: IndicatorChart, top: int):
    """Bars of the actuals and the line of the targets, from 0 unless the portal's own axis is cut."""
    last = 2 + len(chart.years)
    categories = [name, top, 3, top, last]
    bars = file.add_chart({"type": "column"})
    bars.add_series(
        {
            "name": [name, top + 2, 0],
            "categories": categories,
            "values": [name, top + 2, 3, top + 2, last],
            "fill": {"color": ACTUAL},
            "border": {"color": ACTUAL_EDGE},
            "data_labels": {"value": True},
        }
    )
    line = file.add_chart({"type": "line"})
    line.add_series(
        {
            "name": [name, top + 1, 0],
            "categories": categories,
            "values": [name, top + 1, 3, top + 1, last],
            "line": {"color": INK, "dash_type": "dash", "width": 1.5},
            "marker": {"type": "diamond", "fill": {"color": "#FFFFFF"}, "border": {"color": INK}},
        }
    )
    bars.combine(line)
    bars.set_title({"name": [name, top - 1, 0], "name_font": {"size": 10}})
    low = {"min": float(chart.scale.low)}
    bars.set_y_axis({**low, "major_gridlines": {"visible": True, "line": {"color": GRID}}})
    bars.set_legend({"position": "bottom"})
    bars.show_blanks_as("gap")
    bars.set_size(SIZE)
    return bars
