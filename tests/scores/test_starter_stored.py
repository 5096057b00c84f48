"""The whole starter set through the one import path and a run: the database changes no bit of what the files say."""

from apps.access.checks import OPERATOR
from apps.areas.actions import load_areas
from apps.background.claim import run_waiting
from apps.figures.actions import accept_import, start_import
from apps.figures.models import Import
from apps.figures.starter_set import starter_files
from apps.framework.actions import draft_edition, freeze_edition
from apps.scores.actions import publish_run, start_run
from apps.scores.computing import fingerprint
from apps.scores.models import Run
from apps.scores.runs import TIERS
from apps.scores.verifying import verify
from tests.scores.starter import starter_figures, starter_scores


def test_the_starter_set_scores_to_the_same_bits_through_the_database(db):
    load_areas(by=OPERATOR)
    edition = freeze_edition(by=OPERATOR, edition=draft_edition(by=OPERATOR))
    for path in starter_files():
        start_import(by=OPERATOR, name=path.name, content=path.read_bytes())
    run_waiting()
    for imported in Import.objects.all():
        accept_import(by=OPERATOR, imported=imported)
    run_waiting()
    run = start_run(by=OPERATOR, edition=edition)
    run_waiting()
    run.refresh_from_db()

    publish_run(by=OPERATOR, run=run)

    assert run.state == Run.State.DONE
    assert run.snapshot.sha256 == starter_figures().sha256()
    assert run.result_sha256 == fingerprint(starter_scores(tier) for tier in TIERS)
    assert verify(run).same
