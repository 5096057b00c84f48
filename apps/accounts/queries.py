"""Who belongs to which organisation."""

from typing import Any

from apps.accounts.models import Organisation, OrganisationPerson


def organisations_of(user: Any) -> list[OrganisationPerson]:
    """Where someone belongs, by the name of the organisation: one query."""
    mine = OrganisationPerson.objects.filter(person_id=user.pk, organisation__in=Organisation.objects.visible_to(user))
    return list(mine.select_related("organisation").order_by("organisation__name"))


def people_of(organisation: Organisation) -> list[OrganisationPerson]:
    """The people of an organisation, by name: one query."""
    return list(organisation.people.select_related("person").order_by("person__name", "pk"))
