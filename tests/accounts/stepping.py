"""A second step in tests: setting one up, and its codes."""

import re
import time
from html import unescape

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from apps.accounts.factors import secret_of
from tests.accounts.letters import new_guest

PASSWORD = "a-long-quiet-river"
PAGE, STEP = "/account/second-step/", "/sign-in/second-step/"


def password_given(email, to="/account/", **more):
    """A browser after the password, and what it was answered."""
    guest = new_guest(**more)
    return guest, guest.post("/sign-in/", {"login": email, "password": PASSWORD, "next": to})


def code_at(secret, moment=None):
    return format_hotp_value(hotp_value(secret, int(moment or time.time()) // 30))


def offer_on(page):
    return unescape(re.search(r'name="offer" value="([^"]+)"', page.content.decode())[1])


def set_up(browser, user, page=PAGE, **more):
    """Asks for a second step in a browser: its secret, and the page with the recovery codes."""
    offer = offer_on(browser.get(page))
    secret = secret_of(user, offer)
    return secret, browser.post(PAGE, {"offer": offer, "code": code_at(secret), "present": PASSWORD, **more})
