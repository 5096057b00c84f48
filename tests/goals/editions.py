"""The edition again, with changes to one of its indicators."""

from apps.access.checks import OPERATOR
from apps.framework.actions import freeze_edition
from apps.framework.models import Edition


def next_edition(world, indicator, /, **changes):
    """The edition again, frozen under another name, with changes to one of its indicators."""
    old, twins = world.edition, {}
    edition = Edition.objects.get(pk=old.pk)
    edition.pk, edition.code, edition.name, edition.frozen_at = None, f"{old.code}-next", "Next edition", None
    edition.save()
    for element in old.elements.select_related("parent").order_by("position"):
        before = element.pk
        element.pk, element.edition, element.parent = None, edition, twins.get(element.parent_id)
        for name, value in (changes if element.code == indicator else {}).items():
            setattr(element, name, value)
        element.save()
        twins[before] = element
    world.edition = freeze_edition(by=OPERATOR, edition=edition)
