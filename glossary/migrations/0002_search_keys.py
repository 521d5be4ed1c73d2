"""Give terms and their other spellings their search keys; rows that stand already get theirs."""

from django.db import migrations

import sakado_dx.search_keys


def write_keys(apps, schema_editor):
    for model in ("Term", "TermAlias"):
        for row in apps.get_model("glossary", model).objects.all():
            row.save(update_fields=["search_key"])


class Migration(migrations.Migration):
    dependencies = [("glossary", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="term",
            name="search_key",
            field=sakado_dx.search_keys.SearchKeyField(
                blank=True,
                default="",
                editable=False,
                sources=("term", "reading"),
                verbose_name="検索用の表記",
            ),
        ),
        migrations.AddField(
            model_name="termalias",
            name="search_key",
            field=sakado_dx.search_keys.SearchKeyField(
                blank=True,
                default="",
                editable=False,
                sources=("alias",),
                verbose_name="検索用の表記",
            ),
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop),
    ]
