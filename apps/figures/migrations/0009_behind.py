from django.db import migrations, models


def find_what_is_behind(apps, schema_editor):
    """Of what was derived before: in order, so that what stands behind an import is known before what was made of it."""
    imports = apps.get_model("figures", "Import").objects
    behind = {}
    for each in imports.filter(derivation__isnull=False).only("made_from").order_by("pk"):
        direct = {pk for one in each.made_from.get("inputs", ()) for pk, _release in one["imports"]}
        behind[each.pk] = sorted(direct.union(*(behind.get(pk, ()) for pk in direct)))
        imports.filter(pk=each.pk).update(behind=behind[each.pk])


class Migration(migrations.Migration):

    dependencies = [
        ("figures", "0008_one_person_asked"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="behind",
            field=models.JSONField(
                blank=True, default=list, help_text="Those, and whatever stands behind them in turn."
            ),
        ),
        migrations.RunPython(find_what_is_behind, migrations.RunPython.noop),
    ]
