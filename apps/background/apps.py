"""Finds what every installed app can do in the background."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BackgroundConfig(AppConfig):
    name = "apps.background"

    def ready(self) -> None:
        autodiscover_modules("jobs")
