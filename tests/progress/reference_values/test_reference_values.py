"""参考値: entered by the secretariat for years before a changed definition, judged nowhere."""

from decimal import Decimal

import pytest
from django.urls import reverse

from measures.models import Plan
from progress.models import ReferenceValue
from progress.reading.indicators import parts_of
from progress.reference_values.verbs import (
    add_reference_value,
    past_years,
    remove_reference_value,
)
from progress.workflow.refusals import NotAllowed
from tests.progress.conftest import make_indicator

pytestmark = pytest.mark.one_database
TOLD = {"fiscal_year": 2021, "value": Decimal("28.5"), "reason": "電子申請を加えた。"}


@pytest.fixture
def changed(world):
    """The world in a plan from R3 on, its indicator by a new definition since R5."""
    Plan.objects.filter(pk=world.plan.pk).update(first_fiscal_year=2021)
    world.indicator.predecessor = make_indicator(world.plan, "old")
    world.indicator.save()
    world.indicator.measure_indicators.update(first_fiscal_year=2023)
    world.indicator.refresh_from_db()
    return world


def add(world, by="secretariat", **more):
    add_reference_value(world.indicator, by=world.people[by], **TOLD | more)


def test_a_value_is_kept_once_and_taken_back(changed):
    add(changed)
    add(changed)
    (value,) = changed.indicator.reference_values.all()
    assert (value.fiscal_year, value.value) == (2021, Decimal("28.5"))
    remove_reference_value(value.pk, by=changed.people["secretariat"])
    remove_reference_value(value.pk, by=changed.people["secretariat"])
    assert not ReferenceValue.objects.exists()


def test_it_stands_in_the_picture_and_changes_no_judgement(changed):
    (before,) = parts_of(changed.measure, changed.year)
    add(changed)
    (after,) = parts_of(changed.measure, changed.year)
    assert [each.value for each in after.facts.past.references] == [Decimal("28.5")]
    assert after.judgement == before.judgement and after.figures == before.figures


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"by": "reporter"}, "参考値を登録できるのは、事務局です。"),
        (
            {"fiscal_year": 2023},
            "令和5年度には登録できません。令和3年度から令和4年度までの年度を選んでください。",
        ),
        (
            {"value": Decimal(1)},
            "令和3年度の参考値は既に登録されています。一覧から取り消してから、もう一度登録してください。",
        ),
    ],
)
def test_what_it_may_not_be(changed, more, sentence):
    add(changed)
    with pytest.raises(NotAllowed, match=sentence):
        add(changed, **more)


def test_an_unchanged_indicator_has_no_past_years(world):
    assert past_years(world.indicator) == range(0)
    with pytest.raises(NotAllowed, match="定義が変わった数値の指標"):
        add(world)


def test_the_page_takes_a_value_and_says_what_is_missing(changed, client):
    client.force_login(changed.people["secretariat"])
    address = reverse("progress:reference_value_list", args=[changed.indicator.pk])
    page = client.get(address).content.decode()
    assert "まだ登録されていません。" in page and "令和4年度" in page
    adding = reverse("progress:reference_value_add", args=[changed.indicator.pk])
    page = client.post(adding, {"fiscal_year": 2022, "value": "０"}).content.decode()
    assert "算定の方法を入力してください。" in page
    told = {"fiscal_year": 2022, "value": "０", "reason": "数え直した。"}
    page = client.post(adding, told, follow=True).content.decode()
    assert "令和4年度の参考値を登録しました。" in page and "0件" in page
    measure = client.get(changed.measure.get_absolute_url()).content.decode()
    assert f'<a href="{address}">「処理件数」の参考値を登録する</a>' in measure
    client.force_login(changed.people["reporter"])
    assert address not in client.get(changed.measure.get_absolute_url()).content.decode()
