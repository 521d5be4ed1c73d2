"""What answers say of a measure's neighbours: other measures by their keys, other plans."""

from rest_framework import serializers

from measures.models import Measure
from sakado_dx.resources.fields import Texts
from sakado_dx.resources.pages import Answer


class RelatedKeys(Texts):
    """The keys of the measures that the plan names beside one."""

    def get_attribute(self, instance: Measure) -> list[str]:
        return [each.key for each in instance.related_read]


class SuccessorKeys(Texts):
    """The keys of the measures that go on with one that ended."""

    def get_attribute(self, instance: Measure) -> list[str]:
        return [each.key for each in instance.successors_read]


class PredecessorKeys(Texts):
    """The keys of the measures that one goes on with."""

    def get_attribute(self, instance: Measure) -> list[str]:
        return [each.key for each in instance.predecessors_read]


class Tag(Answer):
    """A measure's place in another plan."""

    kind = serializers.CharField(help_text="区分（国の重点取組、総合計画など）")
    name = serializers.CharField(help_text="そこでの名称")
    edition = serializers.CharField(help_text="その計画の版（なければ空）")
    first_day = serializers.DateField(
        allow_null=True, help_text="開始日（計画の初めからのものは null）"
    )
    last_day = serializers.DateField(allow_null=True, help_text="終了日（続いているものは null）")
