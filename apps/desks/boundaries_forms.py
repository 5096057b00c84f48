"""What a steward says of a file of boundaries."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BoundariesForm(forms.Form):
    """The file, and what readers are told of it."""

    file = forms.FileField(
        label=_("File of boundaries"),
        help_text=_(
            "GeoJSON or TopoJSON of local authorities with their ONS codes, at most 12 MB: an ultra or super "
            "generalised version is plenty."
        ),
        max_length=255,
        error_messages={
            "required": _("Choose the file that holds the boundaries."),
            "missing": _("Choose the file that holds the boundaries."),
            "empty": _("The file is empty. Choose the file that holds the boundaries."),
            "invalid": _("The file did not arrive. Choose it again."),
            "max_length": _("The file's name is too long. Rename it, then choose it again."),
        },
        widget=forms.FileInput(attrs={"accept": ".json,.geojson,.topojson"}),
    )
    title = forms.CharField(
        label=_("What it is"),
        max_length=140,
        help_text=_("Such as “Local authority districts, December 2024, ultra generalised”."),
        error_messages={"required": _("Say what the file is.")},
    )
    as_at = forms.DateField(
        label=_("Boundaries as at"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Say of which day the boundaries are."),
            "invalid": _("Write a day as year, month and day, such as 2024-12-31."),
        },
    )
    licence = forms.CharField(
        label=_("Licence"),
        max_length=140,
        help_text=_("Such as “Open Government Licence v3.0”. Load only what may be shown to everyone."),
        error_messages={"required": _("Say under which licence it may be shown.")},
    )
    attribution = forms.CharField(
        label=_("Whom to name"),
        max_length=300,
        help_text=_("The words that the licence asks for; they stand under every map."),
        error_messages={"required": _("Write the words that the licence asks for.")},
    )
