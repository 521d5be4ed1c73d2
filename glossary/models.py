"""The plan's glossary: terms, how they are read, and their other spellings."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from measures.models import Plan
from sakado_dx.search_keys import SearchKeyField, search_words


class TermQuerySet(models.QuerySet):
    def of_plan(self, plan: Plan | None):
        return self.filter(plan=plan)

    def matching(self, query: str):
        """Terms whose name, reading or one other spelling holds every word of the query."""
        holds = Q()
        for word in search_words(query):
            holds &= Q(search_key__contains=word)
        if not holds:
            return self
        return self.filter(holds | Exists(TermAlias.objects.filter(holds, term=OuterRef("pk"))))


class Term(models.Model):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="terms", verbose_name="計画")
    term = models.CharField("用語", max_length=100)
    reading = models.CharField("よみ", max_length=150, blank=True)
    explanation = models.TextField("説明", blank=True)
    source = models.CharField("計画の該当箇所", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("計画での順", default=0)
    search_key = SearchKeyField("検索用の表記", sources=("term", "reading"))

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "用語"
        ordering = ["plan", "reading", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "term"],
                name="term_unique",
                violation_error_message="同じ用語が既に登録されています。",
            ),
            models.CheckConstraint(
                condition=~Q(term=""),
                name="term_not_empty",
                violation_error_message="用語を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        return f"{reverse('glossary:term_list')}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """The id of this term's entry on the glossary page."""
        return self.anchor_of(self.pk)

    @staticmethod
    def anchor_of(pk: int) -> str:
        return f"term-{pk}"

    @property
    def other_spellings(self) -> str:
        """``人工知能、Artificial Intelligence``, in the order of their making."""
        return "、".join(each.alias for each in self.aliases.all())


class TermAlias(models.Model):
    """Another spelling under which a term is found and linked."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="aliases", verbose_name="用語")
    alias = models.CharField("別の表記", max_length=150)
    search_key = SearchKeyField("検索用の表記", sources=("alias",))

    class Meta:
        verbose_name = verbose_name_plural = "別の表記"
        ordering = ["term", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "alias"],
                name="term_alias_unique",
                violation_error_message="同じ表記が既に登録されています。",
            )
        ]

    def __str__(self) -> str:
        return self.alias
