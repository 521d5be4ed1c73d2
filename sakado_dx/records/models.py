"""The audit record: rows that triggers write and `seal_audit` chains; nothing else does."""

from django.db import models
from django.db.models import Q

from sakado_dx.records.acting import Door
from sakado_dx.records.mail import MailCause, OutgoingMail

__all__ = ["AuditContext", "AuditRecord", "MailCause", "OutgoingMail"]


class AuditQuerySet(models.QuerySet):
    def sealed(self):
        return self.filter(sequence__isnull=False)

    def unsealed(self):
        return self.filter(sequence__isnull=True)

    def of_import(self, key: str):
        """What was written in one import, in its order."""
        return self.filter(import_key=key).order_by("pk")

    def newest_first(self):
        return self.order_by("-pk")

    def tells_deleted(self, model: type[models.Model], pk: object, *, by: models.Model) -> bool:
        """Whether this person deleted the row: by an earlier click of the same button."""
        rows = self.filter(table_name=model._meta.db_table, row_key=str(pk), actor_id=str(by.pk))
        return rows.filter(operation=AuditRecord.Operation.DELETE).exists()

    def sorted_by(self, column: str, descending: bool = False):
        """By `at`: as they were written, or the newest first."""
        return self.newest_first() if descending else self.order_by("pk")


class AuditRecord(models.Model):
    """One row that was inserted, changed or deleted: before, after, and who did it.

    `before` and `after` are JSON as the database wrote it (empty: there was no row). The
    actor is kept by number and name, without a reference: the record outlives everything.
    `import_key` is the key of the import that the change is part of (imports/models.py).
    `sequence`, `previous` and `seal` are empty until `seal_audit` has chained the record, `salt`
    and `digest` too (digests.py; older seals have none). One that was disposed of has the
    number of the disposal and no contents (disposing.py).
    """

    class Operation(models.TextChoices):
        INSERT = "insert", "追加"
        UPDATE = "update", "変更"
        DELETE = "delete", "削除"
        TRUNCATE = "truncate", "全件削除"
        DISPOSE = "dispose", "廃棄"

    # What a disposal empties.
    CONTENTS = ("before", "after", "actor_id", "actor_name", "reason")

    table_name = models.CharField("表", max_length=63)
    row_key = models.CharField("行の番号", max_length=100)
    operation = models.CharField("操作", max_length=8, choices=Operation)
    before = models.TextField("前", blank=True)
    after = models.TextField("後", blank=True)
    at = models.DateTimeField("日時")
    actor_id = models.CharField("操作した人の番号", max_length=20, blank=True)
    actor_name = models.TextField("操作した人", blank=True)
    door = models.CharField("入口", max_length=10, choices=Door)
    reason = models.TextField("理由", blank=True)
    import_key = models.CharField("取込", max_length=40, blank=True)
    sequence = models.PositiveBigIntegerField("連番", null=True, unique=True)
    previous = models.CharField("前の封印", max_length=64, blank=True)
    seal = models.CharField("封印", max_length=64, blank=True)
    salt = models.CharField("照合用の値のもと", max_length=32, blank=True)
    digest = models.CharField("内容の照合用の値", max_length=64, blank=True)
    disposal = models.CharField("廃棄番号", max_length=100, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作の記録"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sequence__isnull=True, previous="", seal="")
                | Q(sequence__isnull=False, sequence__gte=1) & ~Q(previous="") & ~Q(seal=""),
                name="audit_sealed_from_one",
                violation_error_message="封印した記録には、1からの連番が要ります。",
            ),
            models.CheckConstraint(
                condition=Q(disposal="")
                | Q(
                    sequence__isnull=False,
                    before="",
                    after="",
                    actor_id="",
                    actor_name="",
                    reason="",
                    salt="",
                ),
                name="audit_disposed_is_empty",
                violation_error_message="廃棄した記録には、内容がありません。",
            ),
        ]
        indexes = [
            models.Index(fields=["table_name", "row_key"], name="audit_row"),
            models.Index(fields=["actor_id"], name="audit_actor"),
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["import_key"], name="audit_import", condition=~Q(import_key="")),
            models.Index(fields=["id"], name="audit_unsealed", condition=Q(sequence__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.table_name} {self.row_key} {self.get_operation_display()}"


class AuditContext(models.Model):
    """Who acts in the running transaction: SQLite's one row (acting.py), empty in between."""

    actor_id = models.TextField(blank=True)
    actor_name = models.TextField(blank=True)
    door = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    import_key = models.TextField(blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "操作中の人"

    def __str__(self) -> str:
        return self.actor_name
