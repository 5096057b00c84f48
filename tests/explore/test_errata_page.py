"""The page of corrections says whom to tell of an error."""


def test_whoever_finds_an_error_is_told_where_to_say_so(client, db, settings):
    settings.CONTACT_EMAIL = "figures@site.example"

    page = client.get("/errata/").text

    assert 'href="/contact/"' in page.partition("Have you found an error?")[2][:200]
    assert "mailto:figures@site.example" in page
