"""A steward's way through the desk, click by click."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.figures.models import Import
from apps.figures.release import write_release
from apps.framework.models import Element
from tests.world import NEW, release_of, row_of


def release(world, values, code="recycling"):
    """A release file with the later year's figure of some areas, by name or by code."""
    areas = {name: area.code for name, area in world.areas.items()}
    rows = [row_of(areas.get(name, name), NEW, value) for name, value in values.items()]
    return write_release(release_of(Element.objects.get(code=code), rows, "2"))


def upload(desk, content, name="new.csv"):
    """Upload a file; the import and the address of its page."""
    response = desk.post(reverse("desks:import_start"), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content.decode()
    return Import.objects.get(pk=int(response.url.rstrip("/").rsplit("/")[-1])), response.url


def read(desk, address):
    """The page as text."""
    response = desk.get(address)
    assert response.status_code == 200
    return response.content.decode()
