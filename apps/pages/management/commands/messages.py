"""`manage.py messages`: gather all words into the Welsh catalogue; with --check say whether that is up to date."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.pages import extracting
from apps.pages.catalogue import comment_of, gathered, merged, read_po, write_po


class Command(BaseCommand):
    help = "Gather all words that are marked for translation into locale/cy; keeps the translations there are."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail when the catalogue is not up to date."
        )

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        path = extracting.catalogue_path()
        before = path.read_text("utf-8") if path.exists() else ""
        header, known = read_po(before)
        messages = merged(gathered(extracting.marked_words()), known, extracting.FORMS)
        now = write_po(header or extracting.HEADER, messages, comment_of(before) or extracting.COMMENT)
        if check and now != before:
            raise CommandError("The Welsh catalogue is not up to date: run `make messages`.")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(now, "utf-8")
        told = sum(message.is_told for message in messages)
        self.stdout.write(f"{len(messages)} messages, {told} of them in Welsh.")
