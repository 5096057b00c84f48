"""When the site starts: periods are told in the language that is read."""

from django.apps import AppConfig
from django.utils.translation import get_language, gettext

from apps.common import periods


class CommonConfig(AppConfig):
    name = "apps.common"

    def ready(self) -> None:
        periods.speak(gettext, get_language)
