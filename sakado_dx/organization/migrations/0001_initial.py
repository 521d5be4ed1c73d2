import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import sakado_dx.organization.days
import sakado_dx.organization.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "このログインIDは既に使われています。"},
                        max_length=60,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9._@+-]+\\Z",
                                "ログインIDは半角の英数字と . _ @ + - で入力してください。",
                            )
                        ],
                        verbose_name="ログインID",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="氏名")),
                ("reading", models.CharField(blank=True, max_length=120, verbose_name="よみ")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="メール")),
                ("is_active", models.BooleanField(default=True, verbose_name="有効")),
                (
                    "is_sample",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="サンプル利用者"
                    ),
                ),
            ],
            options={
                "verbose_name": "利用者",
                "verbose_name_plural": "利用者",
                "ordering": ["reading", "username"],
            },
            bases=(sakado_dx.organization.models.RightsOfToday, models.Model),
        ),
        migrations.CreateModel(
            name="Division",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("reading", models.CharField(blank=True, max_length=200, verbose_name="よみ")),
                (
                    "kind",
                    models.CharField(
                        choices=[("division", "課等"), ("collective", "総称（各課など）")],
                        default="division",
                        max_length=10,
                        verbose_name="種別",
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
                ("first_day", models.DateField(blank=True, null=True, verbose_name="設置日")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="廃止日")),
                ("telephone", models.CharField(blank=True, max_length=40, verbose_name="電話")),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="メール（市民向け）"
                    ),
                ),
                (
                    "is_secretariat",
                    models.BooleanField(default=False, verbose_name="計画の事務局である"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organization.division",
                        verbose_name="部",
                    ),
                ),
                (
                    "successors",
                    models.ManyToManyField(
                        blank=True,
                        related_name="predecessors",
                        to="organization.division",
                        verbose_name="引継ぎ先",
                    ),
                ),
            ],
            options={
                "verbose_name": "所管課",
                "verbose_name_plural": "所管課",
                "ordering": ["order", "id"],
            },
            bases=(sakado_dx.organization.days.Dated, models.Model),
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reporter", "入力担当"),
                            ("deputy", "所属長代理"),
                            ("head", "所属長"),
                            ("promoter", "デジタル推進員"),
                        ],
                        max_length=10,
                        verbose_name="役割",
                    ),
                ),
                (
                    "first_day",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="開始日"
                    ),
                ),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="終了日")),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="organization.division",
                        verbose_name="所属",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
            ],
            options={
                "verbose_name": "所属",
                "verbose_name_plural": "所属",
                "ordering": ["division__order", "role", "first_day", "id"],
            },
            bases=(sakado_dx.organization.days.Dated, models.Model),
        ),
        migrations.CreateModel(
            name="PasswordLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "issued_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="発行日時"
                    ),
                ),
                (
                    "code_hash",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="照合用の値"
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="有効期限")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="使用日時")),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="発行した人",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="password_links",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
            ],
            options={
                "verbose_name": "ログイン用リンク",
                "verbose_name_plural": "ログイン用リンク",
                "ordering": ["-issued_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CityRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("secretariat", "事務局"),
                            ("council", "推進会議委員"),
                            ("executive", "CDO・政策会議"),
                            ("administrator", "システム管理者"),
                        ],
                        max_length=15,
                        verbose_name="全庁の役割",
                    ),
                ),
                (
                    "first_day",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="開始日"
                    ),
                ),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="終了日")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="city_roles",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="利用者",
                    ),
                ),
            ],
            options={
                "verbose_name": "全庁の役割",
                "verbose_name_plural": "全庁の役割",
                "ordering": ["role", "first_day", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "role", "first_day"),
                        name="city_role_unique",
                        violation_error_message="同じ役割が同じ開始日で登録されています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day__isnull", True),
                            ("first_day__isnull", True),
                            ("last_day__gte", models.F("first_day")),
                            _connector="OR",
                        ),
                        name="city_role_days_in_order",
                        violation_error_message="終了日は開始日以後の日にしてください。",
                    ),
                ],
            },
            bases=(sakado_dx.organization.days.Dated, models.Model),
        ),
        migrations.AddConstraint(
            model_name="division",
            constraint=models.UniqueConstraint(
                fields=("name", "first_day"),
                name="division_name_unique_per_first_day",
                violation_error_message="同じ名称の課が同じ設置日で登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="division",
            constraint=models.UniqueConstraint(
                condition=models.Q(("first_day__isnull", True)),
                fields=("name",),
                name="division_name_unique_open",
                violation_error_message="設置日のない同じ名称の課が既に登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="division",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="division_has_name",
                violation_error_message="課の名称を入力してください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="division",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_day__isnull", True),
                    ("first_day__isnull", True),
                    ("last_day__gte", models.F("first_day")),
                    _connector="OR",
                ),
                name="division_days_in_order",
                violation_error_message="終了日は開始日以後の日にしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("user", "division", "role", "first_day"),
                name="membership_unique",
                violation_error_message="同じ所属と役割が同じ開始日で登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_day__isnull", True),
                    ("first_day__isnull", True),
                    ("last_day__gte", models.F("first_day")),
                    _connector="OR",
                ),
                name="membership_days_in_order",
                violation_error_message="終了日は開始日以後の日にしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="passwordlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gte", models.F("issued_at"))),
                name="password_link_expires_after_issue",
                violation_error_message="有効期限は発行日時より後にしてください。",
            ),
        ),
    ]
