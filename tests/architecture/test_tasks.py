"""Background work: every kind names its queue and its limit, and only `background` knows Celery."""

import ast

import pytest
from django.apps import apps
from django.conf import settings

from apps.background import registry
from tests.architecture.source import APPS, ROOT, imported_by, modules, tree_of


def decorated_jobs():
    """(module, function, decorator call) of everything marked @job or @on."""
    for path in modules():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef):
                for call in node.decorator_list:
                    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"job", "on"}:
                        yield path, node, call


def test_only_background_and_the_project_know_celery():
    knowing = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if any(name.split(".")[0] in {"celery", "kombu"} for name in imported_by(path))
    }

    assert {name.split("/")[1] for name in knowing} == {"background"}


def test_jobs_stand_in_jobs_modules():
    strays = [
        f"{path.relative_to(ROOT)}: {function.name}"
        for path, function, _ in decorated_jobs()
        if path.stem != "jobs" and "jobs" not in path.parts
    ]

    assert strays == []


def test_every_job_names_its_queue_and_its_time_limit():
    silent = [
        f"{path.relative_to(ROOT)}: {function.name}"
        for path, function, call in decorated_jobs()
        if call.func.id == "job" and {keyword.arg for keyword in call.keywords} != {"queue", "time_limit"}
    ]

    assert silent == []
    assert any(call.func.id == "job" for _, _, call in decorated_jobs())


def test_a_job_is_handed_the_work_and_what_it_is_about():
    wrong = [
        f"{path.relative_to(ROOT)}: {function.name}"
        for path, function, _ in decorated_jobs()
        if len(function.args.args) != 2 or function.args.args[0].arg != "work"
    ]

    assert wrong == []


def test_every_app_with_jobs_is_installed_so_that_they_are_found():
    with_jobs = {path.relative_to(APPS).parts[0] for path, _, _ in decorated_jobs()}

    assert with_jobs <= {config.label for config in apps.get_app_configs()}


@pytest.mark.parametrize("queue", list(registry.Queue))
def test_celery_has_every_queue(queue):
    from tpi_platform.celery import app  # noqa: PLC0415 - the project is imported by nothing else

    assert queue.value in {declared.name for declared in app.conf.task_queues}


def test_no_time_limit_outlasts_what_the_broker_waits_before_it_hands_a_message_out_again():
    limits = [
        keyword.value.value
        for _, _, call in decorated_jobs()
        for keyword in call.keywords
        if keyword.arg == "time_limit" and isinstance(keyword.value, ast.Constant)
    ]

    assert max(limits) < settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]


def test_celery_never_runs_eagerly_and_trusts_json_only():
    assert not getattr(settings, "CELERY_TASK_ALWAYS_EAGER", False)
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]
    assert settings.CELERY_RESULT_BACKEND is None
