"""The name of the site, its contact and its terms come from settings; what is not filled in says so."""

import subprocess
import sys

import pytest
from django.template.loader import render_to_string
from pytest_django.asserts import assertContains, assertNotContains

from tests.architecture.source import ROOT


@pytest.mark.django_db
def test_the_site_is_called_as_the_settings_say_also_where_there_is_no_request(visitor, settings):
    settings.SITE_NAME, settings.SITE_TAGLINE = "Lleoedd Ffyniannus", "by everyone"

    page = visitor.get("/about/")

    assertContains(page, "About – Lleoedd Ffyniannus</title>")
    assertContains(page, "<small>by everyone</small>")
    assertContains(page, "Lleoedd Ffyniannus shows how the conditions")
    assertNotContains(page, '<span class="brand-name">Thriving Places')
    assert "Lleoedd Ffyniannus" in render_to_string("pages/broken.html")
    assert visitor.get("/api/v1/").json()["about"]["licence"].count("Lleoedd Ffyniannus") == 1
    assertContains(visitor.get("/releases/feed/"), "Lleoedd Ffyniannus: figures that came in")


@pytest.mark.django_db
def test_what_is_not_filled_in_says_so(visitor):
    assertContains(visitor.get("/contact/"), "Not filled in yet")
    assertContains(visitor.get("/terms/"), "These are neutral terms that come with the software")
    assertContains(visitor.get("/terms/"), "(the setting CONTRIBUTIONS_LICENCE)")


@pytest.mark.django_db
def test_what_is_filled_in_stands_there_and_is_escaped(visitor, settings):
    settings.PUBLISHER, settings.CONTACT_EMAIL = "Centre <for> Thriving", "hello@example.org"
    settings.CONTACT_ADDRESS, settings.CONTRIBUTIONS_LICENCE = "1 High Street, Leeds", "CC BY 4.0"
    settings.TERMS = "Be kind.\n\nName the source."

    contact, terms = visitor.get("/contact/"), visitor.get("/terms/")

    assertContains(contact, "Centre &lt;for&gt; Thriving")
    assertContains(contact, 'href="mailto:hello@example.org"')
    assertContains(contact, "1 High Street<br>Leeds")
    assertNotContains(contact, "Not filled in yet")
    assertContains(terms, "<p>Be kind.</p><p>Name the source.</p>", html=True)
    assertContains(terms, "is given under CC BY 4.0.")
    assertNotContains(terms, "neutral terms")


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"CONTACT_EMAIL": "nobody"}, "The setting CONTACT_EMAIL is “nobody”"),
        ({"TERMS_FILE": "/nowhere/terms.txt"}, "TERMS_FILE, /nowhere/terms.txt, could not be read"),
    ],
)
def test_a_setting_that_cannot_be_is_one_sentence(environment, sentence, tmp_path):
    asked = {"VAR_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"} | environment
    done = subprocess.run(
        [sys.executable, "-c", "import tpi_platform.settings"], cwd=ROOT, env=asked, capture_output=True, text=True
    )

    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
