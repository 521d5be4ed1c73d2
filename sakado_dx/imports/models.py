"""What came in from files: a row for each import, under which the audit record groups; and what the
columns of own tables were chosen to be (README: 取込)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from sakado_dx.records.acting import Door
from sakado_dx.records.models import AuditRecord

UNDO = "undo:"  # what an undo wrote is another group of records than what it undid


class ImportQuerySet(models.QuerySet):
    def with_people(self):
        return self.select_related("by", "undone_by")

    def newest_key(self) -> int:
        """The number of the newest one, 0 for none."""
        return self.aggregate(newest=models.Max("pk"))["newest"] or 0

    def made_after(self, number: int):
        """Those that came after the one of this number, in their order."""
        return self.filter(pk__gt=number).order_by("pk")


class Import(models.Model):
    """One file that was taken in, whole: written with its rows, in their transaction.

    `key` names it to the audit record, and to the request that asks for it: the same request
    twice is one import. `kind` says which list it is (what knows how to take it in and back),
    `title` and `scope` the same in words. Of a command without a person `by` is empty, and
    `by_name` the command's name.
    """

    key = models.CharField("取込の記号", max_length=32, unique=True)
    kind = models.SlugField("種類", max_length=40)
    title = models.CharField("一覧", max_length=100)
    scope = models.CharField("範囲", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="取り込んだ人",
        null=True, blank=True,
    )  # fmt: skip
    by_name = models.CharField("取り込んだ人の名", max_length=200)
    at = models.DateTimeField("取り込んだ日時", default=timezone.now)
    door = models.CharField("入口", max_length=10, choices=Door)
    file_name = models.CharField("ファイル", max_length=255)
    file_hash = models.CharField("ファイルの照合用の値（SHA-256）", max_length=64)
    file_size = models.PositiveBigIntegerField("ファイルの大きさ（バイト）")
    added = models.PositiveIntegerField("追加した行", default=0)
    changed = models.PositiveIntegerField("変更した行", default=0)
    unchanged = models.PositiveIntegerField("変更のない行", default=0)
    reason = models.TextField("理由", blank=True)
    undone_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="取り消した人",
        null=True, blank=True,
    )  # fmt: skip
    undo_reason = models.TextField("取り消した理由", blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "取込"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undo_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undo_reason="")),
                name="import_undone_says_who_and_why",
                violation_error_message="取り消した取込には、日時と人と理由が必要です。",
            ),
            models.CheckConstraint(
                condition=Q(added__gt=0) | Q(changed__gt=0),
                name="import_changes_something",
                violation_error_message="何も変えない取込は、記録しません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.file_name}）"

    def get_absolute_url(self) -> str:
        return reverse("progress:import_detail", args=[self.pk])

    @property
    def undo_key(self) -> str:
        """What names its undo to the audit record."""
        return f"{UNDO}{self.key}"

    @property
    def records(self) -> models.QuerySet:
        """What the audit record says of it, in the order in which it was written."""
        return AuditRecord.objects.of_import(self.key)

    @property
    def records_with_undo(self) -> models.QuerySet:
        """The same, and what its undo wrote."""
        keys = [self.key, self.undo_key]
        return AuditRecord.objects.filter(import_key__in=keys).order_by("pk")

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None


class ColumnChoice(models.Model):
    """What the columns of somebody's own table were chosen to be: proposed for the next table of
    that list (`kind`), to everybody. `header` is the mark of its headings, `roles` what each of
    them was chosen for."""

    kind = models.SlugField("種類", max_length=40)
    header = models.CharField("見出しの行の照合用の値（SHA-256）", max_length=64)
    roles = models.JSONField("列の対応", default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="選んだ人"
    )
    at = models.DateTimeField("選んだ日時", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "列の対応"
        ordering = ["kind", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "header"],
                name="column_choice_unique",
                violation_error_message="この見出しの行の列の対応は、既に登録されています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {'、'.join(self.roles)}"


def of_record(record: AuditRecord) -> Import | None:
    """The import that a record was written in, or undone in."""
    key = record.import_key.removeprefix(UNDO)
    return Import.objects.filter(key=key).first() if key else None
