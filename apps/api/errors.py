"""Errors as RFC 9457 problem details: a status, a title, and a sentence that says what to do."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response

from apps.common.errors import Refused
from apps.common.uploads import NoRoom

logger = logging.getLogger(__name__)
PROBLEM = "application/problem+json"


class TooLarge(exceptions.APIException):
    """More was sent than is read."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


class Unasked(exceptions.APIException):
    """The question cannot be answered as it was put; the message says how to put it."""

    status_code = status.HTTP_400_BAD_REQUEST


def problem_details(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler. Nothing of an unforeseen error reaches the reader but that there was one."""
    code, sentence = _status_and_sentence(error, context)
    titles = {
        400: _("The question is not clear"),
        401: _("A token is needed"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Not in this way") if _takes_post(context) else _("This API only reads"),
        409: _("Not possible now"),
        413: _("Too large"),
        500: _("Something went wrong"),
    }
    title = str(titles.get(code, _("Not possible")))
    body = {"type": "about:blank", "title": title, "status": code, "detail": sentence}
    response = Response(body, status=code, content_type=PROBLEM)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    if asked := getattr(error, "auth_header", ""):
        response.headers["WWW-Authenticate"] = asked
    return response


def _takes_post(context: dict[str, Any]) -> bool:
    return "POST" in getattr(context.get("view"), "allowed_methods", ())


def _status_and_sentence(error: Exception, context: dict[str, Any]) -> tuple[int, str]:
    if isinstance(error, exceptions.MethodNotAllowed) and _takes_post(context):
        return error.status_code, _("Send it with POST.")
    if isinstance(error, exceptions.MethodNotAllowed):
        return error.status_code, _("Ask with GET. Figures and scores are changed by people, at a desk, not from here.")
    if isinstance(error, exceptions.APIException):
        return error.status_code, str(error.detail)
    if isinstance(error, Http404):
        return status.HTTP_404_NOT_FOUND, str(error) or _("There is nothing at this address.")
    if isinstance(error, PermissionDenied):
        return status.HTTP_403_FORBIDDEN, str(error)
    if isinstance(error, ValidationError):
        return status.HTTP_400_BAD_REQUEST, " ".join(error.messages)
    if isinstance(error, Refused):
        return status.HTTP_409_CONFLICT, error.sentence
    if isinstance(error, NoRoom):
        return status.HTTP_507_INSUFFICIENT_STORAGE, error.sentence
    if isinstance(error, UnreadablePostError):
        return status.HTTP_400_BAD_REQUEST, _("What was sent broke off on its way. Send it again, whole.")
    if isinstance(error, MultiPartParserError):
        return status.HTTP_400_BAD_REQUEST, _("What was sent is not the form that its Content-Type says it is.")
    if isinstance(error, SuspiciousOperation):
        return status.HTTP_400_BAD_REQUEST, _("This request cannot be read.")
    logger.error("The API could not answer.", exc_info=error)
    return status.HTTP_500_INTERNAL_SERVER_ERROR, _("Nobody foresaw this. It has been noted; try again in a while.")
