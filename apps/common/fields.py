"""Fields that models of several rooms have."""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import cached_property


class Prose(models.TextField):  # type: ignore[type-arg]
    """What people write at length. full_clean() insists on its `max_length`; on a TextField's only forms do."""

    @cached_property
    def validators(self) -> list[Any]:
        return [*super().validators, MaxLengthValidator(self.max_length)]

    def deconstruct(self) -> Any:
        # To the database it is a text like any other, so migrations need not know of it.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
