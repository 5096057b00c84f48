"""The cast: who may be asked to do something in a test. The small world they act in is in tests/world.py."""

import os
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import caches
from django.db import connection
from django.test import Client
from whitenoise.middleware import WhiteNoiseMiddleware

from apps.access.checks import OPERATOR
from apps.access.roles import PLATFORM_ROLES, Role
from apps.accounts.actions import add_to_organisation
from apps.activity import guards
from apps.areas.queries import forget_names
from apps.framework.queries import forget_editions
from apps.scores.queries import forget_published
from tests.factories.accounts import UserFactory
from tests.partnership import build_partnership, partnership_again
from tests.world import small_world_again


def pytest_configure():
    """Three things of the process: its cache, the cost of a password, and how often static files are looked for.

    Each of several test processes has a Redis database to itself for what it caches, or one empties another's.
    Passwords are hashed as on the site, but with the least that the algorithm takes: tests hinder nobody's guessing.
    Each test client builds the site's middleware anew, and a site looks for its static files once: so does each process
    of tests, where that was a tenth of their time.
    """
    _find_static_files_once()
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8 * Argon2PasswordHasher.parallelism
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if worker and settings.REDIS_URL.startswith("redis"):
        settings.CACHES["default"]["LOCATION"] = (
            urlsplit(settings.REDIS_URL)._replace(path=f"/{int(worker) % 15 + 1}").geturl()
        )


def _find_static_files_once():
    found = {}

    def once(search):
        def add_files(middleware, *where, **options):
            key = (search.__name__, *where, *options.items())
            if key not in found:
                before = dict(middleware.files)
                search(middleware, *where, **options)
                found[key] = {url: file for url, file in middleware.files.items() if url not in before}
            middleware.files.update(found[key])

        return add_files

    for search in (WhiteNoiseMiddleware.add_files, WhiteNoiseMiddleware.add_files_from_finders):
        setattr(WhiteNoiseMiddleware, search.__name__, once(search))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database lets events be deleted, since tables are emptied between some tests; `guarded` has it refuse."""
    with django_db_blocker.unblock():
        guards.take_down(connection)


@pytest.fixture
def guarded(db):
    """The database refuses what it refuses on the site, until the test's transaction is taken back."""
    guards.put_up(connection)


@pytest.fixture
def someone(db):
    """Makes a person: `someone(Role.STEWARD)`, or `someone()` for one who is signed in and holds no role."""

    def make(*roles, **fields):
        strange = {Role(role) for role in roles} - PLATFORM_ROLES
        assert not strange, f"{strange} cannot be kept on an account"
        return UserFactory(platform_roles=[str(role) for role in roles], **fields)

    return make


@pytest.fixture
def steward(someone):
    return someone(Role.STEWARD, name="Sam Steward")


@pytest.fixture
def stranger(someone):
    """Signed in, and holding no role at all."""
    return someone(name="Alex Stranger")


@pytest.fixture
def visitor():
    """The browser of someone who is not signed in."""
    return Client()


@pytest.fixture
def signed_in():
    """Makes a browser in which a person is signed in: `signed_in(steward)`."""

    def make(user):
        browser = Client()
        browser.force_login(user)
        return browser

    return make


@pytest.fixture(autouse=True)
def _nothing_held():
    """What a process holds of another test's world is not of this one's, though it may bear the same numbers."""
    caches["pages"].clear()
    forget_editions()
    forget_names()
    forget_published()


@pytest.fixture(autouse=True)
def _unstudied(settings):
    """Runs are not studied, which would take most of a test's time; a test about studies asks for `studied`."""
    settings.STUDY_EVERY_RUN = False


@pytest.fixture
def studied(settings, _unstudied):
    """Every run is studied once it is scored, as on the site. That of the small world always is."""
    settings.STUDY_EVERY_RUN = True


@pytest.fixture(autouse=True)
def _one_step(settings):
    """A password is enough for anyone, whatever the size; a test about second steps says who needs one."""
    settings.SECOND_STEP = "nobody"


@pytest.fixture(autouse=True)
def _terms_settled(settings):
    """Nobody is asked for the terms, which those who merely exist never accepted; a test about them asks."""
    settings.ASK_FOR_TERMS = False


@pytest.fixture
def small_world(steward):
    """A dozen areas, an edition, figures that came in by import, and a published run: see tests/world.py."""
    # What SQLite can do is asked once in a process: not by whichever test counts its questions first.
    assert connection.features.has_json_object_function
    return small_world_again(steward)


@pytest.fixture
def curator(someone):
    return someone(Role.CURATOR, name="Cass Curator")


@pytest.fixture
def administrator(someone):
    return someone(Role.ADMINISTRATOR, name="Ada Administrator")


@pytest.fixture
def partnership(small_world):
    """Four partners of four sectors in the small world: see tests/partnership.py."""
    return partnership_again(small_world)


@pytest.fixture
def other_lead(partnership):
    """The lead of another workspace, for the same areas, with organisations of its own."""
    return build_partnership(partnership.world, "Brackford apart").lead


@pytest.fixture
def organiser(partnership, someone):
    """An organiser of a partner, who is no member of its workspace."""
    person = someone(name="Orla Organiser")
    add_to_organisation(by=OPERATOR, organisation=partnership.council, person=person, role=Role.ORGANISER)
    return person
