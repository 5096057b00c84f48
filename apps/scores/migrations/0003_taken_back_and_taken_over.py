import django.db.models.deletion
from django.db import migrations, models


def fill_instead_of(apps, _schema_editor):
    """What was published before 0002: the latest publication of each run knows which run readers saw until then."""
    Run = apps.get_model("scores", "Run")
    known = set(Run.objects.values_list("pk", flat=True))
    events = apps.get_model("activity", "Event").objects.filter(verb="run.published").order_by("pk")
    before = dict(events.values_list("subject_id", "details"))
    for run in Run.objects.filter(pk__in=before, instead_of__isnull=True):
        former = before[run.pk].get("instead_of")
        if former in known:
            run.instead_of_id = former
            run.save(update_fields=["instead_of"])


class Migration(migrations.Migration):
    dependencies = [
        ("activity", "0005_fill_notification_scope"),
        ("scores", "0002_studies"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="taken_back_at",
            field=models.DateTimeField(
                blank=True,
                null=True,
                help_text="When it was unpublished; empty while it is not, or was published again.",
            ),
        ),
        migrations.AddField(
            model_name="runtier",
            name="taken_over",
            field=models.ForeignKey(
                blank=True,
                help_text="The run that these scores were taken over from: they follow from the same inputs.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="scores.run",
            ),
        ),
        migrations.RunPython(fill_instead_of, migrations.RunPython.noop),
    ]
