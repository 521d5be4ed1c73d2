"""The plan's glossary: terms, how they are read, and their other spellings."""

from django.db import models
from django.db.models import Q

from measures.models import Plan


class Term(models.Model):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="terms")
    term = models.CharField("用語", max_length=100)
    reading = models.CharField("よみ", max_length=150, blank=True)
    explanation = models.TextField("説明", blank=True)
    source = models.CharField("計画の該当箇所", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("計画での順", default=0)

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


class TermAlias(models.Model):
    """Another spelling under which a term is found and linked."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="aliases")
    alias = models.CharField("別の表記", max_length=150)

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
