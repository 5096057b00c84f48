"""What `manage.py check` says of files: whether anybody looks through those that people bring."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register

from apps.files.scanning import scanner


@register(Tags.security)
def scanner_is_there(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """An error where FILE_SCANNER names something that is not there."""
    try:
        scanner()
    except (ImportError, ValueError) as error:
        return [Error(f"FILE_SCANNER cannot be used: {error}", hint="See .env.example.", id="files.E001")]
    return []


@register(Tags.security, deploy=True)
def somebody_scans(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """Said by `check --deploy`, where nobody looks through files."""
    if not settings.FILE_SCANNER:
        said = "Files that people bring are not looked through for harmful software: FILE_SCANNER names no scanner."
        return [Info(said, hint="See docs/running.md.", id="files.I001")]
    return []
