"""Who works on an initiative."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.common.fields import Title
from apps.initiatives.models.initiative import Initiative
from apps.workspaces.models import Member


class Involvement(models.Model):
    """A member of the workspace works on an initiative, and what they do there.

    It goes with the member: whoever leaves the workspace, or closes their account, stands here no more. To look after
    something is another matter, and is handed over.
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="involvements")
    member = models.ForeignKey(Member, models.CASCADE, related_name="involvements")
    does = Title(_("what they do"), max_length=140)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "member"], name="initiatives_involvement_once"),
        ]

    def __str__(self) -> str:
        return f"member {self.member_id} in initiative {self.initiative_id}"
