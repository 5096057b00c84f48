"""What is said otherwise of a goal on a local measure: nobody publishes its figures, its workspace keeps them."""

from django.utils.translation import gettext as _

from apps.goals.models import Goal


def subject_name(goal: Goal) -> str:
    """What a goal is on, marked where that is no part of the index."""
    if goal.is_local:
        return _("%(measure)s (local measure)") % {"measure": goal.subject.name}
    return goal.subject.name


def read_otherwise(what: str) -> str:
    """That a figure was corrected, in a sentence to be filled in."""
    if what == "revised":
        return _("The figure for %(period)s was corrected from %(was)s to %(now)s.")
    return _(
        "The figure it started from (%(period)s) was corrected from %(was)s to %(now)s; "
        "the road stays as it was agreed."
    )


def taken_out() -> str:
    """That a figure was taken out, in a sentence to be filled in."""
    return _("The figure for %(period)s was taken out.")


def incomparable() -> str:
    """That the figure of a goal's baseline was taken out, in a sentence to be filled in."""
    return _("The figure it started from (%(period)s) was taken out, so it cannot be compared any more.")
