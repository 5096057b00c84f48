"""What was reached says so as its state, and what is said of each milestone now is the first version of it."""

from django.db import migrations


def fill(apps, schema_editor):
    Milestone = apps.get_model("initiatives", "Milestone")
    Version = apps.get_model("activity", "Version")
    Milestone.objects.filter(reached_on__isnull=False).update(state="reached")
    kept = Version.objects.filter(subject_kind="milestone").values("subject_id")
    first = {"subject_kind": "milestone", "number": 1, "by_label": "the platform"}
    rows = Milestone.objects.exclude(pk__in=kept).iterator()
    Version.objects.bulk_create((Version(**first, subject_id=each.pk, words=_words(each)) for each in rows), 500)


def _words(milestone):
    return {"title": milestone.title, "due": milestone.due.isoformat(), "owner": None}


class Migration(migrations.Migration):
    dependencies = [
        ("activity", "0002_notifications_and_versions"),
        ("initiatives", "0012_delivery_updates_and_risks"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
