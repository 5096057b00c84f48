"""Rows are written by actions and jobs only. Everything else asks them to."""

import ast

import pytest

from tests.architecture.source import APPS, modules, tree_of

WRITES = {
    "save", "create", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create",
    "acreate", "asave", "adelete", "aupdate", "executemany", "copy",
}  # fmt: skip
#: Functions that write rows for those who may.
WRITING = {"add_rows", "copy_columns", "copy_rows"}
#: Modules that may write, by the house's list of files; anything else needs its own line with a reason.
WRITERS = {"actions", "jobs"}
ALLOWED: dict[str, str] = {
    "accounts/sessions.py": "keeps sessions, as Django's own store does, and where they were last seen",
    "areas/reorganising.py": "the actions of reorganisations, beside those of the list of areas",
    "areas/succeeding.py": "makes the areas of a reorganisation for the action that brings it in",
    "common/bulk.py": "adds many rows for those who may write",
    "background/claim.py": "claims, leases and ends jobs: the machinery under every job",
    "background/work.py": "beats and finishes under the fence: the machinery under every job",
    "figures/history_actions.py": "the actions of earlier figures of new areas, beside those of imports",
    "figures/arrivals.py": "says that an expected release came, for the job that loads it, or is expected again",
    "figures/writing.py": "writes the figures of an import for the job that loads it",
    "figures/snapshots.py": "keeps a snapshot for the job that takes it; one that is known already is not written",
    "workspaces/leaving.py": "takes a member out for the action and for the job, which both do it the same way",
    "scores/studies.py": "begins, keeps and ends studies for the action and for the job, which both do it the same way",
    "scores/runs.py": "begins and stores runs for the action and for the job, which both do it the same way",
}
#: Calls with a writer's name on something that is no row of ours.
HARMLESS_RECEIVERS = {
    "dict",
    "set",
    "digest",
    "hasher",
    "hash",
    "sha",
    "sha256",
    "cache",
    "np",
    "context",
    "shutil",
    "book",
    "deck",
    "picture",
}


def writes_in(tree):
    """(line, call) of every call that could write a row: a method named like one, on something not known harmless."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WRITING:
            yield node.lineno, node.func.id
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            receiver = ast.unparse(node.func.value)
            if looks_like_rows(node.func.attr, receiver, node):
                yield node.lineno, f"{receiver}.{node.func.attr}"


def looks_like_rows(method, receiver, call):
    if receiver.split("(")[0].split(".")[0].split("_")[-1] in HARMLESS_RECEIVERS:
        return False
    if method == "update":
        # A queryset's update() takes keywords only; a dictionary's or a hash's takes a positional argument.
        return not call.args
    if method == "copy":
        return "cursor" in receiver
    return True


def may_write(path):
    relative = path.relative_to(APPS)
    # Actions of one noun may stand in a module of their own: source_actions.
    return (
        path.stem.rpartition("_")[2] in WRITERS
        or bool({"actions", "jobs"} & set(relative.parts))
        or relative.as_posix() in ALLOWED
    )


def test_only_actions_and_jobs_write():
    offences = [
        f"{path.relative_to(APPS)}:{line} {call}"
        for path in modules()
        if not may_write(path)
        for line, call in writes_in(tree_of(path))
    ]

    assert offences == []


def test_every_allowed_module_exists_and_does_write():
    idle = [name for name in ALLOWED if not (APPS / name).exists() or not list(writes_in(tree_of(APPS / name)))]

    assert idle == []


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("area.save()", True),
        ("Area.objects.create(name='x')", True),
        ("Area.objects.filter(pk=1).update(name='x')", True),
        ("Area.objects.all().delete()", True),
        ("add_rows(areas)", True),
        ("names.update({'a': 1})", False),
        ("digest.update(b'x')", False),
        ("Area.objects.filter(pk=1)", False),
    ],
)
def test_a_write_is_seen(line, seen):
    assert bool(list(writes_in(ast.parse(line)))) is seen


def test_no_raw_sql_is_made_of_pieces():
    """Text of a query is a constant: nothing from a person can become part of it."""
    offences = [
        f"{path.relative_to(APPS)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"execute", "raw", "extra"}
        and node.args
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]

    assert offences == []


#: Modules that vouch for markup, and why they may.
VOUCHED = {
    "explore/drawing.py": "SVG of our own charts, which escape every word that they draw",
    "pages/views.py": "SVG of our own charts, on the gallery's page",
    "goals/drawing.py": "SVG of our own charts, which escape every word that they draw",
}


def names_used(names):
    """Every module that uses one of `names`, by its path below apps."""
    return {
        path.relative_to(APPS).as_posix()
        for path in modules()
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Name) and node.id in names)
        or (isinstance(node, ast.alias) and node.name.split(".")[-1] in names)
    }


def test_nothing_is_unpickled_or_evaluated():
    assert names_used({"pickle", "marshal", "shelve", "dill", "eval", "exec", "csrf_exempt"}) == set()


def test_markup_is_vouched_for_in_few_places():
    assert names_used({"mark_safe"}) <= set(VOUCHED)
    assert set(VOUCHED) <= names_used({"mark_safe"})
