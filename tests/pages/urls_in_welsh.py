"""The addresses of a site that is read in Welsh too."""

from tpi_platform.urls import entrances, handler400, handler403, handler404, handler429, handler500

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]
urlpatterns = entrances(in_welsh=True)
