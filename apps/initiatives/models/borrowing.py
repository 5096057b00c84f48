"""From where a policy or initiative was taken, with credit."""

from django.db import models

from apps.common.fields import Title
from apps.initiatives.models.initiative import Initiative


class Borrowing(models.Model):
    """Something was begun from what others show to the public: only what was public then is in it.

    The credit is kept in the words of that day, and stays when the source is hidden or gone. Who reads it sees no more
    of the source than the public does.
    """

    initiative = models.OneToOneField(Initiative, models.CASCADE, related_name="borrowing")
    source = models.ForeignKey(Initiative, models.SET_NULL, null=True, related_name="+")
    title = Title(max_length=140, help_text="What it was called.")
    organisation = Title(max_length=200, help_text="Who led it.")
    workspace = models.CharField(max_length=140, help_text="Where it was shown.")
    workspace_slug = models.SlugField(max_length=140)
    borrowed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"“{self.title}”, {self.organisation}, {self.workspace}"
