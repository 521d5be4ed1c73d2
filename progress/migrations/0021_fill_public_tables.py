"""新旧対照表 and 概要 of revisions whose 公表日 was set before these were kept with it."""

from django.db import migrations

from measures.models import Plan
from progress.models import PlanChange, PlanEdition, PlanRevision
from progress.revisions.public_table import table_of_base


def fill_public_tables(apps, schema_editor):
    """Of the edition that each changed, so that nothing is read of tables as they are later."""
    revisions = apps.get_model("progress", "PlanRevision").objects
    found = revisions.filter(
        published_on__isnull=False, public_table__isnull=True, state__in=("decided", "applied")
    )
    for kept in found.select_related("plan", "base").order_by("pk"):
        revision = as_today(PlanRevision, kept)
        revision.plan = as_today(Plan, kept.plan)
        revision.base = as_today(PlanEdition, kept.base)
        lines = [as_today(PlanChange, each) for each in kept.changes.order_by("pk")]
        kept.public_table = table_of_base(revision, lines)
        kept.save(update_fields=["public_table"])


def as_today(model, kept):
    """A row of then as one of today's model, which knows more words: it is never saved."""
    names = {each.attname for each in model._meta.concrete_fields}
    values = {each.attname: getattr(kept, each.attname) for each in kept._meta.concrete_fields}
    return model(**{name: value for name, value in values.items() if name in names})


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0020_disposal"),
    ]

    operations = [
        migrations.RunPython(fill_public_tables, migrations.RunPython.noop, elidable=True),
    ]
