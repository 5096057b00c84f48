"""Rows that people choose in forms."""

from typing import Any

from django import forms


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some rows of a query."""

    def clean(self, value: Any) -> Any:
        # SQLite breaks when it is asked for a number of more than eight bytes; those of 18 digits are of fewer.
        if any(len(str(pk)) > 18 for pk in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)
