"""When the site starts: compile the translations where they are wanted."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class PagesConfig(AppConfig):
    name = "apps.pages"

    def ready(self) -> None:
        # Only where it is on: off, nothing of another language is read, written or served.
        from apps.pages.catalogue import compile_file  # noqa: PLC0415

        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(settings.BASE_DIR, "locale").rglob("*.po")):
                within = source.relative_to(Path(settings.BASE_DIR, "locale")).with_suffix(".mo")
                compile_file(source, Path(folder) / within)
