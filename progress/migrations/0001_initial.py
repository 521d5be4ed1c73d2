import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("measures", "0001_initial"),
        ("organization", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "manner",
                    models.CharField(
                        choices=[
                            ("each", "個別に審議"),
                            ("rest", "その他は事務局案のとおり了承"),
                            ("amended", "修正のうえ了承（事務局一任）"),
                        ],
                        default="each",
                        max_length=8,
                        verbose_name="決め方",
                    ),
                ),
                (
                    "taken_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("meeting", "ほかの会議の決定"),
                            ("secretariat", "事務局案"),
                            ("division", "自己評価"),
                        ],
                        max_length=12,
                        verbose_name="採った判定",
                    ),
                ),
                ("opinion", models.TextField(blank=True, max_length=1000, verbose_name="意見")),
                ("is_public", models.BooleanField(default=False, verbose_name="意見を公表する")),
                ("at", models.DateTimeField(verbose_name="記録日時")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="記録した人",
                    ),
                ),
                (
                    "judgement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="measures.planword",
                        verbose_name="判定",
                    ),
                ),
                (
                    "outlook",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="measures.planword",
                        verbose_name="今後の方針",
                    ),
                ),
            ],
            options={
                "verbose_name": "会議の決定",
                "verbose_name_plural": "会議の決定",
                "ordering": ["report", "meeting__held_on", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.TextField(max_length=1000, verbose_name="指摘事項")),
                ("due", models.DateField(verbose_name="期限")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "対応待ち"),
                            ("answered", "回答済み"),
                            ("accepted", "完了"),
                        ],
                        default="open",
                        editable=False,
                        max_length=8,
                        verbose_name="状態",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="版"),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="progress.decision",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="organization.division",
                        verbose_name="所管課",
                    ),
                ),
            ],
            options={
                "verbose_name": "指摘事項",
                "verbose_name_plural": "指摘事項",
                "ordering": ["due", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="会議")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="順位（大きいほど上位）"
                    ),
                ),
                ("held_on", models.DateField(verbose_name="開催日")),
                ("is_written", models.BooleanField(default=False, verbose_name="書面による開催")),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="場所")),
                (
                    "minutes_name",
                    models.CharField(blank=True, max_length=200, verbose_name="議事録のファイル名"),
                ),
                (
                    "minutes_stored_as",
                    models.CharField(blank=True, max_length=100, verbose_name="議事録の保存名"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登録した人",
                    ),
                ),
                (
                    "members",
                    models.ManyToManyField(
                        blank=True, related_name="meetings", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "会議",
                "verbose_name_plural": "会議",
                "ordering": ["-held_on", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="progress.meeting",
            ),
        ),
        migrations.CreateModel(
            name="ProgressNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("noted_on", models.DateField(verbose_name="日付")),
                ("text", models.TextField(max_length=1000, verbose_name="メモ")),
                ("at", models.DateTimeField(verbose_name="登録日時")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた人",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="measures.measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "経過メモ",
                "verbose_name_plural": "経過メモ",
                "ordering": ["measure", "-noted_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ProgressReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "actual_direction",
                    models.CharField(blank=True, max_length=60, verbose_name="実際の方向性"),
                ),
                (
                    "progress_reason",
                    models.TextField(blank=True, max_length=1000, verbose_name="進捗の理由"),
                ),
                (
                    "done",
                    models.TextField(blank=True, max_length=2000, verbose_name="取り組んだこと"),
                ),
                (
                    "public_text",
                    models.TextField(blank=True, max_length=2000, verbose_name="公表用の記載"),
                ),
                ("effects", models.TextField(blank=True, max_length=1000, verbose_name="効果")),
                ("issues", models.TextField(blank=True, max_length=1000, verbose_name="課題")),
                (
                    "next_work",
                    models.TextField(blank=True, max_length=1000, verbose_name="次年度の取組"),
                ),
                (
                    "initial_budget",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="当初予算額（千円）"
                    ),
                ),
                (
                    "revised_budget",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="補正後予算額（千円）"
                    ),
                ),
                (
                    "settled_amount",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="決算額（千円）"
                    ),
                ),
                (
                    "carried_over",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="うち繰越額（千円）"
                    ),
                ),
                ("funding", models.CharField(blank=True, max_length=200, verbose_name="財源")),
                (
                    "secretariat_note",
                    models.TextField(blank=True, max_length=1000, verbose_name="事務局の所見"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "未入力"),
                            ("draft", "下書き"),
                            ("returned", "差戻し"),
                            ("submitted", "提出済み"),
                            ("confirmed", "事務局確認済み"),
                            ("evaluated", "評価済み"),
                        ],
                        default="not_started",
                        editable=False,
                        max_length=12,
                        verbose_name="状態",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="版"),
                ),
                (
                    "is_unchanged",
                    models.BooleanField(default=False, verbose_name="前年度と変更なし"),
                ),
                (
                    "is_unlocked",
                    models.BooleanField(default=False, editable=False, verbose_name="締め解除中"),
                ),
                (
                    "withheld",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="公表しない項目"
                    ),
                ),
                (
                    "head_name",
                    models.CharField(blank=True, max_length=80, verbose_name="確認した所属長"),
                ),
                (
                    "head_confirmed_on",
                    models.DateField(blank=True, null=True, verbose_name="所属長の確認日"),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="提出日時"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="確認日時"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="measures.measure",
                        verbose_name="施策",
                    ),
                ),
                (
                    "outlook",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="measures.planword",
                        verbose_name="今後の方針",
                    ),
                ),
                (
                    "progress",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="measures.planword",
                        verbose_name="進捗",
                    ),
                ),
                (
                    "second_judgement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="measures.planword",
                        verbose_name="事務局案",
                    ),
                ),
                (
                    "taken_decision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="progress.decision",
                        verbose_name="評価に採った決定",
                    ),
                ),
            ],
            options={
                "verbose_name": "進捗報告",
                "verbose_name_plural": "進捗報告",
                "ordering": ["year", "measure__order"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ファイル名")),
                ("kind", models.CharField(max_length=5, verbose_name="種類")),
                ("stored_as", models.CharField(max_length=100, unique=True, verbose_name="保存名")),
                ("size", models.PositiveIntegerField(verbose_name="大きさ（バイト）")),
                ("sha256", models.CharField(max_length=64, verbose_name="ハッシュ")),
                ("at", models.DateTimeField(verbose_name="添付日時")),
                (
                    "removed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="外した日時"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="添付した人",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="外した人",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="progress.progressreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "証拠資料",
                "verbose_name_plural": "証拠資料",
                "ordering": ["report", "at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="progress.progressreport",
            ),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("settle", "確定"), ("correct", "訂正")],
                        max_length=8,
                        verbose_name="種類",
                    ),
                ),
                ("place", models.CharField(max_length=60, verbose_name="箇所")),
                ("label", models.CharField(max_length=200, verbose_name="箇所の名称")),
                ("before", models.JSONField(null=True, verbose_name="誤")),
                ("after", models.JSONField(null=True, verbose_name="正")),
                ("reason", models.TextField(max_length=1000, verbose_name="理由")),
                ("proposed_at", models.DateTimeField(verbose_name="申出日時")),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="確認日時"),
                ),
                (
                    "dropped_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="取りやめた日時"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="確認した人",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申し出た人",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="progress.progressreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "確定・訂正",
                "verbose_name_plural": "確定・訂正",
                "ordering": ["report", "proposed_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_named", models.BooleanField(default=False, verbose_name="事務局が指名")),
                (
                    "text",
                    models.TextField(blank=True, max_length=1000, verbose_name="取り組んだこと"),
                ),
                (
                    "share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=15,
                        null=True,
                        verbose_name="数値の内訳",
                    ),
                ),
                ("has_nothing", models.BooleanField(default=False, verbose_name="該当なし")),
                (
                    "version",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="版"),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="回答日時"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="回答した人",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="organization.division",
                        verbose_name="所管課",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="progress.progressreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "関係課の記載",
                "verbose_name_plural": "関係課の記載",
                "ordering": ["report", "division__order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "manner",
                    models.CharField(
                        choices=[
                            ("in_portal", "ポータルでの決裁"),
                            ("recorded", "文書での決裁"),
                            ("delegated", "代決"),
                            ("acting", "職務代理"),
                        ],
                        max_length=10,
                        verbose_name="決裁の方法",
                    ),
                ),
                ("approved_on", models.DateField(verbose_name="決裁日")),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=60, verbose_name="文書番号"),
                ),
                ("approver", models.CharField(max_length=80, verbose_name="決裁者")),
                ("at", models.DateTimeField(verbose_name="記録日時")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="効力を失った日時"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作した人",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="progress.progressreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "決裁",
                "verbose_name_plural": "決裁",
                "ordering": ["report", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("undone", "決定と食い違う"),
                            ("outlook", "今後の方針"),
                            ("off_course", "進捗"),
                            ("missed", "目標未達"),
                            ("contradiction", "進捗と実績の食い違い"),
                            ("slip", "方向性のずれ"),
                            ("no_figure", "実績なし"),
                            ("disagreement", "判定の相違"),
                            ("new", "新規"),
                            ("follow_up", "前回の指摘"),
                            ("by_hand", "事務局が追加"),
                        ],
                        max_length=14,
                        verbose_name="主な理由",
                    ),
                ),
                ("causes", models.JSONField(blank=True, default=list, verbose_name="理由")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="並び順")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda",
                        to="progress.meeting",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="progress.progressreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "議題",
                "verbose_name_plural": "議題",
                "ordering": ["meeting", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField(verbose_name="版")),
                ("content", models.JSONField(verbose_name="公表内容")),
                ("cause", models.CharField(max_length=200, verbose_name="理由")),
                ("published_on", models.DateField(verbose_name="公表日")),
                ("at", models.DateTimeField(verbose_name="記録日時")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="取り下げた日時"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="公表した人",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="progress.progressreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "公表",
                "verbose_name_plural": "公表",
                "ordering": ["report", "edition"],
            },
        ),
        migrations.CreateModel(
            name="ReportSnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField(verbose_name="版")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("close", "締め"),
                            ("reevaluation", "締め解除後の評価"),
                            ("correction", "訂正"),
                            ("settlement", "確定"),
                            ("migration", "移行"),
                        ],
                        max_length=12,
                        verbose_name="理由",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="日時")),
                ("code", models.CharField(max_length=30, verbose_name="番号")),
                ("name", models.CharField(max_length=200, verbose_name="施策名")),
                ("divisions", models.CharField(blank=True, max_length=500, verbose_name="所管課")),
                ("state", models.CharField(max_length=12, verbose_name="状態")),
                ("progress", models.CharField(blank=True, max_length=30, verbose_name="進捗")),
                ("meaning", models.CharField(blank=True, max_length=20, verbose_name="進捗の意味")),
                ("outlook", models.CharField(blank=True, max_length=30, verbose_name="今後の方針")),
                (
                    "outlook_meaning",
                    models.CharField(blank=True, max_length=20, verbose_name="今後の方針の意味"),
                ),
                ("whose", models.CharField(blank=True, max_length=12, verbose_name="採用した判定")),
                ("policy", models.PositiveBigIntegerField(default=0, verbose_name="第1階層")),
                (
                    "planned",
                    models.CharField(blank=True, max_length=60, verbose_name="計画の方向性"),
                ),
                (
                    "actual",
                    models.CharField(blank=True, max_length=60, verbose_name="実際の方向性"),
                ),
                ("order", models.PositiveIntegerField(default=0, verbose_name="並び順")),
                ("content", models.JSONField(verbose_name="内容")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="progress.progressreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "締めた年度の控え",
                "verbose_name_plural": "締めた年度の控え",
                "ordering": ["report", "edition"],
            },
        ),
        migrations.CreateModel(
            name="ReviewYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "opened_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="受付開始日"
                    ),
                ),
                ("report_due", models.DateField(verbose_name="報告の締切日")),
                (
                    "confirm_due",
                    models.DateField(blank=True, null=True, verbose_name="事務局確認の締切日"),
                ),
                (
                    "meeting_on",
                    models.DateField(blank=True, null=True, verbose_name="推進会議の開催日"),
                ),
                (
                    "head_may_be_recorded",
                    models.BooleanField(
                        default=False,
                        help_text="入力担当が、所属長の氏名と確認日を記録して提出できるようにします。",
                        verbose_name="所属長確認の記録による提出を認める",
                    ),
                ),
                ("publish_on", models.DateField(blank=True, null=True, verbose_name="公表日")),
                (
                    "asks_approval",
                    models.BooleanField(
                        default=False,
                        help_text="公表の前に、CDO・政策会議の決裁（または決裁の記録）を必要とします。",
                        verbose_name="決裁を求める",
                    ),
                ),
                (
                    "notice",
                    models.TextField(blank=True, max_length=2000, verbose_name="所管課への案内"),
                ),
                (
                    "is_migrated",
                    models.BooleanField(default=False, editable=False, verbose_name="移行した年度"),
                ),
                (
                    "is_sample",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="サンプルデータ"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="締めた日時"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_years",
                        to="measures.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "年度の進捗管理",
                "verbose_name_plural": "年度の進捗管理",
                "ordering": ["-fiscal_year"],
            },
        ),
        migrations.AddField(
            model_name="progressreport",
            name="year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="progress.reviewyear",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="progress.reviewyear",
            ),
        ),
        migrations.CreateModel(
            name="DeadlineExtension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("report_due", models.DateField(verbose_name="延長後の締切日")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.division",
                        verbose_name="所管課",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="progress.reviewyear",
                    ),
                ),
            ],
            options={
                "verbose_name": "締切の延長",
                "verbose_name_plural": "締切の延長",
                "ordering": ["year", "division__order"],
            },
        ),
        migrations.CreateModel(
            name="StatusChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("save", "保存"),
                            ("submit", "提出"),
                            ("withdraw", "引戻し"),
                            ("comment", "所見"),
                            ("send_back", "差戻し"),
                            ("confirm", "事務局確認"),
                            ("evaluate", "評価"),
                            ("approve", "決裁"),
                            ("publish", "公表"),
                            ("unpublish", "公表取下げ"),
                            ("reopen", "再修正"),
                            ("unlock", "締め解除"),
                            ("withhold", "公表項目の変更"),
                        ],
                        max_length=10,
                        verbose_name="操作",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("not_started", "未入力"),
                            ("draft", "下書き"),
                            ("returned", "差戻し"),
                            ("submitted", "提出済み"),
                            ("confirmed", "事務局確認済み"),
                            ("evaluated", "評価済み"),
                        ],
                        max_length=12,
                        verbose_name="前の状態",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("not_started", "未入力"),
                            ("draft", "下書き"),
                            ("returned", "差戻し"),
                            ("submitted", "提出済み"),
                            ("confirmed", "事務局確認済み"),
                            ("evaluated", "評価済み"),
                        ],
                        max_length=12,
                        verbose_name="後の状態",
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="版")),
                ("on_behalf", models.BooleanField(default=False, verbose_name="代行")),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
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
                        default="page",
                        max_length=10,
                        verbose_name="入口",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="日時")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作した人",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="progress.progressreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "状態の記録",
                "verbose_name_plural": "状態の記録",
                "ordering": ["report", "version"],
            },
        ),
        migrations.CreateModel(
            name="WarningAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="注意の種類")),
                ("answer", models.CharField(max_length=300, verbose_name="説明")),
                ("at", models.DateTimeField(verbose_name="日時")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた人",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="warning_answers",
                        to="progress.progressreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "注意への説明",
                "verbose_name_plural": "注意への説明",
                "ordering": ["report", "code"],
            },
        ),
        migrations.CreateModel(
            name="YearChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("open", "年度を開く"),
                            ("change", "日程などの変更"),
                            ("close", "締め"),
                            ("load_history", "移行"),
                        ],
                        max_length=12,
                        verbose_name="操作",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                ("at", models.DateTimeField(verbose_name="日時")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作した人",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="progress.reviewyear",
                    ),
                ),
            ],
            options={
                "verbose_name": "年度の記録",
                "verbose_name_plural": "年度の記録",
                "ordering": ["year", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FollowUpEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("answer", "回答"),
                            ("ask_again", "再度の依頼"),
                            ("accept", "完了の確認"),
                        ],
                        max_length=10,
                        verbose_name="操作",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="内容")),
                ("at", models.DateTimeField(verbose_name="日時")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="書いた人",
                    ),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="progress.followup",
                    ),
                ),
            ],
            options={
                "verbose_name": "指摘事項の経過",
                "verbose_name_plural": "指摘事項の経過",
                "ordering": ["follow_up", "at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verb", "accept"),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="follow_up_entry_has_text",
                        violation_error_message="回答や依頼の内容を入力してください。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("reported", "実績あり"),
                            ("not_reported", "未報告"),
                            ("not_applicable", "対象外"),
                            ("not_yet_measured", "測定前"),
                            ("being_compiled", "集計中"),
                        ],
                        default="not_reported",
                        max_length=16,
                        verbose_name="状況",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=15,
                        null=True,
                        verbose_name="実績値",
                    ),
                ),
                ("done", models.BooleanField(blank=True, null=True, verbose_name="達成")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="達成日")),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="状況の説明")),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("estimate", "見込"),
                            ("preliminary", "速報"),
                            ("settled", "確定"),
                        ],
                        default="settled",
                        max_length=12,
                        verbose_name="確からしさ",
                    ),
                ),
                (
                    "numerator",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=15, null=True, verbose_name="分子"
                    ),
                ),
                (
                    "denominator",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=15, null=True, verbose_name="分母"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="補足")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="measures.indicator",
                        verbose_name="指標",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="progress.progressreport",
                        verbose_name="報告",
                    ),
                ),
            ],
            options={
                "verbose_name": "実績値",
                "verbose_name_plural": "実績値",
                "ordering": ["indicator", "fiscal_year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "fiscal_year"),
                        name="result_unique",
                        violation_error_message="この指標のこの年度の実績は既に登録されています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    ("value__isnull", False),
                                    ("done__isnull", False),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                ("status", "reported"),
                            ),
                            models.Q(
                                models.Q(("status", "reported"), _negated=True),
                                ("done__isnull", True),
                                ("done_on__isnull", True),
                                ("value__isnull", True),
                                ("words", ""),
                            ),
                            _connector="OR",
                        ),
                        name="result_held_only_when_reported",
                        violation_error_message="実績ありのときは値などを入力し、それ以外のときは空欄にしてください。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_on__isnull", True), ("done", True), _connector="OR"
                        ),
                        name="result_done_on_needs_done",
                        violation_error_message="達成日は、達成したときだけ入力してください。",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("meeting", "report"),
                name="decision_unique",
                violation_error_message="この会議の決定は既に記録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_public", False), models.Q(("opinion", ""), _negated=True), _connector="OR"
                ),
                name="decision_public_opinion_not_empty",
                violation_error_message="公表する意見を入力してください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="correction_needs_second_person",
                violation_error_message="確定と訂正は、申し出た人とは別の人が確認します。",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="correction_has_reason",
                violation_error_message="理由を入力してください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.UniqueConstraint(
                fields=("report", "division"),
                name="contribution_unique",
                violation_error_message="この課は既に関係課に入っています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("has_nothing", False),
                    models.Q(("share__isnull", True), ("text", "")),
                    _connector="OR",
                ),
                name="contribution_nothing_is_empty",
                violation_error_code="has_nothing",
                violation_error_message="該当なしのときは、記載と数値を空欄にしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("report",),
                name="approval_one_in_force",
                violation_error_message="この報告は既に決裁されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("manner", "in_portal"),
                    models.Q(("document_number", ""), _negated=True),
                    _connector="OR",
                ),
                name="approval_record_has_number",
                violation_error_message="文書での決裁には文書番号を入力してください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                fields=("meeting", "report"),
                name="agenda_item_unique",
                violation_error_message="この施策は既に議題にあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(
                fields=("report", "edition"),
                name="publication_edition_unique",
                violation_error_message="この版は既に公表されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportsnapshot",
            constraint=models.UniqueConstraint(
                fields=("report", "edition"),
                name="snapshot_edition_unique",
                violation_error_message="この版の控えは既にあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewyear",
            constraint=models.UniqueConstraint(
                fields=("plan", "fiscal_year"),
                name="review_year_unique",
                violation_error_message="この年度は既に開かれています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewyear",
            constraint=models.CheckConstraint(
                condition=models.Q(("report_due__gte", models.F("opened_on"))),
                name="review_year_due_after_opening",
                violation_error_code="report_due",
                violation_error_message="報告の締切日は、受付開始日以後の日にしてください。",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirm_due__isnull", True),
                    ("confirm_due__gte", models.F("report_due")),
                    _connector="OR",
                ),
                name="review_year_confirm_after_report",
                violation_error_code="confirm_due",
                violation_error_message="事務局確認の締切日は、報告の締切日以後の日にしてください。",
            ),
        ),
        migrations.AddIndex(
            model_name="progressreport",
            index=models.Index(fields=["year", "state"], name="report_year_state"),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.UniqueConstraint(
                fields=("year", "measure"),
                name="report_unique",
                violation_error_message="この年度のこの施策の報告は既にあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["not_started", "draft", "returned", "submitted", "confirmed", "evaluated"],
                    )
                ),
                name="report_state_known",
                violation_error_message="報告の状態が決められたものではありません。",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["submitted", "confirmed", "evaluated"]), _negated=True),
                    models.Q(
                        ("outlook__isnull", False),
                        ("progress__isnull", False),
                        models.Q(("done", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="report_submitted_is_complete",
                violation_error_message="提出する報告には、進捗、取り組んだこと、今後の方針が必要です。",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "not_started"), ("version__gt", 0), _connector="OR"),
                name="report_version_grows_with_state",
                violation_error_message="報告の版が状態と合いません。",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                fields=("year", "kind", "held_on"),
                name="meeting_unique",
                violation_error_message="同じ日の同じ会議が既に登録されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadlineextension",
            constraint=models.UniqueConstraint(
                fields=("year", "division"),
                name="deadline_extension_unique",
                violation_error_message="この課の締切は既に延長されています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="statuschange",
            constraint=models.UniqueConstraint(
                fields=("report", "version"),
                name="status_change_once_per_version",
                violation_error_message="この版の記録は既にあります。",
            ),
        ),
        migrations.AddConstraint(
            model_name="statuschange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True),
                    models.Q(
                        ("on_behalf", False),
                        models.Q(
                            ("verb__in", ["send_back", "unpublish", "reopen", "unlock"]),
                            _negated=True,
                        ),
                    ),
                    _connector="OR",
                ),
                name="status_change_has_reason",
                violation_error_message="差戻し、代行、公表取下げ、再修正、締め解除には理由が必要です。",
            ),
        ),
        migrations.AddConstraint(
            model_name="warninganswer",
            constraint=models.UniqueConstraint(
                fields=("report", "code"),
                name="warning_answer_unique",
                violation_error_message="この注意への説明は既にあります。",
            ),
        ),
    ]
