"""Packed floats are kept as they are: PostgreSQL would try to make them smaller, which takes it long and gains little."""

from django.db import migrations

COLUMNS = (
    ("figures_snapshotseries", "values"),
    ("figures_snapshotseries", "lower"),
    ("figures_snapshotseries", "upper"),
)


def keep_plain(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, column in COLUMNS:
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {schema_editor.quote_name(column)} SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]

    # What is stored already stays as it is; only rows to come are kept plain. Nobody waits for a rewritten table.
    operations = [migrations.RunPython(keep_plain, migrations.RunPython.noop)]
