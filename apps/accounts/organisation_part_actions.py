"""What accounts keep of an organisation: its people, its domains, its logo, and what became part of it before."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.access.roles import Role
from apps.accounts.domain_actions import add_domains
from apps.accounts.models import Organisation, OrganisationPerson, SignOn
from apps.accounts.parts import Part, nothing_hinders, register
from apps.accounts.queries import logo_files
from apps.activity.actions import forget_notifications


def _hold(organisations: list[int]) -> None:
    # Whoever opens a workspace holds their own row here: they are in it before their organisation goes, or not at all.
    list(OrganisationPerson.objects.select_for_update().filter(organisation__in=organisations).order_by("pk"))


def _foretold(old: Organisation, new: Organisation) -> list[str]:
    said = [*_of_people(old, new), *_of_what_it_shows(old, new)]
    if domains := list(old.domains.all()):
        joins = _("Whoever has an email address in %(domains)s can join %(new)s by themselves.")
        said.append(joins % {"domains": ", ".join(map(str, domains)), "new": new})
        said += _of_its_sign_on(old, new)
    earlier = _("%(earlier)s, which became part of it before, leads on to %(new)s.")
    return said + [earlier % {"earlier": each, "new": new} for each in old.absorbed.order_by("name")]


def _of_people(old: Organisation, new: Organisation) -> list[str]:
    count = old.people.count()
    said = ngettext(
        "%(count)d person goes over to %(new)s, in the role that they have.",
        "%(count)d people go over to %(new)s, in the roles that they have.",
        count,
    )
    both = _("%(person)s belongs to both, and keeps the higher of the two roles.")
    twice = old.people.filter(person__in=new.people.values("person")).select_related("person")
    return [said % {"count": count, "new": new}, *(both % {"person": each.person} for each in twice)]


def _of_what_it_shows(old: Organisation, new: Organisation) -> list[str]:
    said = [_("%(new)s works in the areas of both.") % {"new": new}]
    if old.description or old.website:
        own = _("%(new)s keeps its own description and website; what %(old)s says of itself is not taken over.")
        said.append(own % {"old": old, "new": new})
    if old.logo_sha256:
        keeps = _("%(new)s keeps its own logo; the other is removed.")
        takes = _("%(new)s takes over the logo, as it has none.")
        said.append((keeps if new.logo_sha256 else takes) % {"new": new})
    if SignOn.objects.filter(organisation=old).exists():
        ends = _("How people of %(old)s sign in ends: an organiser of %(new)s names it, and it is looked at anew.")
        said.append(ends % {"old": old, "new": new})
    council = _of_the_council(old, new)
    return [*said, council] if council else said


def _of_its_sign_on(old: Organisation, new: Organisation) -> list[str]:
    news = old.domains.exclude(domain__in=new.domains.values("domain"))
    if not (news.exists() and SignOn.objects.filter(organisation=new, approved_at__isnull=False).exists()):
        return []
    waits = _("How people of %(new)s sign in waits to be approved anew, as it would be believed of more domains.")
    return [waits % {"new": new}]


def _of_the_council(old: Organisation, new: Organisation) -> str:
    if not old.council_of or old.council_of == new.council_of:
        return ""
    told = {"old": old, "new": new, "area": old.council_of, "other": new.council_of}
    if _takes_over_area(old, new):
        return _("%(new)s is the council of %(area)s from then on.") % told
    if new.council_of:
        return (
            _("%(old)s is the council of %(area)s, and %(new)s of %(other)s: it stays that of %(other)s only.") % told
        )
    return _("%(old)s is the council of %(area)s, which %(new)s cannot be, as it is not of local government.") % told


def _takes_over_area(old: Organisation, new: Organisation) -> bool:
    return bool(old.council_of and not new.council_of and new.sector == old.sector)


def _moved(_by: Any, old: Organisation, new: Organisation) -> dict[str, Any]:
    people, domains = _move_people(old, new), _move_domains(old, new)
    # It was approved for the addresses of the old one, and would be believed of those of the new one too.
    SignOn.objects.filter(organisation=old).delete()
    new.areas.add(*old.areas.all())
    if _takes_over_area(old, new):
        new.council_of = old.council_of
    _move_logo(old, new)
    new.save(update_fields=["council_of", "logo_sha256"])
    old.save(update_fields=["logo_sha256"])
    earlier = list(old.absorbed.order_by("pk").values_list("pk", flat=True))
    old.absorbed.update(merged_into=new)
    return {"people": people, "domains": domains, "earlier": earlier}


def _move_people(old: Organisation, new: Organisation) -> list[int]:
    there = {each.person_id: each for each in new.people.all()}
    moved = []
    for each in old.people.order_by("pk"):
        moved.append(each.person_id)
        twin = there.get(each.person_id)
        if twin is None:
            each.organisation = new
            each.save(update_fields=["organisation"])
            continue
        if each.role == Role.ORGANISER and twin.role != Role.ORGANISER:
            twin.role = Role.ORGANISER
            twin.save(update_fields=["role"])
        each.delete()
    return moved


def _move_domains(old: Organisation, new: Organisation) -> list[str]:
    known = set(new.domains.values_list("domain", flat=True))
    news = sorted(set(old.domains.values_list("domain", flat=True)) - known)
    old.domains.all().delete()
    add_domains(new, news)
    return news


def _move_logo(old: Organisation, new: Organisation) -> None:
    if not old.logo_sha256:
        return
    if new.logo_sha256:
        logo_files(old).delete()
    else:
        logo_files(old).update(scope_id=new.pk)
        new.logo_sha256 = old.logo_sha256
    old.logo_sha256 = ""


def _ended(_by: Any, organisation: Organisation) -> None:
    for each in organisation.people.select_related("person"):
        forget_notifications(person=each.person, scope=organisation)
        each.delete()
    organisation.domains.all().delete()
    SignOn.objects.filter(organisation=organisation).delete()


register(
    Part(
        floor=0,
        name="accounts",
        relations=frozenset(
            {
                "accounts.OrganisationPerson.organisation",
                "accounts.OrganisationDomain.organisation",
                "accounts.Organisation.merged_into",
                "accounts.SignOn.organisation",
            }
        ),
        hold=_hold,
        foretold=_foretold,
        moved=_moved,
        hindrances=nothing_hinders,
        ended=_ended,
    )
)
