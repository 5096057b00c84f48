"""The project: wiring only."""

from tpi_platform.celery import app as celery_app

__all__ = ["celery_app"]
