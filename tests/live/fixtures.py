"""What live and fault tests share."""

import os

import pytest

from apps.background import bell
from tests.live import kinds  # noqa: F401 - registers the tests' kinds of job
from tests.live.machinery import LEASE_SECONDS, SWEEP_SECONDS, Broker, Crew, SharedBroker


@pytest.fixture
def shared_broker():
    """The server of REDIS_URL where there is one, else one of our own."""
    url = os.environ.get("REDIS_URL")
    broker = SharedBroker(url) if url else _started()
    yield broker
    broker.close()


@pytest.fixture
def broker():
    """A broker of our own, whatever REDIS_URL says: it may be killed."""
    broker = _started()
    yield broker
    broker.close()


@pytest.fixture
def crew(transactional_db, broker, settings, monkeypatch, tmp_path):
    """Hires workers and beats: `crew.worker()`, `crew.beat()`. They stop before the database is emptied."""
    yield from _crew(broker, settings, monkeypatch, tmp_path)


@pytest.fixture
def live_worker(transactional_db, shared_broker, settings, monkeypatch, tmp_path):
    """A real Celery worker and a beat, on the tests' database."""
    for crew in _crew(shared_broker, settings, monkeypatch, tmp_path):
        crew.worker()
        crew.beat()
        yield crew


def _started():
    broker = Broker()
    broker.start()
    return broker


def _crew(broker, settings, monkeypatch, folder):
    settings.REDIS_URL = broker.url
    settings.JOB_LEASE_SECONDS, settings.JOB_SWEEP_SECONDS = LEASE_SECONDS, SWEEP_SECONDS
    monkeypatch.setenv("CELERY_BROKER_URL", broker.celery_url)
    monkeypatch.setattr(bell, "_quiet_until", 0.0)
    crew = Crew(broker, folder)
    yield crew
    crew.stop()
    print(crew.logs())  # pytest shows it where a test failed
