"""Mails in tests: doing the work that sends them, and following the link in one."""

import itertools
import re
from urllib.parse import urlsplit

from django.core.cache import cache
from django.test import Client

from apps.background.claim import run_waiting

_addresses = itertools.count(1)


def new_guest(**more):
    """A browser at an address of its own, so that one test's tries do not count against another's."""
    cache.clear()
    number = next(_addresses)
    return Client(REMOTE_ADDR=f"203.0.{number // 250}.{number % 250 + 1}", **more)


def links_of(mailoutbox):
    """The addresses on this site in the last mail, after all waiting mails went out."""
    run_waiting()
    found = re.findall(r"https?://\S+", mailoutbox[-1].body)
    return [urlsplit(each).path for each in found]


def told(response):
    """What an outsider can tell apart, without what differs at every request anyway."""
    content = response.content.decode()
    if response.context and "csrf_token" in response.context:
        content = content.replace(str(response.context["csrf_token"]), "")
    return response.status_code, content, {name: value for name, value in response.headers.items() if name != "Expires"}
