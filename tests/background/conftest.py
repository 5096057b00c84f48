"""What these tests share: the list of what was done, and a real bell to listen to."""

import base64
import json

import pytest

from apps.background import bell
from tests.background import kinds
from tests.live.machinery import Broker


@pytest.fixture(autouse=True)
def done():
    """The subjects of the jobs of the kind `test.note` that were done."""
    kinds.done.clear()
    return kinds.done


@pytest.fixture(scope="package")
def broker():
    broker = Broker()
    broker.start()
    yield broker
    broker.close()


@pytest.fixture
def rung(broker, settings, monkeypatch):
    """Listens at the real broker: `rung()` gives the ids of the jobs rung for since the last call."""
    settings.REDIS_URL = broker.url
    monkeypatch.setenv("CELERY_BROKER_URL", broker.celery_url)
    monkeypatch.setattr(bell, "_quiet_until", 0.0)
    with broker.client() as client:

        def listen():
            messages = [client.lpop(queue) for queue in ("prompt", "heavy") for _ in range(client.llen(queue))]
            return [json.loads(base64.b64decode(json.loads(message)["body"]))[0][0] for message in messages][::-1]

        client.flushall()
        yield listen
