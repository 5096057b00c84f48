"""The cache on Redis, which outlives Redis: while that does not answer, this process counts in its own memory."""

import json
import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as TooSlow

logger = logging.getLogger(__name__)

#: For so long nobody asks a Redis again that did not answer: whoever signs in need not wait for it.
QUIET_SECONDS = 5.0
_AWAY = (NoConnection, TooSlow, ResponseError)
_quiet_until = 0.0


class Plain:
    """Values as JSON: with Django's own way, whoever can write into Redis could run code here."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value).encode()

    def loads(self, data: Any) -> Any:
        return json.loads(data)


def _or_own(name: str) -> Callable[..., Any]:
    asked: Callable[..., Any] = getattr(RedisCacheClient, name)

    def ask(self: "EnduringClient", *args: Any, **kwargs: Any) -> Any:
        global _quiet_until
        if monotonic() >= _quiet_until:
            try:
                return asked(self, *args, **kwargs)
            except _AWAY as error:
                _quiet_until = monotonic() + QUIET_SECONDS
                logger.warning("The cache does not answer; this process counts for itself meanwhile. %s", error)
        return getattr(self.own, name)(*args, **kwargs)

    return ask


class EnduringClient(RedisCacheClient):
    """Redis, or our own memory. Limits on tries of signing in stand on this, so it may neither fail nor forget."""

    def __init__(self, servers: Any, **options: Any) -> None:
        super().__init__(servers, serializer=Plain, **options)
        self.own = LocMemCache("while-redis-is-away", {"OPTIONS": {"MAX_ENTRIES": 5000}})

    add = _or_own("add")
    get = _or_own("get")
    set = _or_own("set")
    touch = _or_own("touch")
    delete = _or_own("delete")
    get_many = _or_own("get_many")
    has_key = _or_own("has_key")
    incr = _or_own("incr")
    set_many = _or_own("set_many")
    delete_many = _or_own("delete_many")
    clear = _or_own("clear")


class EnduringCache(RedisCache):
    """Django's cache on Redis with a client that outlives Redis."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = EnduringClient
