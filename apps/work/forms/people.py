"""What people type of who takes part: in a workspace, and in an organisation."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.access.roles import ORGANISATION_ROLES, WORKSPACE_ROLES, Role
from apps.accounts.models import Organisation
from apps.accounts.sectors import Sector
from apps.areas.models import Area
from apps.common.prose import ProseField
from apps.work.forms.areas import AreasByRegion, RegionOfChoices, regions_of
from apps.workspaces.models import Partner

#: The roles of a workspace, as choices.
ROLES = [(str(role), role.label) for role in WORKSPACE_ROLES]
#: The roles of an organisation, as choices; the lesser one first.
ORGANISATION_CHOICES = [(str(role), role.label) for role in sorted(ORGANISATION_ROLES, reverse=True)]
_AREAS_HELP = _("Open a region to tick its areas. Leave all of them empty where none fits, as for a national charity.")


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES)


class MemberForm(forms.Form):
    """Someone of a partner's people, and their role here."""

    person = forms.ChoiceField(
        label=_("Person"),
        help_text=_("People who belong to a partner, and are not members here yet."),
        error_messages={"required": _("Choose someone."), "invalid_choice": _("Choose one of the people listed.")},
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=ROLES,
        initial=str(Role.CONTRIBUTOR),
        help_text=_(
            "A viewer reads. A contributor besides sets goals, logs initiatives and comments. A lead besides decides "
            "who is here, and what of it the public sees."
        ),
    )

    def __init__(self, *args: Any, offered: Iterable[tuple[Partner, list[tuple[int, str]]]], **kwargs: Any) -> None:
        """`offered`: the partners, and the id and name of each of their people who may be added."""
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("Choose…"))] + [
            (str(partner), [(f"{partner.pk}-{pk}", name) for pk, name in people]) for partner, people in offered
        ]

    def chosen(self) -> tuple[int, int]:
        """The ids of the partner and of the person."""
        partner, person = self.cleaned_data["person"].split("-")
        return int(partner), int(person)


class PartnerForm(forms.Form):
    """An organisation to take in."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        empty_label=_("Choose…"),
        error_messages={
            "required": _("Choose an organisation."),
            "invalid_choice": _("Choose one of the organisations listed."),
        },
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offered
        field.label_from_instance = _with_standing  # type: ignore[assignment, method-assign]


def _with_standing(organisation: Organisation) -> str:
    unverified = gettext("%(organisation)s (not verified)") % {"organisation": organisation}
    return organisation.name if organisation.is_verified else unverified


class OrganisationForm(forms.Form):
    """What is said of an organisation."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"), max_length=140, error_messages={"required": _("Give the name of the organisation.")}
    )
    description = ProseField(
        label=_("Description"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you are and what you do, in two or three sentences."),
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("Such as https://example.org/."),
        error_messages={"invalid": _("Write the whole address, such as https://example.org/.")},
    )
    reason = ProseField(
        label=_("Why you change it"),
        max_length=1000,
        required=False,
        help_text=_("Stays with the version. You may leave it empty."),
    )


class NewOrganisationForm(OrganisationForm):
    """An organisation that someone opens."""

    version = None  # type: ignore[assignment]
    reason = None  # type: ignore[assignment]
    sector = forms.ChoiceField(label=_("Sector"), choices=[("", _("Choose…")), *Sector.choices])
    areas = AreasByRegion(label=_("Areas it works in"), help_text=_AREAS_HELP)
    sure = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("name", "sector", "areas", "description", "website", "sure")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_areas(self)

    def regions(self) -> list[RegionOfChoices]:
        return _regions_of(self)


class PlaceForm(forms.Form):
    """Of which sector an organisation is, and where it works."""

    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    areas = AreasByRegion(label=_("Areas it works in"), help_text=_AREAS_HELP)

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        chosen = list(organisation.areas.all())
        initial = {"sector": organisation.sector, "areas": [area.slug for area in chosen]}
        super().__init__(data, initial=initial)
        _offer_areas(self, chosen)

    def regions(self) -> list[RegionOfChoices]:
        return _regions_of(self)


class LogoForm(forms.Form):
    """A picture that an organisation is known by."""

    upload = forms.FileField(
        label=_("Picture"),
        help_text=_("A PNG, JPEG or WebP, of at most one megabyte and 2000 by 2000 pixels."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={
            "required": _("Choose a picture."),
            "empty": _("The file is empty. Choose it again, or save it again first."),
        },
    )


def _regions_of(form: forms.Form) -> list[RegionOfChoices]:
    field = form.fields["areas"]
    assert isinstance(field, AreasByRegion)
    return regions_of(form["areas"], field.queryset or ())


def _offer_areas(form: forms.Form, chosen: Collection[Area] = ()) -> None:
    field = form.fields["areas"]
    assert isinstance(field, AreasByRegion)
    field.offer(chosen)


class OrganisationRoleForm(forms.Form):
    """Another role for one of an organisation's people."""

    role = forms.ChoiceField(label=_("Role"), choices=ORGANISATION_CHOICES)


class PersonForm(forms.Form):
    """Someone with an account, who belongs to an organisation."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("The one with which they sign in."),
        error_messages={
            "required": _("Write the email address."),
            "invalid": _("Write a whole email address, such as robin@example.org."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=ORGANISATION_CHOICES,
        help_text=_("An organiser says what the organisation is, and who belongs to it."),
    )


class InviteForm(forms.Form):
    """An address that is invited to an organisation."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("The invitation is good for this address only, so it can be passed on to nobody else."),
        error_messages={
            "required": _("Write the email address."),
            "invalid": _("Write a whole email address, such as robin@example.org."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=ORGANISATION_CHOICES,
        help_text=_("An organiser says what the organisation is, and who belongs to it."),
    )


class WorkspaceInviteForm(forms.Form):
    """An address that is invited to a workspace, to speak for one of its partners."""

    email = InviteForm.base_fields["email"]
    partner = forms.ChoiceField(
        label=_("Speaks for"),
        help_text=_("They come to belong to it too. Only partners whose organiser you are."),
        error_messages={"required": _("Choose a partner."), "invalid_choice": _("Choose one of the partners listed.")},
    )
    role = MemberForm.base_fields["role"]

    def __init__(self, *args: Any, offered: Iterable[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.organisation.slug, each.organisation.name) for each in offered]


class CodeForm(forms.Form):
    """A code that was read aloud, and the address to which the invitation goes."""

    email = forms.EmailField(
        label=_("Email address that is invited"),
        max_length=254,
        error_messages={
            "required": _("Write the email address."),
            "invalid": _("Write a whole email address, such as robin@example.org."),
        },
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Eight letters and figures that were read to you. Capitals and dashes do not matter."),
        error_messages={"required": _("Write the code.")},
    )


class MergerForm(forms.Form):
    """With which organisation one's own is to be merged, and why."""

    other = forms.ModelChoiceField(
        label=_("With which organisation"),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        empty_label=_("Choose…"),
        help_text=_("Only verified ones are listed."),
        error_messages={
            "required": _("Choose an organisation."),
            "invalid_choice": _("Choose one of the organisations listed."),
        },
    )
    reason = ProseField(
        label=_("Why, and which of the two goes on"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why in a sentence: whoever wonders later reads it.")},
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data)
        alike = Organisation.objects.verified().filter(is_demonstration=organisation.is_demonstration)
        offered = alike.exclude(pk=organisation.pk).order_by("name")
        self.fields["other"].queryset = offered  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """Why an organisation is closed."""

    reason = ProseField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence for whoever wonders later."),
        error_messages={"required": _("Say why in a sentence: whoever wonders later reads it.")},
    )


class ExportForm(forms.Form):
    """Whether what is taken away names people."""

    names = forms.ChoiceField(
        label=_("Names of people"),
        widget=forms.RadioSelect,
        required=False,
        initial="",
        choices=[
            ("", _("Without names: the role of whoever it was, and the organisation")),
            ("with", _("With names, as they were then")),
        ],
    )
