"""The forms of a year say what its columns and constraints say."""

from django.forms import model_to_dict

from progress.models import ReviewYear
from progress.year.forms import SETTINGS, ChangeYearForm


def test_refusal_of_a_constraint_stands_beside_its_field(world):
    days = {"opened_on": "R7.4.1", "report_due": "R7.3.1", "confirm_due": "R7.2.1"}
    form = ChangeYearForm(days, year=world.year)
    assert not form.is_valid()
    assert form.errors == {
        "report_due": ["提出期限は、受付開始日以後の日にしてください。"],
        "confirm_due": ["事務局確認の期限は、提出期限以後の日にしてください。"],
    }


def test_form_leaves_the_row_as_it_was_read(world):
    before = model_to_dict(world.year)
    form = ChangeYearForm({"opened_on": "R7.4.1", "report_due": "R7.5.1"}, year=world.year)
    assert form.is_valid(), form.errors
    assert model_to_dict(world.year) == before


def test_labels_and_lengths_are_those_of_the_columns(world):
    form = ChangeYearForm(year=world.year)
    columns = {name: ReviewYear._meta.get_field(name) for name in SETTINGS}
    assert {name: form[name].label for name in SETTINGS} == {
        name: column.verbose_name for name, column in columns.items()
    }
    assert form.fields["notice"].max_length == columns["notice"].max_length == 2000
