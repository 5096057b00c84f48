"""The address alone says what form an answer has: one address, one answer, whatever a browser claims to accept."""

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation


class ByAddress(BaseContentNegotiation):
    def select_parser(self, request: Any, parsers: Any) -> Any:
        """Nothing is ever read from a request's body."""
        return None

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type
