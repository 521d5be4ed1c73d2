"""The glossary in the read API: public, as the plan is."""

from django.db.models import Prefetch
from rest_framework import serializers

from glossary.models import Term, TermAlias
from glossary.views import in_gojuon
from measures.models import Plan
from sakado_dx.resources.fields import Texts
from sakado_dx.resources.pages import Sparse
from sakado_dx.resources.query import PageQuery, Text
from sakado_dx.resources.serving import ListView


class Aliases(Texts):
    """The other spellings of a term."""

    def get_attribute(self, instance: Term) -> list[str]:
        return [each.alias for each in instance.aliases.all()]


class TermRow(Sparse):
    """A term of the plan."""

    always = ("term",)
    term = serializers.CharField(help_text="用語")
    reading = serializers.CharField(help_text="よみ（なければ空）")
    explanation = serializers.CharField(help_text="説明")
    aliases = Aliases(help_text="別の表記")


class TermQuery(PageQuery):
    """The filters of the glossary."""

    q = Text(help_text="用語、よみ、別の表記に含まれる言葉（空白で区切ると、すべてを含むもの）")


class TermList(ListView):
    """The glossary."""

    tag = "用語"
    summary = "用語の一覧"
    told = "計画の用語集を、五十音の順に返します。"
    query_class = TermQuery
    serializer_class = TermRow

    def rows(self, asked: dict) -> list[Term]:
        """All that match, since their order is no database's."""
        terms = Term.objects.of_plan(Plan.objects.current()).matching(asked.get("q", ""))
        aliases = TermAlias.objects.order_by("pk")
        return in_gojuon(terms.prefetch_related(Prefetch("aliases", aliases)))
