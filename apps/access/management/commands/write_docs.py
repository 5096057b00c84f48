"""`manage.py write_docs`: the pages of docs/ that are made from the code; `--check` only says whether they are true."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.module_loading import autodiscover_modules

from apps.access.drawing import access_page
from apps.common.documents import DOCUMENTS
from apps.common.state_drawing import states_page

PAGES = {"access.md": access_page, "states.md": states_page}


class Command(BaseCommand):
    help = "Write the documents that are made from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a document is out of date")

    def handle(self, *, check: bool, **options: Any) -> None:
        # Every app's tables of states and documents register themselves.
        autodiscover_modules("states", "documents")
        for name, page in (PAGES | DOCUMENTS).items():
            path = settings.BASE_DIR / "docs" / name
            with translation.override("en-gb"):
                text = page()
            if path.exists() and path.read_text("utf-8") == text:
                continue
            if check:
                raise CommandError(f"docs/{name} is out of date. Run: python manage.py write_docs")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            self.stdout.write(f"docs/{name} is written anew.")
