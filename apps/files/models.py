"""Files that people brought. The bytes live in the database: one backup, one transaction, no disk to share."""

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """One file as it came: its name, size and checksum. Read its bytes only where they are needed.

    The bytes of a small file are its `content`, those of a large one its parts: `apps.files.queries` gives both.
    """

    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(blank=True)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    stored_at = models.DateTimeField(auto_now_add=True)
    scope_kind = models.CharField(max_length=40, blank=True, help_text="Whose people may fetch it; empty: stewards.")
    scope_id = models.BigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class FilePart(models.Model):
    """Some of the bytes of a large file, so that nobody has to hold all of them at once."""

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField(help_text="Its place among the parts, from 0.")
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="files_part_once")]

    def __str__(self) -> str:
        return f"{self.file_id}, part {self.number}"
