"""What public pages cost the database: the same few questions, on every address, however much there is."""

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.architecture.routes import all_routes

#: A page may ask no more than this, in a process that knows the edition and holds no page.
MOST = 10
PUBLIC = [route for route in all_routes() if route.access == "public" and not route.name.startswith("api:")]


def asked_by(address):
    """The questions of the second visit, each in short."""
    browser = Client()
    browser.get(address)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    return [query["sql"] for query in asked]


def test_no_public_page_asks_the_database_more_than_it_may(furnished):
    found = {route.name: asked_by(furnished.address(route)) for route in PUBLIC}

    assert {name: len(asked) for name, asked in found.items() if len(asked) > MOST} == {}
