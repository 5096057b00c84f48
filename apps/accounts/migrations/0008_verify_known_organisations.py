"""Organisations that are there were opened by the operator or for the demonstration: they count as verified."""

from django.db import migrations
from django.db.models import F


def verify(apps, schema_editor):
    apps.get_model("accounts", "Organisation").objects.filter(verified_at=None).update(verified_at=F("opened_at"))


class Migration(migrations.Migration):

    dependencies = [("accounts", "0007_verified_organisations")]

    operations = [migrations.RunPython(verify, migrations.RunPython.noop, elidable=True)]
