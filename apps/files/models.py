"""Files that people brought. The bytes live in the database: one backup, one transaction, no disk to share."""

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """One file as it came: its name, size and checksum. Read `content` only where it is needed."""

    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    stored_at = models.DateTimeField(auto_now_add=True)
    scope_kind = models.CharField(max_length=40, blank=True, help_text="Whose people may fetch it; empty: stewards.")
    scope_id = models.BigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
