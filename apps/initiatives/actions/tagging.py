"""Which elements of the index an initiative touches, as whoever may change it says."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.framework.models import Element
from apps.initiatives.actions.telling import tell
from apps.initiatives.holding import opened
from apps.initiatives.models import Initiative, Tag
from apps.initiatives.tags import index_now

#: What touches everything says nothing.
MOST_TAGS = 20


@transaction.atomic
def tag_initiative(*, by: Any, initiative: Initiative, codes: Collection[str]) -> Initiative:
    """Say that it touches elements of the index as it is now; those that it touches already stay as they are."""
    initiative = opened(by, initiative)
    index = index_now()
    elements = [index.now(code) for code in dict.fromkeys(codes)]
    if not elements or any(element is None or element.level > Element.Level.DOMAIN for element in elements):
        raise Refused(_("Choose among the elements of the index as it is now."))
    known = {index.code_now(tag.code) for tag in initiative.tags.all()}
    new = [element for element in elements if element and element.code not in known]
    if len(known) + len(new) > MOST_TAGS:
        raise Refused(
            _("That would be more than %(most)d elements. Choose those that it touches most, or take some out first.")
            % {"most": MOST_TAGS}
        )
    if not new:
        return initiative
    for element in new:
        Tag.objects.create(initiative=initiative, code=element.code)
    said = _("touches now: %(elements)s") % {"elements": ", ".join(element.name for element in new)}
    return tell(Verb.INITIATIVE_TAGGED, by, initiative, said=said, added=[element.code for element in new])


@transaction.atomic
def untag_initiative(*, by: Any, tag: Tag) -> Initiative:
    """Say that it touches an element no more, under whichever code it was named; nothing happens where it did not."""
    initiative = opened(by, tag.initiative)
    index = index_now()
    same = [each for each in initiative.tags.all() if index.code_now(each.code) == index.code_now(tag.code)]
    if not same:
        return initiative
    initiative.tags.filter(pk__in=[each.pk for each in same]).delete()
    said = _("touches no more: %(element)s") % {"element": index.name_of(tag.code)}
    return tell(Verb.INITIATIVE_TAGGED, by, initiative, said=said, removed=[each.code for each in same])
