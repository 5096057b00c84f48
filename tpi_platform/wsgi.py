"""The door for gunicorn."""

import os
import re
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tpi_platform.settings")
_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


def in_utf8(application: Callable[..., Any]) -> Callable[..., Any]:
    """What is sent is read as UTF-8, whatever a header claims.

    Django would read even a page's address by it: one reader's claim would make the page that a cache keeps for
    everyone, and a claim that is none would break before anything of ours could answer.
    """

    def opened(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if "CONTENT_TYPE" in environ:
            environ["CONTENT_TYPE"] = _CHARSET.sub("", environ["CONTENT_TYPE"])
        return application(environ, start_response)

    return opened


application = in_utf8(get_wsgi_application())
