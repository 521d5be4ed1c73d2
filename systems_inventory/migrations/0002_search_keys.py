"""Give information systems their search keys; rows that stand already get theirs."""

from django.db import migrations

import sakado_dx.search_keys


def write_keys(apps, schema_editor):
    for row in apps.get_model("systems_inventory", "InformationSystem").objects.all():
        row.save(update_fields=["search_key"])


class Migration(migrations.Migration):
    dependencies = [("systems_inventory", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="informationsystem",
            name="search_key",
            field=sakado_dx.search_keys.SearchKeyField(
                blank=True,
                default="",
                editable=False,
                sources=("name",),
                verbose_name="検索用の表記",
            ),
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop),
    ]
