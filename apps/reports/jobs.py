"""Making board packs, and asking for those that are due."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.activity.actions import record
from apps.activity.verbs import Verb
from apps.background.actions import ask
from apps.background.registry import Queue, each_sweep, job
from apps.background.work import Work
from apps.charts.site import painter
from apps.files.actions import keep_made
from apps.files.models import StoredFile
from apps.reports import quarters
from apps.reports.documents import document
from apps.reports.gathering import gathered
from apps.reports.models import MAKE, Pack, PackSchedule
from apps.reports.slides import slides
from apps.reports.workbooks import workbook

_STEPS = 4
_SORTS = {
    "document": ("pdf", "application/pdf"),
    "slides": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "workbook": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@job(MAKE, queue=Queue.HEAVY, time_limit=600)
def make_pack(work: Work, pack_id: int | None) -> None:
    """Make a pack; does nothing if it is gone or made. Safe to run twice: what it shows and its files come at once."""
    pack = Pack.objects.select_related("workspace", "asked_by").filter(pk=pack_id or 0, made_at=None).first()
    if pack is None:
        return
    work.beat("Reading the figures", 0, _STEPS)
    shown = gathered(pack)
    paint = painter(settings.BASE_DIR)
    made = {}
    for done, (name, write) in enumerate(
        (
            ("document", lambda: document(shown, [paint(goal["picture"]) for goal in shown["goals"]])),
            ("slides", lambda: slides(shown)),
            ("workbook", lambda: workbook(shown)),
        ),
        1,
    ):
        work.beat(f"Writing the {name}", done, _STEPS)
        made[name] = write()
    with work.finishing():
        for name, content in made.items():
            setattr(pack, name, _kept(pack, name, content))
        pack.shown, pack.made_at = shown, timezone.now()
        pack.save(update_fields=["shown", "made_at", *made])
        people = [pack.asked_by_id] if pack.asked_by_id else []
        record(Verb.PACK_MADE, actor=None, subject=pack, scope=pack.workspace, tell=people)


def _kept(pack: Pack, name: str, content: bytes) -> StoredFile:
    ending, media_type = _SORTS[name]
    return keep_made(
        name=f"{pack.workspace.slug}-{pack.ends.isoformat()}.{ending}", media_type=media_type, content=content
    )


@each_sweep
def ask_for_what_is_due() -> None:
    """Ask for the pack of each schedule whose quarter is over; of what was missed while nothing ran, the latest."""
    due = PackSchedule.objects.filter(ended_at=None, next_on__lte=timezone.localdate(), workspace__archived_at=None)
    for pk in due.values_list("pk", flat=True):
        _ask_for(pk)


@transaction.atomic
def _ask_for(pk: int) -> None:
    schedule = PackSchedule.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=pk)
    today = timezone.localdate()
    if schedule.ended_at or schedule.next_on > today:
        return
    begins, ends = quarters.last_whole(today)
    schedule.next_on = quarters.after(today)
    schedule.save(update_fields=["next_on"])
    words = {"title": schedule.title, "words": schedule.words, "asked_by_id": schedule.asked_by_id, "ends": ends}
    pack, is_new = Pack.objects.get_or_create(
        schedule=schedule, begins=begins, defaults=words | {"workspace": schedule.workspace}
    )
    if is_new:
        pack.goals.set(schedule.goals.all())
        record(Verb.PACK_ASKED, actor=None, subject=pack, scope=schedule.workspace)
        ask(MAKE, key=f"pack-{pack.pk}", subject_id=pack.pk)
