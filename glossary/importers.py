"""The glossary as a sheet: one row a term."""

from glossary.models import Term
from measures.importers.plan_sheets import PlanResource
from sakado_dx.spreadsheets.columns import Column, CountColumn, TextColumn
from sakado_dx.spreadsheets.related import NamesColumn


class TermResource(PlanResource):
    """Correct or add terms, matched by their spelling in the plan."""

    title = "用語"
    key_headings = ("用語",)
    creates_together = True

    class Meta:
        model = Term

    def make_columns(self) -> list[Column]:
        return [
            TextColumn("用語", "term", needed=True),
            TextColumn("よみ", "reading"),
            NamesColumn("別の表記", aliases_of, set_aliases),
            TextColumn("説明", "explanation"),
            TextColumn("計画の該当箇所", "source"),
            CountColumn("計画での順", "order"),
        ]

    def stored_rows(self):
        return (
            Term.objects.filter(plan=self.plan).prefetch_related("aliases").order_by("order", "pk")
        )

    def new_row(self, row) -> Term:
        return Term(plan=self.plan, order=self.next_order())


def aliases_of(term: Term) -> list[str]:
    if term.pk is None:
        return []
    return [each.alias for each in sorted(term.aliases.all(), key=lambda each: each.pk)]


def set_aliases(term: Term, aliases: list[str]) -> None:
    """The aliases in this order: they are shown in that of their making."""
    term.aliases.all().delete()
    for alias in aliases:
        term.aliases.create(alias=alias)
