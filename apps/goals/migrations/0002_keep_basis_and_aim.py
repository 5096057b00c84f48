from django.db import migrations, models


class Migration(migrations.Migration):
    """A goal keeps what its progress score rests on; an assessment the aim it was held to, and why it is lost."""

    dependencies = [
        ('goals', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='goal',
            name='basis',
            field=models.JSONField(blank=True, default=list, help_text='Codes of the indicators that a progress score rested on then, and is followed by; else empty.'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='lost',
            field=models.CharField(blank=True, choices=[('element', 'the element is gone'), ('unit', 'another unit'), ('direction', 'turned round'), ('baseline', 'the baseline’s figure is gone'), ('counting', 'counted in another way'), ('break', 'a break was declared'), ('indicator', 'an indicator of its basis is gone')], default='', help_text='Why it is not comparable; else empty.', max_length=12),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='assessment',
            name='lost_names',
            field=models.JSONField(blank=True, default=list, help_text='Names of the indicators that are gone.'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='target',
            field=models.FloatField(blank=True, help_text="Of the goal's version; it may have changed since.", null=True),
        ),
        migrations.AddField(
            model_name='assessment',
            name='due',
            field=models.DateField(blank=True, help_text="Of the goal's version; it may have changed since.", null=True),
        ),
    ]
