"""A test database that other processes can open, too."""

import pytest
from django.core.management import call_command
from django.db import connection, connections

from apps.activity import guards


@pytest.fixture(scope="package")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """On PostgreSQL the usual one. SQLite's usual one is in this process's memory: a file takes its place."""
    if connection.vendor != "sqlite":
        yield
        return
    in_memory = connections["default"]
    name = in_memory.settings_dict["NAME"]
    connections.settings["default"]["NAME"] = str(tmp_path_factory.mktemp("database") / "tests.sqlite3")
    del connections["default"]
    with django_db_blocker.unblock():
        call_command("migrate", verbosity=0)
        # Tables are emptied between tests, those of events among them.
        guards.take_down(connection)
        yield
        connections["default"].close()
    connections.settings["default"]["NAME"] = name
    connections["default"] = in_memory
