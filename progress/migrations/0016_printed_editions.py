import json

from django.db import migrations, models

from progress.plan_document.exporting import dump
from progress.plan_editions.printed import printed_document


def cut_what_stands(apps, schema_editor):
    """What the editions written so far print."""
    editions = apps.get_model("progress", "PlanEdition").objects
    for edition in editions.only("document", "effective_on").iterator(chunk_size=1):
        document = json.loads(edition.document)
        edition.public_document = dump(printed_document(document, edition.effective_on))
        edition.save(update_fields=["public_document"])


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0015_review_decisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="planedition",
            name="public_document",
            field=models.TextField(
                blank=True, default="", editable=False, verbose_name="公表する計画の文書"
            ),
        ),
        migrations.RunPython(cut_what_stands, migrations.RunPython.noop, elidable=True),
    ]
