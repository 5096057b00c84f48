"""The cache that outlives Redis: what is counted goes on being counted, and nobody waits."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache

from apps.common import caches
from apps.common.caches import EnduringCache
from tests.live.machinery import Broker


@pytest.fixture
def broker():
    found = Broker()
    found.start()
    yield found
    found.close()


@pytest.fixture
def enduring(broker, monkeypatch):
    monkeypatch.setattr(caches, "_quiet_until", 0.0)
    made = EnduringCache(broker.url, {"OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}})
    yield made
    made.clear()
    monkeypatch.setattr(caches, "_quiet_until", float("inf"))
    made.clear()


def test_while_redis_answers_it_keeps_what_it_is_given(enduring, broker):
    enduring.set("tries", [1.5, 2.5], 60)

    assert enduring.get("tries") == [1.5, 2.5]
    assert enduring.add("lock", True, timeout=10)
    assert not enduring.add("lock", True, timeout=10)
    with broker.client() as client:
        assert client.execute_command("SELECT", 0)
        assert client.get(":1:tries") == b"[1.5, 2.5]"


def test_nothing_found_in_redis_is_ever_unpickled(enduring, broker):
    with broker.client() as client:
        client.execute_command("SELECT", 0)
        client.set(":1:tries", b"cos\nsystem\n(S'true'\ntR.")

    with pytest.raises(ValueError, match="Expecting value"):
        enduring.get("tries")


@pytest.mark.parametrize("trouble", ["kill", "pause"])
def test_without_redis_it_counts_for_itself_and_hardly_waits(trouble, enduring, broker):
    getattr(broker, trouble)()
    since = time.monotonic()

    first = enduring.add("lock", True, timeout=10)
    enduring.set("tries", [1], 60)

    assert first
    assert not enduring.add("lock", True, timeout=10)
    assert enduring.get("tries") == [1]
    assert enduring.delete("lock")
    assert enduring.add("lock", True, timeout=10)
    assert time.monotonic() - since < 2
    if trouble == "pause":
        broker.go_on()


def test_when_redis_is_back_it_is_asked_again(enduring, broker, monkeypatch):
    broker.kill()
    enduring.set("tries", [1], 60)
    broker.start()
    monkeypatch.setattr(caches, "_quiet_until", 0.0)

    assert enduring.get("tries") is None
    enduring.set("tries", [2], 60)
    assert enduring.get("tries") == [2]


@pytest.mark.django_db
def test_signing_in_and_its_limits_hold_without_redis(broker, settings, client, monkeypatch):
    monkeypatch.setattr(caches, "_quiet_until", 0.0)
    settings.CACHES = {"default": {"BACKEND": "apps.common.caches.EnduringCache", "LOCATION": broker.url}}
    broker.kill()
    cache.clear()

    answers = [client.post("/sign-in/", {"login": "a@example.org", "password": "no"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 6
    assert "too many tries" not in answers[4].content.decode()
    assert "too many tries" in answers[5].content.decode()


def test_many_at_once_hold_one_lock_only(enduring, broker):
    broker.kill()

    with ThreadPoolExecutor(8) as pool:
        held = list(pool.map(lambda _: enduring.add("lock", True, timeout=10), range(32)))

    assert held.count(True) == 1
