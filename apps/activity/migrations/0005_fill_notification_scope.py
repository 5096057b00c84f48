"""What people were told of before knows its verb and its scope as well."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    Event, Notification = (apps.get_model("activity", name) for name in ("Event", "Notification"))
    event = Event.objects.filter(pk=OuterRef("event_id"))
    names = ("verb", "scope_kind", "scope_id")
    Notification.objects.filter(verb="").update(**{name: Subquery(event.values(name)[:1]) for name in names})


class Migration(migrations.Migration):
    dependencies = [("activity", "0004_notification_scope")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
