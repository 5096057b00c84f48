from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0013_fill_milestones")]

    operations = [
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reached_on__isnull', False), ('state', 'reached')), models.Q(models.Q(('state', 'reached'), _negated=True), ('reached_on__isnull', True)), _connector='OR'), name='initiatives_milestone_reached_on_a_day'),
        ),
    ]
