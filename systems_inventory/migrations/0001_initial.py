import django.db.models.deletion
from django.db import migrations, models

import sakado_dx.search_keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("measures", "0001_initial"),
        ("organization", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="InformationSystem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="業務システム名")),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[("基幹系", "基幹系"), ("GIS", "GIS")],
                        max_length=10,
                        verbose_name="区分",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                (
                    "search_key",
                    sakado_dx.search_keys.SearchKeyField(
                        blank=True,
                        default="",
                        editable=False,
                        sources=("name",),
                        verbose_name="検索用の表記",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="information_systems",
                        to="measures.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "情報処理システム",
                "verbose_name_plural": "情報処理システム",
                "ordering": ["plan", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="InventoryNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_of", models.CharField(max_length=40, verbose_name="時点")),
                ("notes", models.JSONField(blank=True, default=list, verbose_name="注記")),
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inventory_note",
                        to="measures.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "情報システム一覧の注記",
                "verbose_name_plural": "情報システム一覧の注記",
            },
        ),
        migrations.CreateModel(
            name="SystemDivision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="system_divisions",
                        to="organization.division",
                        verbose_name="課名等",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="system_divisions",
                        to="systems_inventory.informationsystem",
                        verbose_name="システム",
                    ),
                ),
            ],
            options={
                "verbose_name": "システムの課",
                "verbose_name_plural": "システムの課",
                "ordering": ["system", "order", "pk"],
            },
        ),
        migrations.AddField(
            model_name="informationsystem",
            name="divisions",
            field=models.ManyToManyField(
                related_name="information_systems",
                through="systems_inventory.SystemDivision",
                to="organization.division",
            ),
        ),
        migrations.AddConstraint(
            model_name="systemdivision",
            constraint=models.UniqueConstraint(
                fields=("system", "division"),
                name="system_division_unique",
                violation_error_message="この課は既に登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="informationsystem",
            constraint=models.UniqueConstraint(
                fields=("plan", "name"),
                name="system_name_unique",
                violation_error_message="同じ名称のシステムが既に登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="informationsystem",
            constraint=models.CheckConstraint(
                condition=models.Q(("category__in", ["", "基幹系", "GIS"])),
                name="system_category_known",
                violation_error_message="区分は「基幹系」「GIS」か空欄にしてください。",
            ),
        ),
    ]
