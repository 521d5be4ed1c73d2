"""What came after is told by versions and keys, since a clock may be set back."""

from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce


def fill_versions(apps, schema_editor):
    """Of what was recorded before: the moments are all that tells it."""
    model = {
        name: apps.get_model("progress", name).objects
        for name in (
            "ProgressReport", "StatusChange", "Decision",
            "MeasureReview", "MeasureReviewChange", "ReviewDecision",
        )
    }  # fmt: skip
    changes, reviewed = model["StatusChange"], model["MeasureReviewChange"]
    submitted = _newest(changes.filter(report=OuterRef("pk"), verb="submit"), "report")
    confirmed = _newest(changes.filter(report=OuterRef("pk"), verb="confirm"), "report")
    reports = model["ProgressReport"]
    reports.filter(submitted_at__isnull=False).update(submitted_version=Coalesce(submitted, 0))
    reports.filter(confirmed_at__isnull=False).update(confirmed_version=Coalesce(confirmed, 0))
    before = changes.filter(report=OuterRef("report"), at__lte=OuterRef("at"))
    model["Decision"].update(version=Coalesce(_newest(before, "report"), 0))
    handed_in = reviewed.filter(measure_review=OuterRef("pk"), verb="submit")
    papers = model["MeasureReview"].filter(submitted_at__isnull=False)
    papers.update(submitted_version=Coalesce(_newest(handed_in, "measure_review"), 0))
    before = reviewed.filter(measure_review=OuterRef("measure_review"), at__lte=OuterRef("at"))
    model["ReviewDecision"].update(version=Coalesce(_newest(before, "measure_review"), 0))


def _newest(changes, of):
    """The version that the newest of these changes of a row led to."""
    newest = changes.order_by().values(of).annotate(newest=Max("version"))
    return Subquery(newest.values("newest"))


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0021_fill_public_tables"),
    ]

    operations = [
        migrations.AddField(
            "decision",
            "version",
            models.PositiveIntegerField("報告の版", default=0, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            "reviewdecision",
            "version",
            models.PositiveIntegerField("調書の版", default=0, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            "progressreport",
            "submitted_version",
            models.PositiveIntegerField("提出の版", null=True, editable=False),
        ),
        migrations.AddField(
            "progressreport",
            "confirmed_version",
            models.PositiveIntegerField("確認の版", null=True, editable=False),
        ),
        migrations.AddField(
            "measurereview",
            "submitted_version",
            models.PositiveIntegerField("提出の版", null=True, editable=False),
        ),
        migrations.AlterModelOptions(
            name="approvedreport",
            options={
                "ordering": ["report", "pk"],
                "verbose_name": "決裁の対象",
                "verbose_name_plural": "決裁の対象",
            },
        ),
        migrations.AlterModelOptions(
            name="contentcheck",
            options={
                "ordering": ["report", "pk"],
                "verbose_name": "内容確認",
                "verbose_name_plural": "内容確認",
            },
        ),
        migrations.AlterModelOptions(
            name="correction",
            options={
                "ordering": ["report", "pk"],
                "verbose_name": "確定・訂正",
                "verbose_name_plural": "確定・訂正",
            },
        ),
        migrations.AlterModelOptions(
            name="decision",
            options={
                "ordering": ["report", "meeting__held_on", "pk"],
                "verbose_name": "会議の決定",
                "verbose_name_plural": "会議の決定",
            },
        ),
        migrations.AlterModelOptions(
            name="disposal",
            options={
                "ordering": ["year", "pk"],
                "verbose_name": "年度の廃棄・移管",
                "verbose_name_plural": "年度の廃棄・移管",
            },
        ),
        migrations.AlterModelOptions(
            name="evidencefile",
            options={
                "ordering": ["report", "pk"],
                "verbose_name": "証拠資料",
                "verbose_name_plural": "証拠資料",
            },
        ),
        migrations.AlterModelOptions(
            name="followupentry",
            options={
                "ordering": ["follow_up", "pk"],
                "verbose_name": "指摘事項の経過",
                "verbose_name_plural": "指摘事項の経過",
            },
        ),
        migrations.AlterModelOptions(
            name="letter",
            options={"ordering": ["-pk"], "verbose_name": "文書", "verbose_name_plural": "文書"},
        ),
        migrations.AlterModelOptions(
            name="pack",
            options={
                "ordering": ["-pk"],
                "verbose_name": "配付資料",
                "verbose_name_plural": "配付資料",
            },
        ),
        migrations.AlterModelOptions(
            name="planrevision",
            options={
                "ordering": ["-pk"],
                "verbose_name": "計画の見直し",
                "verbose_name_plural": "計画の見直し",
            },
        ),
        migrations.AlterModelOptions(
            name="reviewdecision",
            options={
                "ordering": ["meeting__held_on", "pk"],
                "verbose_name": "見直しの会議の決定",
                "verbose_name_plural": "見直しの会議の決定",
            },
        ),
        migrations.AlterModelOptions(
            name="yearchange",
            options={
                "ordering": ["year", "pk"],
                "verbose_name": "年度の記録",
                "verbose_name_plural": "年度の記録",
            },
        ),
        migrations.RunPython(fill_versions, migrations.RunPython.noop, elidable=True),
    ]
