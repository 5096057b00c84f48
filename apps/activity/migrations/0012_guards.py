"""The database refuses to change or delete events from here on (docs/adr/0013-events-are-sealed-in-a-chain.md)."""

from typing import Any

from django.db import migrations

from apps.activity import guards


def put_up(_apps: Any, schema_editor: Any) -> None:
    guards.put_up(schema_editor.connection)


def take_down(_apps: Any, schema_editor: Any) -> None:
    guards.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("activity", "0011_chain")]

    operations = [migrations.RunPython(put_up, take_down, elidable=False)]
