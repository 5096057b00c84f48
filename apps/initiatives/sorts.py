"""Pure: what sorts of policies and initiatives there are, and whom they may be for."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sort(models.TextChoices):
    """What sort of policy or initiative it is, nearer than its kind."""

    STRATEGY = "strategy", _("strategy")
    PLAN = "plan", _("plan")
    BY_LAW = "by-law", _("by-law")
    BUYING = "buying", _("commissioning or procurement rule")
    OTHER_RULE = "other-rule", _("another rule")
    PROJECT = "project", _("project")
    PROGRAMME = "programme", _("programme")
    CAMPAIGN = "campaign", _("campaign")
    PLEDGE = "pledge", _("pledge")
    OTHER = "other", _("another thing that is done")


#: The sorts of each kind.
SORTS_OF: Mapping[str, tuple[Sort, ...]] = {
    "policy": (Sort.STRATEGY, Sort.PLAN, Sort.BY_LAW, Sort.BUYING, Sort.OTHER_RULE),
    "initiative": (Sort.PROJECT, Sort.PROGRAMME, Sort.CAMPAIGN, Sort.PLEDGE, Sort.OTHER),
}


class Group(models.TextChoices):
    """Whom it is for. The words of a partner say more; these are what one can look for."""

    EVERYONE = "everyone", _("everyone")
    UNDER_FIVE = "under-5", _("children under 5 and their parents")
    YOUNG = "young", _("children and young people")
    WORKING_AGE = "working-age", _("people of working age")
    OLDER = "older", _("older people")
    WOMEN = "women", _("women and girls")
    MEN = "men", _("men and boys")
    LGBT = "lgbt", _("lesbian, gay, bisexual and trans people")
    DISABLED = "disabled", _("disabled people")
    ILL = "ill", _("people with a long-term illness")
    MIND = "mental-health", _("people with poor mental health")
    CARERS = "carers", _("carers")
    LOW_INCOME = "low-income", _("people on low incomes")
    WITHOUT_WORK = "without-work", _("people without work")
    ETHNIC = "ethnic-minorities", _("minority ethnic communities")
    NEWCOMERS = "newcomers", _("refugees and newcomers")
    HOMELESS = "homeless", _("people without a home")
    ALONE = "alone", _("people who are lonely")
    BUSINESSES = "businesses", _("businesses and those who work there")


def fits(kind: str, sort: str) -> bool:
    """Whether a sort is one of a kind's; none at all fits both."""
    return not sort or sort in SORTS_OF.get(kind, ())
