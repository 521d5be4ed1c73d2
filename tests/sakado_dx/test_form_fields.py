"""Form fields for figures, dates and fiscal years."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from sakado_dx.form_fields import FiscalYearField, JapaneseDateField, NumberField, RowsField
from sakado_dx.organization.models import Division

WHOLE = "整数が11桁を超えています。整数は11桁までで入力してください。"


class ResultForm(forms.Form):
    value = NumberField(required=False)
    done_on = JapaneseDateField(required=False)
    fiscal_year = FiscalYearField(required=False)


class StrictForm(forms.Form):
    value = NumberField()
    done_on = JapaneseDateField()
    fiscal_year = FiscalYearField()


def test_fields_read_what_offices_type():
    form = ResultForm(
        {"value": "１２，３４５．５", "done_on": "R8.4.1", "fiscal_year": "令和８年度"}
    )

    assert form.is_valid()
    assert form.cleaned_data == {
        "value": Decimal("12345.5"),
        "done_on": date(2026, 4, 1),
        "fiscal_year": 2026,
    }


def test_zero_is_a_value_and_blank_is_none():
    assert ResultForm({"value": "０"}).fields["value"].clean("０") == Decimal(0)
    form = ResultForm({"value": "", "done_on": "\u3000", "fiscal_year": " "})

    assert form.is_valid()
    assert form.cleaned_data == {"value": None, "done_on": None, "fiscal_year": None}


def test_typed_text_stays_in_the_box_when_it_cannot_be_read():
    form = ResultForm({"value": "約１２", "done_on": "平成31年5月1日", "fiscal_year": "５"})

    assert form.errors == {
        "value": [
            "「約１２」は読み取れません。「約」は数値に使えません。"
            "「12.5」「1,000」のように数字だけを入力してください。"
        ],
        "done_on": [
            "「平成31年5月1日」は読み取れません。平成は平成31年4月30日までです。"
            "「令和元年5月1日」と入力してください。"
        ],
        "fiscal_year": [
            "「５」は読み取れません。年が元号つきでも西暦4桁でもありません。"
            "「令和8年度」「R8」「2026」のように入力してください。"
        ],
    }
    assert 'value="約１２"' in str(form["value"])
    assert 'value="平成31年5月1日"' in str(form["done_on"])
    assert 'value="５"' in str(form["fiscal_year"])


def test_required_fields_say_what_is_missing():
    assert StrictForm({}).errors == {
        "value": ["数値を入力してください。"],
        "done_on": ["日付を入力してください。"],
        "fiscal_year": ["年度を入力してください。"],
    }


def test_stored_values_appear_as_pages_write_them():
    stored = {"value": Decimal("100000.0000"), "done_on": date(2026, 4, 1), "fiscal_year": 2019}
    form = ResultForm(initial=stored)

    assert form["value"].value() == "100,000"
    assert form["done_on"].value() == "令和8年4月1日"
    assert form["fiscal_year"].value() == "令和元年度"


def test_another_writing_of_the_stored_value_is_no_change():
    stored = {"value": Decimal("1000.0000"), "done_on": date(2026, 4, 1), "fiscal_year": 2026}
    same = {"value": "１，０００", "done_on": "2026/4/1", "fiscal_year": "R8"}

    assert ResultForm(same, initial=stored).changed_data == []
    assert ResultForm(same | {"value": "1001"}, initial=stored).changed_data == ["value"]
    assert ResultForm(same | {"value": "x"}, initial=stored).changed_data == ["value"]
    assert ResultForm(same | {"value": ""}, initial=stored).changed_data == ["value"]


def test_values_given_by_code_are_read_like_texts():
    assert NumberField().clean(Decimal("1E+5")) == Decimal("100000")
    assert JapaneseDateField().clean(date(2026, 4, 1)) == date(2026, 4, 1)
    assert FiscalYearField().clean(2026) == 2026


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        (NumberField(), "0.12345", "小数が4桁を超えています。小数は4桁までで入力してください。"),
        (NumberField(), "100000000000", WHOLE),
        (NumberField(), "▲100,000,000,000", WHOLE),
        (NumberField(decimal_places=0), "1.5", "小数は使えません。整数で入力してください。"),
    ],
)
def test_number_that_the_column_cannot_hold_is_refused(field, text, message):
    with pytest.raises(ValidationError) as refused:
        field.clean(text)

    assert refused.value.messages == [f"「{text}」は読み取れません。{message}"]


def test_largest_and_finest_numbers_of_the_column_pass():
    assert NumberField().clean("99999999999.9999") == Decimal("99999999999.9999")
    assert NumberField(decimal_places=0).clean("12.0") == Decimal(12)


def test_number_box_asks_for_a_numeric_keyboard():
    form = ResultForm()

    assert 'inputmode="decimal"' in str(form["value"])
    assert 'autocomplete="off"' in str(form["done_on"])
    assert 'inputmode="text"' in str(form["done_on"])


@pytest.mark.parametrize("key", [str(2**63), "9" * 50, "R99", "\N{SUPERSCRIPT TWO}"])
def test_key_that_no_row_can_have_is_refused_in_words(db, key):
    with pytest.raises(ValidationError) as refused:
        RowsField(Division.objects.all()).clean(["1", key])
    assert key in refused.value.messages[0]
