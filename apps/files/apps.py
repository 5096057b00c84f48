"""The app of files, with what is checked of it when a process starts."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Registers the checks."""

    name = "apps.files"

    def ready(self) -> None:
        from apps.files import checks  # noqa: F401, PLC0415 - they register themselves
