"""了承済みの遅れ: a meeting accepts that a measure is behind until a day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0022_order_by_key"),
    ]

    operations = [
        migrations.AddField(
            "decision",
            "accepted_until",
            models.DateField("遅れを了承する期限", null=True, blank=True),
        ),
    ]
