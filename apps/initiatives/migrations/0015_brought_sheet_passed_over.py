from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0014_milestones_reached_on_a_day")]

    operations = [
        migrations.AddField(model_name="broughtsheet", name="passed_over", field=models.JSONField(default=list)),
    ]
