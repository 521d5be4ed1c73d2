"""A newer edition made of the one before."""

from dataclasses import replace

import pytest

from progress.editions.amending import with_value
from progress.reading.years import edition_of


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [("texts", "effects", "待ち時間が減った。"), ("amounts", "settled_amount", 1200)],
)
def test_field_that_is_younger_than_the_edition_may_be_corrected(world, place, name, value):
    edition = edition_of(world.bring_to("confirmed"))
    known = {key: kept for key, kept in getattr(edition.report, place).items() if key != name}
    old = replace(edition, report=replace(edition.report, **{place: known}))
    assert getattr(with_value(old, name, value).report, place) == known | {name: value}
