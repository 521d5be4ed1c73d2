"""What the search looks into: the texts of all objects, as searches compare them."""

from django.db import models

LOCK = 7_310_555  # any number that nothing else locks by


class SearchText(models.Model):
    """The texts of one object, one part a line: as searches compare them, and as they are shown.

    Who may find it is nowhere kept here: the query asks for it, of the rows themselves and of the
    day (`Source.readable`). Written by `writing` alone, and made anew by `rebuild_search`.
    """

    kind = models.CharField("種類", max_length=20)
    object_id = models.PositiveBigIntegerField("行の番号")
    fiscal_year = models.PositiveSmallIntegerField("年度", null=True)
    # Before the text: on SQLite a column is read past all that stand before it.
    key = models.TextField("検索用の表記")
    text = models.TextField("文章")

    class Meta:
        verbose_name = verbose_name_plural = "検索する文章"
        ordering = ["kind", "object_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                name="search_text_unique",
                violation_error_message="同じ行の文章が既にあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
