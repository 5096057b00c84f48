"""The platform's addresses, and two pages to compare others with: an empty one, and a plain one.

The plain page is what a careful page of any site costs: three questions to the database, a hundred rows, the layout.
"""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from apps.activity.models import Event
from apps.areas.models import Area
from apps.framework.models import Element
from tpi_platform.urls import handler400, handler403, handler404, handler500
from tpi_platform.urls import urlpatterns as of_the_platform

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

_PLAIN = """{% extends "layouts/base.html" %}
{% block title %}{{ area.name }}{% endblock %}
{% block content %}
<h1>{{ area.name }}</h1>
<table>{% for element in elements %}
<tr><th scope="row">{{ element.name }}</th><td>{{ element.parent.name }}</td><td>{{ element.unit }}</td>
<td>{{ element.weight|floatformat:2 }}</td></tr>{% endfor %}</table>
<ul>{% for event in events %}<li>{{ event.at|date:"j F Y" }}: {{ event.get_verb_display }}</li>{% endfor %}</ul>
{% endblock %}"""


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


@cache
def _plain() -> Any:
    return engines["django"].from_string(_PLAIN)


def plain(request: HttpRequest) -> HttpResponse:
    context = {
        "area": Area.objects.get(slug="bristol"),
        "elements": list(Element.objects.select_related("parent")[:100]),
        "events": list(Event.objects.all()[:20]),
    }
    return HttpResponse(_plain().render(context, request))


urlpatterns = [path("empty/", empty), path("plain/", plain), *of_the_platform]
