import django.db.models.deletion
from django.db import migrations, models

import measures.naming
import sakado_dx.organization.days
import sakado_dx.search_keys


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organization", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Direction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="番号")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="名称")),
                (
                    "other_readings",
                    models.JSONField(blank=True, default=list, verbose_name="別の表記"),
                ),
            ],
            options={
                "verbose_name": "施策の方向性",
                "verbose_name_plural": "施策の方向性",
                "ordering": ["policy", "number"],
            },
            bases=(measures.naming.DirectionNaming, models.Model),
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=30, verbose_name="不変の番号")),
                ("name", models.CharField(max_length=200, verbose_name="指標名")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="単位")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("number", "数値（目標年度に達する）"),
                            ("annual_minimum", "毎年の下限"),
                            ("expansion", "拡充（当初の値から増やす）"),
                            ("milestone", "達成時期"),
                            ("qualitative", "言葉による目標"),
                        ],
                        max_length=15,
                        verbose_name="種類",
                    ),
                ),
                (
                    "sense",
                    models.CharField(
                        choices=[("up", "大きいほどよい"), ("down", "小さいほどよい")],
                        default="up",
                        max_length=5,
                        verbose_name="向き",
                    ),
                ),
                (
                    "measured_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stock", "年度末の状態・累計"),
                            ("flow", "年度中の量"),
                            ("rate", "割合"),
                            ("period_total", "計画期間の累計で判定（年度ごとの量を入力）"),
                        ],
                        max_length=12,
                        verbose_name="測り方",
                    ),
                ),
                (
                    "printed",
                    models.CharField(blank=True, max_length=300, verbose_name="計画の表記"),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="注記")),
                (
                    "definition",
                    models.TextField(blank=True, verbose_name="定義（算定式・出典・基準日など）"),
                ),
                (
                    "period_from",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="累計の最初の年度"
                    ),
                ),
                (
                    "numerator_name",
                    models.CharField(blank=True, max_length=100, verbose_name="分子"),
                ),
                (
                    "denominator_name",
                    models.CharField(blank=True, max_length=100, verbose_name="分母"),
                ),
            ],
            options={
                "verbose_name": "指標",
                "verbose_name_plural": "指標",
                "ordering": ["plan", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=30, verbose_name="不変の番号")),
                ("code", models.CharField(max_length=30, verbose_name="番号")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
                ("name", models.CharField(max_length=200, verbose_name="施策名")),
                (
                    "name_in_matrix",
                    models.CharField(blank=True, max_length=200, verbose_name="体系表での名称"),
                ),
                ("group", models.CharField(blank=True, max_length=200, verbose_name="中分類")),
                ("summary", models.TextField(blank=True, verbose_name="概要")),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="計画の該当箇所"),
                ),
                (
                    "other_readings",
                    models.JSONField(blank=True, default=list, verbose_name="別の表記"),
                ),
                (
                    "first_day",
                    models.DateField(
                        blank=True, null=True, verbose_name="開始日（計画の途中で加わったとき）"
                    ),
                ),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="終了日")),
                (
                    "direction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="measures.direction",
                        verbose_name="施策の方向性",
                    ),
                ),
                (
                    "related",
                    models.ManyToManyField(
                        blank=True, to="measures.measure", verbose_name="関連する施策"
                    ),
                ),
            ],
            options={
                "verbose_name": "個別施策",
                "verbose_name_plural": "個別施策",
                "ordering": ["plan", "order", "pk"],
            },
            bases=(measures.naming.MeasureNaming, models.Model),
        ),
        migrations.CreateModel(
            name="MeasureDivision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="並び順（先頭が主管課）"
                    ),
                ),
                ("in_detail", models.BooleanField(default=True, verbose_name="個別施策の欄にある")),
                ("in_matrix", models.BooleanField(default=True, verbose_name="体系表にある")),
                ("first_day", models.DateField(blank=True, null=True, verbose_name="開始日")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="終了日")),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_divisions",
                        to="organization.division",
                        verbose_name="所管課",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measure_divisions",
                        to="measures.measure",
                        verbose_name="施策",
                    ),
                ),
            ],
            options={
                "verbose_name": "施策の所管課",
                "verbose_name_plural": "施策の所管課",
                "ordering": ["measure", "order", "pk"],
            },
            bases=(sakado_dx.organization.days.Dated, models.Model),
        ),
        migrations.AddField(
            model_name="measure",
            name="divisions",
            field=models.ManyToManyField(
                related_name="measures",
                through="measures.MeasureDivision",
                to="organization.division",
            ),
        ),
        migrations.CreateModel(
            name="MeasureIndicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "label",
                    models.CharField(default="成果目標", max_length=20, verbose_name="呼び名"),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measure_indicators",
                        to="measures.indicator",
                        verbose_name="指標",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measure_indicators",
                        to="measures.measure",
                        verbose_name="施策",
                    ),
                ),
            ],
            options={
                "verbose_name": "施策の指標",
                "verbose_name_plural": "施策の指標",
                "ordering": ["measure", "order", "pk"],
            },
        ),
        migrations.AddField(
            model_name="indicator",
            name="measures",
            field=models.ManyToManyField(
                related_name="indicators",
                through="measures.MeasureIndicator",
                to="measures.measure",
            ),
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="計画の名称")),
                ("city", models.CharField(max_length=60, verbose_name="市区町村")),
                (
                    "city_code",
                    models.CharField(blank=True, max_length=6, verbose_name="団体コード"),
                ),
                ("first_fiscal_year", models.PositiveSmallIntegerField(verbose_name="最初の年度")),
                ("last_fiscal_year", models.PositiveSmallIntegerField(verbose_name="最後の年度")),
                (
                    "review_every",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="見直しの間隔（年）"
                    ),
                ),
                (
                    "level_names",
                    models.JSONField(blank=True, default=list, verbose_name="階層の呼び名"),
                ),
                (
                    "code_label",
                    models.CharField(
                        default="I", max_length=20, verbose_name="第1階層の番号の書き方"
                    ),
                ),
                (
                    "mark_names",
                    models.JSONField(blank=True, default=list, verbose_name="三つの判定の呼び名"),
                ),
                (
                    "publishes_self_assessment",
                    models.BooleanField(default=False, verbose_name="自己評価も公表する"),
                ),
                ("position", models.TextField(blank=True, verbose_name="計画の位置付け")),
                (
                    "frame_source",
                    models.CharField(blank=True, max_length=200, verbose_name="枠組みの該当箇所"),
                ),
                (
                    "laws",
                    models.JSONField(blank=True, default=list, verbose_name="根拠となる法令等"),
                ),
                ("challenges", models.JSONField(blank=True, default=list, verbose_name="課題")),
                ("bodies", models.JSONField(blank=True, default=list, verbose_name="推進体制")),
                (
                    "other_readings",
                    models.JSONField(blank=True, default=list, verbose_name="別の表記"),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="measures.plan",
                        verbose_name="前の計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "計画",
                "verbose_name_plural": "計画",
                "ordering": ["first_fiscal_year", "pk"],
            },
            bases=(measures.naming.PlanNaming, models.Model),
        ),
        migrations.CreateModel(
            name="MeetingKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="会議")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="順位（大きいほど上位）"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meeting_kinds",
                        to="measures.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "会議の種類",
                "verbose_name_plural": "会議の種類",
                "ordering": ["plan", "order", "pk"],
            },
        ),
        migrations.AddField(
            model_name="measure",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measures",
                to="measures.plan",
                verbose_name="計画",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="indicators",
                to="measures.plan",
                verbose_name="計画",
            ),
        ),
        migrations.CreateModel(
            name="EffectKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="効果")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="effect_kinds",
                        to="measures.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "取組の主な効果",
                "verbose_name_plural": "取組の主な効果",
                "ordering": ["plan", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ChronologyEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年（西暦）")),
                ("month", models.PositiveSmallIntegerField(verbose_name="月")),
                ("event", models.CharField(max_length=300, verbose_name="内容")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                (
                    "search_key",
                    sakado_dx.search_keys.SearchKeyField(
                        blank=True,
                        default="",
                        editable=False,
                        sources=("event",),
                        verbose_name="検索用の表記",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chronology",
                        to="measures.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "主なデジタル関連施策",
                "verbose_name_plural": "主なデジタル関連施策",
                "ordering": ["plan", "year", "month", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlanWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "vocabulary",
                    models.CharField(
                        choices=[("progress", "進捗"), ("outlook", "今後の方針")],
                        max_length=10,
                        verbose_name="区分",
                    ),
                ),
                ("word", models.CharField(max_length=30, verbose_name="言葉")),
                ("meaning", models.CharField(max_length=20, verbose_name="意味")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="measures.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "進捗と今後の方針の言葉",
                "verbose_name_plural": "進捗と今後の方針の言葉",
                "ordering": ["plan", "vocabulary", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="番号")),
                (
                    "label",
                    models.CharField(
                        blank=True, editable=False, max_length=20, verbose_name="番号の表記"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("aim", models.TextField(blank=True, verbose_name="ねらい")),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="計画の該当箇所"),
                ),
                (
                    "other_readings",
                    models.JSONField(blank=True, default=list, verbose_name="別の表記"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="policies",
                        to="measures.plan",
                        verbose_name="計画",
                    ),
                ),
            ],
            options={
                "verbose_name": "基本方針",
                "verbose_name_plural": "基本方針",
                "ordering": ["plan", "number"],
            },
            bases=(measures.naming.PolicyNaming, models.Model),
        ),
        migrations.AddField(
            model_name="direction",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="directions",
                to="measures.policy",
                verbose_name="基本方針",
            ),
        ),
        migrations.CreateModel(
            name="YearlyDirection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("printed", models.CharField(blank=True, max_length=60, verbose_name="計画の表記")),
                ("resolved", models.CharField(blank=True, max_length=60, verbose_name="内容")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="yearly_directions",
                        to="measures.measure",
                        verbose_name="施策",
                    ),
                ),
            ],
            options={
                "verbose_name": "年度別の方向性",
                "verbose_name_plural": "年度別の方向性",
                "ordering": ["measure", "fiscal_year"],
            },
        ),
        migrations.CreateModel(
            name="IndicatorTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "role",
                    models.CharField(
                        choices=[("target", "目標"), ("baseline", "当初値・現状値")],
                        default="target",
                        max_length=10,
                        verbose_name="区分",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=15, null=True, verbose_name="値"
                    ),
                ),
                (
                    "year_assumed",
                    models.BooleanField(default=False, verbose_name="年度は計画に明記なし"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出典")),
                (
                    "applies_from",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="適用する最初の年度（0は計画の初めから）"
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="決定日")),
                ("withdrawn", models.BooleanField(default=False, verbose_name="取り下げた")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="改定の理由")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="measures.indicator",
                        verbose_name="指標",
                    ),
                ),
            ],
            options={
                "verbose_name": "目標値",
                "verbose_name_plural": "目標値",
                "ordering": ["indicator", "fiscal_year", "role", "applies_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "fiscal_year", "role", "applies_from"),
                        name="indicator_target_unique",
                        violation_error_message="この年度の値は既に登録されています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn", False),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="indicator_target_withdrawn_has_reason",
                        violation_error_message="目標を取り下げるときは、理由を入力してください。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EffectRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mark",
                    models.CharField(
                        choices=[("primary", "◎"), ("secondary", "○")],
                        max_length=10,
                        verbose_name="印",
                    ),
                ),
                (
                    "effect_kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="measures.effectkind",
                        verbose_name="効果",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="effects",
                        to="measures.measure",
                        verbose_name="施策",
                    ),
                ),
            ],
            options={
                "verbose_name": "効果",
                "verbose_name_plural": "効果",
                "ordering": ["measure", "effect_kind__order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "effect_kind"),
                        name="effect_rating_unique",
                        violation_error_message="この効果の印は既に登録されています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["primary", "secondary"])),
                        name="effect_mark_known",
                        violation_error_message="印は◎か○で入力してください。",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="measuredivision",
            constraint=models.UniqueConstraint(
                fields=("measure", "division", "first_day"),
                name="measure_division_unique",
                violation_error_message="この課は同じ開始日で既に登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="measuredivision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("first_day__isnull", True)),
                fields=("measure", "division"),
                name="measure_division_unique_open",
                violation_error_message="この課は既に登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="measuredivision",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_detail", True), ("in_matrix", True), _connector="OR"),
                name="measure_division_listed_somewhere",
                violation_error_message="所管課は体系表か個別施策の欄のどちらかにあるものです。",
            ),
        ),
        migrations.AddConstraint(
            model_name="measuredivision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_day__isnull", True),
                    ("first_day__isnull", True),
                    ("last_day__gte", models.F("first_day")),
                    _connector="OR",
                ),
                name="measure_division_days_in_order",
                violation_error_message="終了日は開始日以後の日にしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureindicator",
            constraint=models.UniqueConstraint(
                fields=("measure", "indicator"),
                name="measure_indicator_unique",
                violation_error_message="この指標は既にこの施策に登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                fields=("city", "title"),
                name="plan_title_unique",
                violation_error_message="同じ名称の計画が既に登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_fiscal_year__gte", models.F("first_fiscal_year"))),
                name="plan_years_in_order",
                violation_error_message="計画の最後の年度は、最初の年度以後にしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingkind",
            constraint=models.UniqueConstraint(
                fields=("plan", "name"),
                name="meeting_kind_unique",
                violation_error_message="同じ名称の会議が既に登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(
                fields=("plan", "key"),
                name="measure_key_unique",
                violation_error_message="同じ不変の番号の施策が既にあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(
                fields=("plan", "code"),
                name="measure_code_unique",
                violation_error_message="同じ番号の施策が既にあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), models.Q(("code", ""), _negated=True)
                ),
                name="measure_has_code_and_name",
                violation_error_message="施策の番号と名称を入力してください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(
                fields=("plan", "key"),
                name="indicator_key_unique",
                violation_error_message="同じ不変の番号の指標が既にあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["milestone", "qualitative"]),
                    models.Q(("unit", ""), _negated=True),
                    _connector="OR",
                ),
                name="indicator_number_has_unit",
                violation_error_message="数値の指標には単位を入力してください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "number"),
                    models.Q(("measured_as", "period_total"), _negated=True),
                    _connector="OR",
                ),
                name="indicator_period_total_is_number",
                violation_error_message="計画期間の累計で判定できるのは、数値の指標だけです。",
            ),
        ),
        migrations.AddConstraint(
            model_name="effectkind",
            constraint=models.UniqueConstraint(
                fields=("plan", "name"),
                name="effect_kind_unique",
                violation_error_message="同じ効果が既に登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="chronologyevent",
            constraint=models.UniqueConstraint(
                fields=("plan", "year", "month", "event"),
                name="chronology_event_unique",
                violation_error_message="同じ年月と内容の行が既にあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="chronologyevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__gte", 1), ("month__lte", 12)),
                name="chronology_month_in_year",
                violation_error_message="月は1から12までの数で入力してください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="planword",
            constraint=models.UniqueConstraint(
                fields=("plan", "vocabulary", "word"),
                name="plan_word_unique",
                violation_error_message="同じ言葉が既に登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="planword",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "meaning__in",
                            (
                                "not_started",
                                "ahead",
                                "on_track",
                                "slightly_late",
                                "late",
                                "done",
                                "suspended",
                                "cancelled",
                                "merged",
                                "not_evaluated",
                            ),
                        ),
                        ("vocabulary", "progress"),
                    ),
                    models.Q(
                        (
                            "meaning__in",
                            (
                                "continue",
                                "expand",
                                "review",
                                "shrink",
                                "merge",
                                "suspend",
                                "abolish",
                                "finish",
                            ),
                        ),
                        ("vocabulary", "outlook"),
                    ),
                    _connector="OR",
                ),
                name="plan_word_meaning_known",
                violation_error_message="言葉の意味は決められたものから選んでください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.UniqueConstraint(
                fields=("plan", "number"),
                name="policy_number_unique",
                violation_error_message="同じ番号の基本方針が既にあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="direction",
            constraint=models.UniqueConstraint(
                fields=("policy", "number"),
                name="direction_number_unique",
                violation_error_message="同じ番号の施策の方向性が既にあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearlydirection",
            constraint=models.UniqueConstraint(
                fields=("measure", "fiscal_year"),
                name="yearly_direction_unique",
                violation_error_message="この年度の方向性は既に登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearlydirection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resolved", "⇒"), _negated=True),
                    models.Q(
                        models.Q(("resolved", ""), _negated=True), ("printed", ""), _connector="OR"
                    ),
                ),
                name="yearly_direction_resolved",
                violation_error_message="年度別の方向性の内容を、⇒ではなく言葉で入力してください。",
            ),
        ),
    ]
