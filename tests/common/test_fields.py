"""What people write: in a line, at length, and where it leads to."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.db.migrations.writer import MigrationWriter

from apps.common.fields import Prose, Title, WebAddress


def test_a_text_has_a_length_that_is_insisted_on_without_a_form():
    field = Prose(max_length=5)

    assert field.clean("12345", None) == "12345"
    with pytest.raises(ValidationError, match="at most 5 characters"):
        field.clean("123456", None)


def test_a_text_may_be_left_empty_where_its_model_says_so():
    assert Prose(max_length=5, blank=True).clean("", None) == ""
    with pytest.raises(ValidationError, match="cannot be blank"):
        Prose(max_length=5).clean("", None)


@pytest.mark.parametrize(
    ("ours", "theirs"), [(Prose, models.TextField), (Title, models.CharField), (WebAddress, models.URLField)]
)
def test_migrations_see_a_field_like_any_other(ours, theirs):
    written, _imports = MigrationWriter.serialize(ours("said", max_length=5))

    assert written == MigrationWriter.serialize(theirs("said", max_length=5))[0]


@pytest.mark.parametrize("field", [Prose(max_length=99), Title(max_length=99)])
@pytest.mark.parametrize(
    "text",
    [
        "Walk more\u202eelcyc",
        "Walk more\u200b",
        "Walk more\xad",
        "Walk more\u2066\u2069",
        "Walk more\ufeff",
        "Walk more\x1b[31m",
        "Walk more\u2028",
        "Walk more\U000e0041",
    ],
)
def test_a_character_that_nobody_sees_is_refused_with_the_words_before_it(field, text):
    with pytest.raises(ValidationError, match="an invisible character after “Walk more”, perhaps from pasted text"):
        field.clean(text, None)


def test_where_nothing_stands_before_it_it_is_said_to_be_at_the_beginning():
    with pytest.raises(ValidationError, match="an invisible character at the beginning"):
        Title(max_length=99).clean("\u200eWalk", None)


@pytest.mark.parametrize(
    "text",
    [
        "Cerdded mwy, beicio mwy",
        "A\n\tB\r\nC",
        "نامه\u200cای",
        "क्\u200dष",
        "👩\u200d👩\u200d👧 ❤️ 👍🏽",
        "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
        "1\u202f000 km\xa0– 葛\U000e0101",
    ],
)
def test_what_scripts_and_emoji_need_may_be_written(text):
    assert Prose(max_length=99).clean(text, None) == text


@pytest.mark.parametrize(
    "address", ["https://council.gov.uk@evil.example/", "https://a:b@evil.example", "https://@e.example"]
)
def test_an_address_that_names_a_user_is_refused(address):
    with pytest.raises(ValidationError, match="Leave out the name before the @"):
        WebAddress().clean(address, None)


def test_an_address_that_cannot_be_read_is_refused_as_any_other():
    with pytest.raises(ValidationError, match="valid URL"):
        WebAddress().clean("https://[::1", None)


@pytest.mark.parametrize("address", ["https://example.org/@someone", "https://example.org/?mail=a@b.example"])
def test_an_at_that_is_no_users_may_be_in_an_address(address):
    assert WebAddress().clean(address, None) == address
