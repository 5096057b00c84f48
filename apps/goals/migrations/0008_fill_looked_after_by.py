from django.db import migrations
from django.db.models import F


def fill(apps, _editor):
    """Until now whoever began it looked after it."""
    apps.get_model('goals', 'Goal').objects.filter(looked_after_by=None).update(looked_after_by=F('set_by'))


class Migration(migrations.Migration):
    dependencies = [('goals', '0007_looked_after_by')]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
