"""What belongs to an initiative and is no evidence: its text, its plan, its terms."""

import uuid

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.common.fields import Title, WebAddress
from apps.files.models import StoredFile
from apps.initiatives.models.initiative import Initiative


class Document(models.Model):
    """A document of an initiative: a link, or a file that whoever sees the initiative may download; never both."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="documents")
    title = Title(_("title"), max_length=140)
    link = WebAddress(_("link"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])])
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    key = models.UUIDField(default=uuid.uuid4, help_text="Comes with the form: sent twice, it is added once.")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="initiatives_document_added_once"),
            models.CheckConstraint(
                condition=Q(link="", file__isnull=False) | (~Q(link="") & Q(file__isnull=True)),
                name="initiatives_document_is_a_link_or_a_file",
                violation_error_message=_("Give a link or a file, and not both."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
