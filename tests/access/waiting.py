"""Someone is quick, someone else comes before they are done. Locks are what it is about, so it needs PostgreSQL."""

import threading
import time

from django.db import connection, transaction

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def overtaken_by(first, second):
    """Do `first`; before it is committed another does `second`, as far as they come. What `second` gave, or raised."""
    results = []
    thread = threading.Thread(target=_keep, args=(second, results))
    with transaction.atomic():
        first()
        thread.start()
        end = time.monotonic() + 10
        while thread.is_alive() and not _is_someone_waiting() and time.monotonic() < end:
            time.sleep(0.01)
    thread.join()
    return results[0]


def _keep(deed, results):
    try:
        results.append(deed())
    except Exception as error:
        results.append(error)
    finally:
        connection.close()


def _is_someone_waiting():
    with connection.cursor() as cursor:
        # What is seen of others stays as it was first seen in a transaction, unless it is asked to be forgotten.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(_WAITING)
        return cursor.fetchone()[0] > 0
