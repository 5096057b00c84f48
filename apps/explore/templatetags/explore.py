"""`{% score_track reading %}`: the small line with the score as a dot."""

from django import template
from django.utils.safestring import SafeString

from apps.explore import drawing
from apps.scores.queries import Reading

register = template.Library()


@register.simple_tag
def score_track(reading: Reading) -> SafeString:
    return drawing.score_track(reading)
