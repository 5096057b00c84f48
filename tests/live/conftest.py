"""Live tests share their fixtures with the fault tests."""

from tests.live.database import django_db_setup  # noqa: F401
from tests.live.fixtures import broker, crew, live_worker, shared_broker  # noqa: F401
