"""What a qualitative indicator's chart shows: its words by year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from progress.judging import facts
from progress.judging.facts import Figure, IndicatorFacts
from progress.judging.judgement import judge
from sakado_dx.fiscal import label_short

MOST_LETTERS = 400


@dataclass(frozen=True)
class WordsOfYear:
    """What was written of a year, or with `is_told` false why there is nothing (未報告), or that
    it is what another year has."""

    fiscal_year: int
    text: str
    is_told: bool


@dataclass(frozen=True)
class WordsChart:
    """The years up to the one that is looked at, each with its words; `newest` are those that were
    said last, whether anew or again."""

    name: str
    lines: tuple[WordsOfYear, ...]
    newest: WordsOfYear | None

    @property
    def has_content(self) -> bool:
        return any(each.is_told for each in self.lines)


def words_chart(
    indicator: IndicatorFacts, figures: Mapping[int, Figure], years: Sequence[int], *, until: int
) -> WordsChart:
    """The chart of an indicator in words; the same words once, since a reader looks for what is new."""
    lines: list[WordsOfYear] = []
    said: dict[str, int] = {}
    newest = None
    for year in (each for each in years if each <= until):
        judgement = judge(indicator, figures, year)
        figure = judgement.figure
        text = " ".join(figure.words.split())[:MOST_LETTERS]
        if figure.status != facts.REPORTED or not text:
            lines.append(WordsOfYear(year, judgement.label, False))
        elif text in said:
            lines.append(WordsOfYear(year, f"{label_short(said[text])}と同じ", False))
            newest = WordsOfYear(year, text + figure.marked, True)
        else:
            said[text] = year
            newest = WordsOfYear(year, text + figure.marked, True)
            lines.append(newest)
    return WordsChart(indicator.name, tuple(lines), newest)
