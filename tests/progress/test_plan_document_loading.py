"""Loading a document: everything or nothing, and the second time nothing."""

from measures.models import IndicatorTarget, Measure


def test_the_whole_plan_of_sakado_is_loaded(sakado_plan):
    assert sakado_plan.policies.count() == 6
    assert sakado_plan.measures.count() == 47
    assert sakado_plan.indicators.count() == 46
    assert IndicatorTarget.objects.count() == 58


def test_another_city_is_loaded_with_its_two_levels(invented_city):
    assert invented_city.policy_label == "柱"
    assert invented_city.direction_label == ""
    assert [measure.code for measure in Measure.objects.all()] == ["A1", "A2", "B1", "B2"]
