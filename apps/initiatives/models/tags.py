"""Which elements of the index an initiative touches, whether or not there is a goal on them."""

from django.db import models

from apps.initiatives.models.initiative import Initiative


class Tag(models.Model):
    """An initiative touches an element of the index, which is named by its code.

    By its code, so that the tag follows into later editions: what it stands for now is `apps/goals/lineage.py` to say.
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="tags")
    code = models.SlugField(max_length=60)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["initiative", "code"], name="initiatives_tag_once")]

    def __str__(self) -> str:
        return f"{self.code} of initiative {self.initiative_id}"
