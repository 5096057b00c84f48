"""Reading the pages of a workspace: what they say, beside which field, and what they offer."""

import html
import re

from django.urls import reverse

#: Tags that stand within a sentence; all others part one sentence from the next.
_WITHIN = re.compile(r"</?(?:a|b|strong|span|time|ins|del|small)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


def at(partnership, name, *args, **asked):
    """The address of a page of the partnership's workspace."""
    return reverse(f"work:{name}", args=[partnership.workspace.slug, *args], query=asked or None)


def said(response):
    """The words of a page as one line, without tags."""
    return _plain(response.content.decode())


def beside(response, field):
    """What is said of a field that is wrong; nothing where it is not."""
    found = re.search(rf'id="id_{field}_error"[^>]*>(.*?)</div>', response.content.decode(), re.S)
    return _plain(found[1]) if found else ""


def offered(response):
    """The addresses that a page links to or sends something to, without what is asked of them."""
    found = re.findall(r'\b(?:href|action)="([^"#?]*)', response.content.decode())
    return {address for address in found if address}


def buttons(response):
    """The buttons of a page as a screen reader names them."""
    return [_plain(label) for label in re.findall(r"<button\b[^>]*>(.*?)</button>", response.content.decode(), re.S)]


def first_step(response):
    """Where a page that has nothing to show yet leads to instead; nothing where it leads nowhere."""
    empty = re.search(r'<div class="empty">(.*?)</div>', response.content.decode(), re.S)[1]
    return re.findall(r'href="([^"]*)"', empty)


def headings(response):
    """The headings of a page in their order: how deep each is, and its words."""
    found = re.findall(r"<h([1-6])\b[^>]*>(.*?)</h\1>", response.content.decode(), re.S)
    return [(int(level), _plain(words)) for level, words in found]


def _plain(markup):
    return " ".join(html.unescape(_TAG.sub(" ", _WITHIN.sub("", markup))).split())
