"""What a page needs around a picture: finding, addresses, alt, the same numbers as a table.

The dictionaries have the variables of `templates/partials/_chart.html`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from measures.words import is_on_course
from progress.charts.cache import Chart, size_of, stamp
from progress.charts.directions import DirectionsChart
from progress.charts.directions_layout import SIZES
from progress.charts.indicator import IndicatorChart
from progress.charts.kinds import chart_of
from progress.charts.notes import note_of
from progress.charts.policies import PoliciesChart, policies_chart
from progress.charts.policies_layout import COLUMNS, policies_areas, policies_size
from progress.charts.style import SHAPES, UNREPORTED_WORD
from progress.charts.tables import table_of
from progress.charts.track import TrackChart
from progress.judging.facts import Figure, IndicatorFacts, Judgement
from progress.judging.judgement import judge
from progress.judging.shares import WAITING, WITHHELD, range_words
from progress.judging.shown_years import charted_from, charted_years
from progress.judging.targets import known_in
from progress.reading.dashboard import PolicySummary
from progress.reading.words import Word
from sakado_dx.fiscal import label_name, label_short

BEHIND = ("slightly_late", "late")
LAYOUT_SHAPES = ("wide", "narrow")
TOLD = ("順調・完了", "遅れのあるもの")


class KeptAs(NamedTuple):
    """The edition of a measure's report that a page shows: its number, and the measure."""

    edition: int
    measure: int


def chart_context(
    indicator: IndicatorFacts,
    figures: Mapping[int, Figure],
    years: Sequence[int],
    indicator_pk: int,
    year_id: int,
    *,
    until: int,
    pending: bool = False,
    kept: KeptAs | None = None,
) -> dict:
    """The figure of an indicator of any kind as it stands in the review year `year_id`.

    `is_empty` says that there is nothing to draw yet: then its finding is told in a line.

    `until` is that review year's fiscal year: later figures are neither drawn nor listed.
    `pending` points at pictures that count 提出済み too, `kept` at those of an edition.
    """
    cut_at = charted_from(years, until)
    indicator, years = known_in(indicator, until), charted_years(years, until)
    judgements = {year: judge(indicator, figures, year) for year in years if year <= until}
    finding = f"{indicator.name}：{judge(indicator, figures, until).finding}"
    headers, rows = table_of(indicator, figures, judgements, years)
    chart = chart_of(indicator, figures, years, until=until)
    return {
        "finding": finding,
        "alt": alt_of(chart, years, finding),
        "is_empty": not chart.has_content,
        "headers": headers,
        "rows": rows,
        "is_words": not indicator.is_numeric,
        "table_caption": f"{indicator.name}の目標と実績",
        "note": note_of(indicator, until, cut_at),
        **_pictures(
            "progress:indicator_chart",
            [indicator_pk, year_id],
            chart,
            SHAPES,
            _query(pending, kept),
        ),
    }


def directions_context(
    chart: DirectionsChart, measure_pk: int, year_id: int, kept: KeptAs | None = None
) -> dict | None:
    """The ribbons of a measure's planned and actual direction; None where nothing is scheduled.

    The same stands in words in the boxes of the years, so there is no table.
    """
    if not chart.has_content:
        return None
    finding = _directions_finding(chart)
    first, last = (label_name(chart.years[at].fiscal_year) for at in (0, -1))
    return {
        "finding": finding,
        "alt": f"帯の図。{first}から{last}までの、計画と実際の方向性。{finding}",
        **_pictures(
            "progress:direction_chart", [measure_pk, year_id], chart, SIZES, _query(False, kept)
        ),
    }


def _directions_finding(chart: DirectionsChart) -> str:
    """``R6は計画「導入」に対し実際「検討」です。``, else whether all went as planned so far."""
    told = [
        f"{label_short(each.fiscal_year)}は計画「{each.planned}」に対し実際「{each.actual}」です。"
        for each in chart.slipped
    ]
    if told:
        return "".join(told)
    known = [each for each in chart.years if each.actual]
    if not known:
        return "実際の方向性は、まだ確認された報告にありません。"
    return f"{label_short(known[-1].fiscal_year)}まで、計画した方向性のとおりです。"


def tile_context(
    indicator: IndicatorFacts,
    figures: Mapping[int, Figure],
    years: Sequence[int],
    indicator_pk: int,
    year_id: int,
    *,
    judgement: Judgement,
    pending: bool = False,
) -> dict:
    """The small picture alone, as it stands in the year of the judgement: ``small_url``,
    ``small_width``, ``small_height``, ``alt`` and ``is_empty``."""
    until = judgement.fiscal_year
    years = charted_years(years, until)
    chart = chart_of(indicator, figures, years, until=until)
    finding = f"{indicator.name}：{judgement.finding}"
    return {
        "alt": alt_of(chart, years, finding),
        "is_empty": not chart.has_content,
        **_shapes(
            "progress:indicator_chart", [indicator_pk, year_id], chart, ["small"], _query(pending)
        ),
    }


def alt_of(chart: Chart, years: Sequence[int], finding: str) -> str:
    """Type, period and finding, for whoever does not see the picture."""
    return f"{_type(chart)}。{label_name(years[0])}から{label_name(years[-1])}まで。{finding}"


def _type(chart: Chart) -> str:
    """What sort of picture it is, for whoever does not see it."""
    if isinstance(chart, IndicatorChart):
        return "点グラフ（縦軸の途中を省略）" if chart.is_cut else "棒グラフ"
    return "期限と達成を示す年度の線" if isinstance(chart, TrackChart) else "年度ごとの記載"


def _query(pending: bool, kept: KeptAs | None = None) -> str:
    query = {"pending": 1} if pending else kept._asdict() if kept else {}
    return f"?{urlencode(query)}" if query else ""


def _pictures(name: str, args: list, chart: Chart, shapes: Iterable[str], query: str) -> dict:
    """The shapes, of which the wide one's size is called ``width`` and ``height`` too, ``png_url``
    for Word, and `chart`, what is drawn, for who writes it into a file."""
    found = _shapes(name, args, chart, shapes, query)
    found |= {"width": found["wide_width"], "height": found["wide_height"]}
    return found | {"png_url": reverse(f"{name}_png", args=args) + query, "chart": chart}


def pictures_of(name: str, chart: Chart, *args: str) -> dict:
    """The pictures of a chart that belongs to no year, by the name of its address."""
    return _pictures(name, list(args), chart, LAYOUT_SHAPES, "")


def _shapes(name: str, args: list, chart: Chart, shapes: Iterable[str], query: str) -> dict:
    """Address, width and height of each shape: ``wide_url``, ``wide_width`` and so on."""
    stamped, found = stamp(chart), {}
    for shape in shapes:
        width, height = size_of(chart, shape)
        url = reverse(f"{name}_kept", args=[*args, shape, stamped]) + query
        found |= {f"{shape}_url": url, f"{shape}_width": width, f"{shape}_height": height}
    return found


def policies_chart_context(
    summaries: Iterable[PolicySummary],
    year_id: int,
    *,
    fiscal_year: int,
    pending: bool = False,
    level: str,
    url_of: Callable[[PolicySummary, Word], str] | None = None,
) -> dict:
    """The figure of progress by policy; `level` is what the plan calls a policy. With `url_of`
    each part of a bar is a link to what it counts."""
    summaries = list(summaries)
    chart = policies_chart(summaries, level)
    finding = policies_finding(chart)
    return {
        "links": _links(chart, summaries, url_of) if url_of else [],
        "finding": finding,
        "alt": f"積み上げ横棒グラフ。{label_name(fiscal_year)}、{chart.name}。{finding}",
        **_pictures("progress:policy_chart", [year_id], chart, COLUMNS, _query(pending)),
    }


def _links(
    chart: PoliciesChart, summaries: Sequence[PolicySummary], url_of: Callable
) -> list[dict]:
    """By shape of the picture its size and the places in it that lead on."""
    words = [{word.word or UNREPORTED_WORD: word for word in each.words} for each in summaries]
    return [
        {
            "shape": shape,
            "size": policies_size(chart, shape),
            "areas": [
                {
                    "place": place,
                    "url": url_of(summaries[bar], words[bar][word]),
                    "word": word,
                    "number": number,
                }
                for bar, word, number, place in policies_areas(chart, shape)
            ],
        }
        for shape in COLUMNS
    ]


def policies_finding(chart: PoliciesChart) -> str:
    """``47件のうち、順調・完了は33件、遅れのあるものは9件、未報告は1件です。``; of a year in
    progress ``47件中27件を集計した途中で、順調・完了は22〜42件、遅れのあるものは4〜24件です。``;
    of what is published ``…、進捗を公表していないものは2件です。``"""
    counts: dict[str, int] = {}
    for bar in chart.bars:
        for meaning, _, number in bar.parts:
            counts[meaning] = counts.get(meaning, 0) + number
    total, blank, waiting = sum(counts.values()), counts.get("", 0), counts.get(WAITING, 0)
    hidden = counts.get(WITHHELD, 0)
    if not total:
        return "報告の対象となる施策はありません。"
    if total == hidden:
        return f"{total:,}件すべての進捗を公表していません。"
    if total in (blank, waiting):
        return f"{total:,}件すべてが{'確認前' if waiting else '未報告'}です。"
    good = sum(number for meaning, number in counts.items() if is_on_course(meaning))
    behind = sum(counts.get(meaning, 0) for meaning in BEHIND)
    if waiting:
        ranges = (range_words(each, each + waiting) for each in (good, behind))
        told = "、".join(f"{name}は{each}" for name, each in zip(TOLD, ranges, strict=True))
        return f"{total:,}件中{total - waiting:,}件を集計した途中で、{told}です。"
    rest = f"、未報告は{blank:,}件" if blank else ""
    rest += f"、進捗を公表していないものは{hidden:,}件" if hidden else ""
    return f"{total:,}件のうち、順調・完了は{good:,}件、遅れのあるものは{behind:,}件{rest}です。"
