"""Several people at once, on connections of their own. Locks are what it is about, so it needs PostgreSQL."""

import threading

from django.db import connection


def at_once(*deeds):
    """Do each deed in a thread of its own, all starting together; what each gave, or raised."""
    gate, results = threading.Barrier(len(deeds)), [None] * len(deeds)

    def do(position, deed):
        try:
            gate.wait()
            results[position] = deed()
        except Exception as error:
            results[position] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
