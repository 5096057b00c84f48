"""Whatever points to organisations says what merging and closing one does to it."""

from apps.accounts.models import Organisation
from apps.accounts.parts import parts
from apps.workspaces.models import Partner


def pointing_to(model):
    """The fields of all models that point to one, also where nothing is named for the way back."""
    relations = [each for each in model._meta.get_fields(include_hidden=True) if each.auto_created and each.is_relation]
    # The rows between two many-to-many are of the field that has them.
    pointing = [each for each in relations if not each.concrete and not each.related_model._meta.auto_created]
    return {f"{each.related_model._meta.label}.{each.field.name}" for each in pointing}


def test_every_relation_to_an_organisation_is_somebodys_part():
    """If this fails: say in the app's `organisation_part_actions.py` what becomes of it, then name the field there."""
    told = [relation for part in parts() for relation in part.relations]

    assert set(told) == pointing_to(Organisation)
    assert len(told) == len(set(told))


def test_it_is_known_what_points_to_a_partner_that_goes():
    """If this fails: say in `_moved` of workspaces whether it moves to the partner that stays, and test it."""
    assert pointing_to(Partner) == {"workspaces.Member.partner", "initiatives.Initiative.kept_to"}


def test_they_come_from_the_lowest_floor_up():
    assert [part.name for part in parts()][:2] == ["accounts", "workspaces"]
