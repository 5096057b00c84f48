"""The platform's settings, with one empty page more to compare others with."""

from tpi_platform.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
