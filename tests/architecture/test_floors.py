"""Relations between models keep to the floors too: a foreign key by name is an import the linter cannot see."""

import pytest
from django.apps import apps
from django.conf import settings

from tests.architecture.source import APPS, floors, imported_by, modules

PRIVATE = {"views", "forms", "tasks", "jobs"}


def relations():
    """(app that points, app pointed at, field) of every relation between our models, but those to the user model.

    The user model is the one thing pointed at from below, by its setting, as Django intends.
    """
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and model.__module__.startswith("apps."):
                target = field.related_model
                if target._meta.label != settings.AUTH_USER_MODEL:
                    yield model._meta.app_label, target._meta.app_label, f"{model.__name__}.{field.name}"


def climbs(app, target):
    """Whether a relation from `app` to `target` goes up, or sideways into another room."""
    return app != target and floors()[target] <= floors()[app]


def test_no_relation_climbs():
    assert [field for app, target, field in relations() if climbs(app, target)] == []


def test_there_are_relations_to_check():
    assert {("scores", "figures", "Run.snapshot"), ("figures", "areas", "Figure.area")} <= set(relations())


@pytest.mark.parametrize(
    ("app", "target", "expected"),
    [("areas", "scores", True), ("explore", "desks", True), ("scores", "areas", False), ("areas", "areas", False)],
)
def test_climbing_is_seen(app, target, expected):
    assert climbs(app, target) is expected


def test_every_app_has_a_floor_and_every_model_an_app_of_ours_or_a_known_one():
    ours = {model._meta.app_label for model in apps.get_models() if model.__module__.startswith("apps.")}

    assert ours <= set(floors())
    assert {folder.parent.name for folder in APPS.glob("*/__init__.py")} <= set(floors())


def test_every_app_is_installed():
    assert {folder.parent.name for folder in APPS.glob("*/__init__.py")} == (
        {name.removeprefix("apps.") for name in settings.INSTALLED_APPS if name.startswith("apps.")}
        | {"charts"} & {folder.parent.name for folder in APPS.glob("*/__init__.py")}
    )


def test_no_app_reaches_into_anothers_views_forms_tasks_or_jobs():
    offences = []
    for path in modules():
        app = path.relative_to(APPS).parts[0]
        for name in imported_by(path):
            parts = name.split(".")
            if parts[0] == "apps" and len(parts) > 2 and parts[1] != app and parts[2] in PRIVATE:
                offences.append(f"{path.relative_to(APPS)} imports {name}")
    assert offences == []
