"""What is said of a goal when versions begin to be kept is the first of them; who wrote it is not known."""

from django.db import migrations


def keep(apps, schema_editor):
    Contribution = apps.get_model("initiatives", "Contribution")
    Version = apps.get_model("activity", "Version")
    kept = Version.objects.filter(subject_kind="contribution").values("subject_id")
    first = {"subject_kind": "contribution", "number": 1, "by_label": "the platform"}
    rows = Contribution.objects.exclude(pk__in=kept).iterator()
    Version.objects.bulk_create((Version(**first, subject_id=each.pk, words=_words(each)) for each in rows), 500)


def _words(contribution):
    day = contribution.effect_from
    return {
        "mechanism": contribution.mechanism,
        "effect_from": day.isoformat() if day else None,
        "is_meant": contribution.is_meant,
    }


class Migration(migrations.Migration):
    dependencies = [
        ("activity", "0002_notifications_and_versions"),
        ("initiatives", "0002_contribution_versions"),
    ]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop, elidable=True)]
