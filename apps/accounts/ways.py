"""Where people are led who have no account yet."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def sign_up_address(then: str) -> str:
    """The page on which people open an account and are led on to `then`; nothing where they cannot."""
    try:
        return f"{reverse('accounts:sign_up')}?{urlencode({'next': then})}"
    except NoReverseMatch:
        return ""


def sign_in_address(then: str) -> str:
    """The page on which people sign in and are led on to `then`."""
    return f"{reverse('accounts:sign_in')}?{urlencode({'next': then})}"
