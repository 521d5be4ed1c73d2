"""What the database and the forms refuse of a system."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from model_bakery import baker

from systems_inventory.models import InformationSystem, SystemAmount
from systems_inventory.words import STANDARD_WORKS


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"network_zone": "庁内"}, "ネットワークは「基幹系」「LGWAN系」"),
        ({"hosting": "棚"}, "設置の形態は「クラウド」「オンプレミス」"),
        ({"standard_state": "済"}, "標準化の状況は「対象外」「着手前」"),
        ({"cloud_state": "済"}, "ガバメントクラウドの状況は「対象外」"),
        (
            {"contract_from": "2024-04-01", "contract_to": "2024-03-31"},
            "契約の終了日は、開始日以後の日にしてください。",
        ),
    ],
)
def test_a_system_keeps_known_words_and_days_in_order(plan, values, said):
    system = InformationSystem(plan=plan, name="台帳", **values)
    with pytest.raises(ValidationError) as refused:
        system.validate_constraints()
    assert said in str(refused.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        system.save()


def test_only_the_twenty_works_can_be_named(plan):
    assert len(STANDARD_WORKS) == len(set(STANDARD_WORKS)) == 20
    with pytest.raises(ValidationError, match="「窓口」は標準化対象の20業務にありません。"):
        InformationSystem(plan=plan, name="台帳", standard_works=["国民年金", "窓口"]).full_clean()


def test_an_amount_tells_something_and_stands_once_a_year(plan):
    system = baker.make(InformationSystem, plan=plan, name="台帳")
    with pytest.raises(IntegrityError), transaction.atomic():
        SystemAmount.objects.create(system=system, fiscal_year=2024)
    SystemAmount.objects.create(system=system, fiscal_year=2024, budget=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        SystemAmount.objects.create(system=system, fiscal_year=2024, spent=1)
    assert system.amounts.get().both == ("0", "記載なし")
    with pytest.raises(IntegrityError), transaction.atomic():
        SystemAmount.objects.create(system=system, fiscal_year=2, budget=0)
    with pytest.raises(ValidationError, match="1990から2200までの西暦"):
        SystemAmount(system=system, fiscal_year=2, budget=0).full_clean()
