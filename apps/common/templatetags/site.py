"""`{% site_name %}`: the name of the site, also where there is no request."""

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def site_name() -> str:
    """What this site is called."""
    return str(settings.SITE_NAME)


@register.simple_tag
def site_tagline() -> str:
    """The line below its name."""
    return settings.SITE_TAGLINE or _("a rebuilt index on open data")
