"""All that an initiative says of itself besides its words, goals and steps, as its page shows it."""

from dataclasses import dataclass

from django.db.models import Prefetch

from apps.accounts.models import Organisation
from apps.common.numbers import number
from apps.files.models import StoredFile
from apps.initiatives.models import Document, Initiative, Involvement
from apps.initiatives.people_queries import working_on
from apps.initiatives.sorts import Group
from apps.initiatives.tags import Touched, index_now, touched_by


@dataclass(frozen=True)
class Description:
    """Who works on it and takes part, whom it is for, what it costs, its documents, the elements that it touches."""

    groups: tuple[str, ...]
    budget: str
    partners: tuple[Organisation, ...]
    people: tuple[Involvement, ...]
    documents: tuple[Document, ...]
    touched: tuple[Touched, ...]


def description_of(initiative: Initiative) -> Description:
    """A fixed number of queries, and no file is read."""
    files = Prefetch("file", StoredFile.objects.defer("content"))
    # Of what touches nothing the index is not asked.
    tagged = initiative.tags.exists()
    return Description(
        groups=tuple(str(Group(code).label) for code in initiative.groups if code in Group.values),
        budget=f"£{number(initiative.budget, 0)}" if initiative.budget is not None else "",
        partners=tuple(initiative.partners.order_by("name")),
        people=working_on(initiative),
        documents=tuple(initiative.documents.select_related("added_by").prefetch_related(files)),
        touched=touched_by(initiative, index_now()) if tagged else (),
    )
