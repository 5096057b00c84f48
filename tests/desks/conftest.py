import pytest
from django.test import Client


@pytest.fixture
def browser_with_csrf():
    """Makes a browser whose posts are checked for a token, as they are on the site."""

    def make(user):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(user)
        return browser

    return make


@pytest.fixture
def desk(small_world, signed_in):
    """The browser of the small world's steward."""
    return signed_in(small_world.steward)
