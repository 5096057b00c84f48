"""`{% can "figures.import" as may_import %}` decides what is offered, never what is allowed."""

from typing import Any

from django import template

from apps.access.checks import grants, roles_held
from apps.access.permissions import Permission

register = template.Library()


@register.simple_tag(takes_context=True)
def can(context: dict[str, Any], permission: str, scope: Any = None) -> bool:
    """Whether the reader of this page may. What they are in a scope is asked once for a page."""
    request = context.get("request")
    # An attribute of the request, as a page is rendered from many templates that share nothing else.
    known = request.__dict__.setdefault("_roles_held", {}) if request is not None else {}
    key = scope and (type(scope), scope.pk)
    if key not in known:
        known[key] = roles_held(getattr(request, "user", None), on=scope)
    return grants(known[key], Permission(permission))
