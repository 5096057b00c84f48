"""What people write at length."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.db.migrations.writer import MigrationWriter

from apps.common.fields import Prose


def test_a_text_has_a_length_that_is_insisted_on_without_a_form():
    field = Prose(max_length=5)

    assert field.clean("12345", None) == "12345"
    with pytest.raises(ValidationError, match="at most 5 characters"):
        field.clean("123456", None)


def test_a_text_may_be_left_empty_where_its_model_says_so():
    assert Prose(max_length=5, blank=True).clean("", None) == ""
    with pytest.raises(ValidationError, match="cannot be blank"):
        Prose(max_length=5).clean("", None)


def test_migrations_see_a_text_like_any_other():
    written, _imports = MigrationWriter.serialize(Prose("said", max_length=5))

    assert written == MigrationWriter.serialize(models.TextField("said", max_length=5))[0]
