"""Which years a page shows, and what those that stand in one line are called."""

from progress.judging.shown_years import span_of


def test_years_of_one_line_are_called_by_the_first_and_the_last():
    assert span_of({2020, 2006, 2018}) == "H18〜R2"
    assert span_of([2020, 2020]) == "R2"
