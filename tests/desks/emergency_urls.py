"""The addresses of a site that has EMERGENCY_ADMIN on."""

from tpi_platform import urls

urlpatterns = urls.entrances(in_welsh=False, for_emergencies=True)
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
