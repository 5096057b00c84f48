"""`manage.py set_up`: the starter edition, its figures and its scores, by the same actions that people use.

Every step looks at what is there already, so it may be stopped anywhere and run again.
"""

import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.db.models import QuerySet

from apps.access.checks import OPERATOR
from apps.accounts.actions import open_account
from apps.accounts.demonstration import DEMO, PASSWORD
from apps.accounts.models import User
from apps.areas.actions import load_areas
from apps.areas.neighbours_actions import load_neighbours
from apps.background.actions import ask_again
from apps.background.models import Job
from apps.common.errors import Refused
from apps.desks.example_case import example_is_wanted, is_searched, publish_example
from apps.desks.neighbours import set_up_neighbours
from apps.desks.partnership import set_up_partnership
from apps.figures.actions import accept_import, start_import
from apps.figures.models import Import
from apps.figures.starter_set import SetupProblem, starter_files, verify
from apps.framework.actions import draft_edition, freeze_edition
from apps.framework.models import Edition
from apps.framework.queries import current_edition
from apps.practice.actions import search_published
from apps.scores.actions import publish_run, start_run
from apps.scores.models import Run
from apps.scores.queries import published_run

POLL_SECONDS = 0.25
TELL_SECONDS = 5
PATIENCE_SECONDS = 60

Say = Callable[[str], None]


class Command(BaseCommand):
    help = "Load areas and the starter edition, import its figures, score and publish it. Needs a worker running."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            set_up(self.say)
        except (Refused, SetupProblem) as problem:
            raise CommandError(str(problem)) from None
        except DatabaseError as problem:
            raise CommandError(
                f"The database did not take this: {str(problem).strip()}. Mend that (is the disk full?), then run this "
                "again; it goes on where it was."
            ) from problem

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def set_up(say: Say) -> None:
    """Do whatever is not done yet."""
    if settings.DEMONSTRATION:
        open_demonstration_accounts()
    if not published_run():
        set_up_starter(say)
    # Also where the index was published before areas alike were known of.
    load_neighbours(by=OPERATOR)
    if settings.DEMONSTRATION:
        set_up_partnership(say)
        set_up_neighbours()
        set_up_example_case(say)


def set_up_starter(say: Say) -> None:
    """The starter edition, its figures and its scores."""
    say("Setting up the starter edition: about a minute, this once.")
    load_areas(by=OPERATOR)
    edition = ready_edition()
    import_starter_figures(say)
    run = executed_run(edition, say)
    publish_run(by=OPERATOR, run=run)
    say("Scored and published.")


def set_up_example_case(say: Say) -> None:
    """The case study of a demonstration, begun from what a worker finds in the published figures."""
    if not example_is_wanted():
        return
    if search_published(by=OPERATOR):
        wait_for(lambda: "" if is_searched() else "being looked for", what="largest changes", say=say)
    publish_example()


def open_demonstration_accounts() -> None:
    """The people of the demonstration, as far as they have no account yet."""
    known = set(User.objects.values_list("email", flat=True))
    for person in DEMO:
        if person.email not in known:
            open_account(
                by=OPERATOR,
                email=person.email,
                name=person.name,
                password=PASSWORD,
                platform_roles=person.roles,
                is_demonstration=True,
            )


def ready_edition() -> Edition:
    """The frozen edition, drafted and frozen now if need be."""
    return current_edition() or freeze_edition(by=OPERATOR, edition=draft_edition(by=OPERATOR))


def import_starter_figures(say: Say) -> None:
    """Start every import first, then accept each as soon as it is checked: the worker is never idle."""
    verify()
    files = {sha256(content := path.read_bytes()).hexdigest(): (path.name, content) for path in starter_files()}
    known = set(_imports_of(files).values_list("file__sha256", flat=True))
    for checksum, (name, content) in files.items():
        if checksum not in known:
            start_import(by=OPERATOR, name=name, content=content)
    for imported in _imports_of(files).select_related("job"):
        ask_again_if_failed(imported.job)
    wait_for(lambda: _accept_checked(files), what=f"{len(files)} files of figures", say=say)


def _imports_of(files: dict[str, Any]) -> QuerySet[Import]:
    return Import.objects.filter(file__sha256__in=files).exclude(state__in=["declined", "withdrawn"])


def ask_again_if_failed(job: Job | None) -> None:
    """Work that failed for a reason that was mended since, such as a full disk, is tried anew."""
    if job and job.state == Job.State.FAILED:
        ask_again(by=OPERATOR, job=job)


def _accept_checked(files: dict[str, Any]) -> str:
    """Accept what is checked; how far all are, "" once loaded. Raises with the reason of one that cannot be."""
    imports = list(_imports_of(files).select_related("job", "file"))
    for imported in imports:
        if imported.state == Import.State.REFUSED:
            raise SetupProblem(f"The starter file {imported.file.name} was refused. {imported.refusal}")
        _insist_not_failed(imported.job, f"The starter file {imported.file.name}")
        if imported.state == Import.State.CHECKED:
            accept_import(by=OPERATOR, imported=imported)
    checked = sum(imported.state != Import.State.UPLOADED for imported in imports)
    loaded = sum(imported.state == Import.State.LOADED for imported in imports)
    return "" if loaded == len(files) else f"{checked} checked, {loaded} loaded"


def executed_run(edition: Edition, say: Say) -> Run:
    """A run of the edition that is done, waited for if need be."""
    run = Run.objects.filter(edition=edition).first() or start_run(by=OPERATOR, edition=edition)
    ask_again_if_failed(run.job)
    wait_for(lambda: _standing(run), what="scores", say=say)
    return run


def _standing(run: Run) -> str:
    """What a run does at the moment; "" when it is done."""
    run.refresh_from_db()
    _insist_not_failed(run.job, "The run of the scores")
    return "" if run.state == Run.State.DONE else "being worked out"


def _insist_not_failed(job: Job | None, what: str) -> None:
    if job and job.state == Job.State.FAILED:
        raise SetupProblem(f"{what} did not work. {job.reason}")


def wait_for(standing: Callable[[], str], *, what: str, say: Say) -> None:
    """Ask `standing` until it is "", telling what it says; raises when nothing moves for a minute."""
    begun = told = moved = time.monotonic()
    mark = _mark()
    while now_at := standing():
        now = time.monotonic()
        if now - told > TELL_SECONDS:
            told = now
            say(f"  {what}: {now_at} ({now - begun:.0f} s)")
        if (fresh := _mark()) != mark:
            mark, moved = fresh, now
        if now - moved > PATIENCE_SECONDS:
            raise SetupProblem(
                f"Nothing has moved for {PATIENCE_SECONDS} seconds. If no worker runs, start one with `make worker` "
                "(`make demo` brings its own); if one runs, its log says what holds it up. Then run this again; it "
                "goes on where it was."
            )
        time.sleep(POLL_SECONDS)
    say(f"  {what}: done ({time.monotonic() - begun:.0f} s)")


def _mark() -> tuple[object, ...]:
    """Changes whenever any job moves."""
    running = Job.objects.filter(state=Job.State.RUNNING).values_list("pk", "done_units", "attempts")
    return (Job.objects.filter(state=Job.State.ASKED).count(), *running)
