"""`{% can "figures.import" as may_import %}` decides what is offered, never what is allowed."""

from typing import Any

from django import template

from apps.access.checks import can as can_
from apps.access.permissions import Permission

register = template.Library()


@register.simple_tag(takes_context=True)
def can(context: dict[str, Any], permission: str, scope: Any = None) -> bool:
    """Whether the reader of this page may."""
    request = context.get("request")
    return can_(getattr(request, "user", None), Permission(permission), on=scope)
