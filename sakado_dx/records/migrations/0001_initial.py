import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditContext",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor_id", models.TextField(blank=True)),
                ("actor_name", models.TextField(blank=True)),
                ("door", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "操作中の人",
                "verbose_name_plural": "操作中の人",
            },
        ),
        migrations.CreateModel(
            name="AuditRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table_name", models.CharField(max_length=63, verbose_name="表")),
                ("row_key", models.CharField(max_length=100, verbose_name="行の番号")),
                (
                    "operation",
                    models.CharField(
                        choices=[
                            ("insert", "追加"),
                            ("update", "変更"),
                            ("delete", "削除"),
                            ("truncate", "全件削除"),
                        ],
                        max_length=8,
                        verbose_name="操作",
                    ),
                ),
                ("before", models.TextField(blank=True, verbose_name="前")),
                ("after", models.TextField(blank=True, verbose_name="後")),
                ("at", models.DateTimeField(verbose_name="日時")),
                (
                    "actor_id",
                    models.CharField(blank=True, max_length=20, verbose_name="操作した人の番号"),
                ),
                ("actor_name", models.TextField(verbose_name="操作した人")),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("page", "画面"),
                            ("bulk", "一括操作"),
                            ("admin", "管理画面"),
                            ("import", "一括取込"),
                            ("load", "計画の読込"),
                            ("command", "コマンド"),
                            ("sql", "直接SQL"),
                        ],
                        max_length=10,
                        verbose_name="入口",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                (
                    "sequence",
                    models.PositiveBigIntegerField(null=True, unique=True, verbose_name="連番"),
                ),
                ("previous", models.CharField(blank=True, max_length=64, verbose_name="前の封印")),
                ("seal", models.CharField(blank=True, max_length=64, verbose_name="封印")),
            ],
            options={
                "verbose_name": "操作の記録",
                "verbose_name_plural": "操作の記録",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["table_name", "row_key"], name="audit_row"),
                    models.Index(fields=["actor_id"], name="audit_actor"),
                    models.Index(fields=["at"], name="audit_at"),
                    models.Index(
                        condition=models.Q(("sequence__isnull", True)),
                        fields=["id"],
                        name="audit_unsealed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="メールアドレス")),
                ("subject", models.CharField(max_length=200, verbose_name="件名")),
                ("body", models.TextField(verbose_name="本文")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="作成日時"
                    ),
                ),
                (
                    "not_before",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="次に送る日時"
                    ),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(default=0, verbose_name="送信の回数"),
                ),
                (
                    "claimed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="送信を始めた日時"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="送信日時")),
                (
                    "failed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="断念した日時"),
                ),
                (
                    "last_error",
                    models.CharField(blank=True, max_length=200, verbose_name="最後の誤り"),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="宛先",
                    ),
                ),
            ],
            options={
                "verbose_name": "送信メール",
                "verbose_name_plural": "送信メール",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="MailCause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cause", models.CharField(max_length=100, verbose_name="きっかけ")),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="causes",
                        to="records.outgoingmail",
                    ),
                ),
            ],
            options={
                "verbose_name": "メールのきっかけ",
                "verbose_name_plural": "メールのきっかけ",
            },
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                condition=models.Q(("failed_at", None), ("sent_at", None)),
                fields=["not_before"],
                name="outgoing_mail_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoingmail",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at", None), ("failed_at", None), _connector="OR"),
                name="outgoing_mail_sent_or_failed",
                violation_error_message="送信したメールは、断念したことにできません。",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailcause",
            constraint=models.UniqueConstraint(
                fields=("recipient", "cause"),
                name="mail_cause_once",
                violation_error_message="このきっかけのメールは、既に作られています。",
            ),
        ),
    ]
