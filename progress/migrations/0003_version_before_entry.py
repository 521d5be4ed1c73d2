from django.db import migrations, models


class Migration(migrations.Migration):
    """A report that is not begun may have a version: unlocking and withholding count too."""

    dependencies = [("progress", "0002_yearly_cycle")]

    operations = [
        migrations.RemoveConstraint(
            model_name="progressreport", name="report_version_grows_with_state"
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "not_started"), ("version__gt", 0), _connector="OR"),
                name="report_version_grows_with_state",
                violation_error_message="報告の版が状態と合いません。",
            ),
        ),
    ]
