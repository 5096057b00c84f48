from datetime import date

from django.db import migrations


def fill(apps, _editor):
    """From the version of the goal that was assessed, as it is kept; where it is not kept, it stays empty."""
    versions = apps.get_model('activity', 'Version').objects.filter(subject_kind='goal')
    kept = {(each.subject_id, each.number): each.words for each in versions}
    assessments = apps.get_model('goals', 'Assessment')
    for each in assessments.objects.filter(target=None).iterator():
        words = kept.get((each.goal_id, each.goal_version))
        if words:
            aim = {'target': words['target'], 'due': date.fromisoformat(words['due'])}
            assessments.objects.filter(pk=each.pk).update(**aim)


class Migration(migrations.Migration):
    dependencies = [
        ('goals', '0002_keep_basis_and_aim'),
        ('activity', '0002_notifications_and_versions'),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
