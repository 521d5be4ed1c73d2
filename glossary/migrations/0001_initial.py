import django.db.models.deletion
from django.db import migrations, models

import sakado_dx.search_keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("measures", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term", models.CharField(max_length=100, verbose_name="用語")),
                ("reading", models.CharField(blank=True, max_length=150, verbose_name="よみ")),
                ("explanation", models.TextField(blank=True, verbose_name="説明")),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="計画の該当箇所"),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="計画での順")),
                (
                    "search_key",
                    sakado_dx.search_keys.SearchKeyField(
                        blank=True,
                        default="",
                        editable=False,
                        sources=("term", "reading"),
                        verbose_name="検索用の表記",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="measures.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "用語",
                "verbose_name_plural": "用語",
                "ordering": ["plan", "reading", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TermAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("alias", models.CharField(max_length=150, verbose_name="別の表記")),
                (
                    "search_key",
                    sakado_dx.search_keys.SearchKeyField(
                        blank=True,
                        default="",
                        editable=False,
                        sources=("alias",),
                        verbose_name="検索用の表記",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="glossary.term",
                        verbose_name="用語",
                    ),
                ),
            ],
            options={
                "verbose_name": "別の表記",
                "verbose_name_plural": "別の表記",
                "ordering": ["term", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(
                fields=("plan", "term"),
                name="term_unique",
                violation_error_message="同じ用語が既に登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(("term", ""), _negated=True),
                name="term_not_empty",
                violation_error_message="用語を入力してください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="termalias",
            constraint=models.UniqueConstraint(
                fields=("term", "alias"),
                name="term_alias_unique",
                violation_error_message="同じ表記が既に登録されています。",
            ),
        ),
    ]
