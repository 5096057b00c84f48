"""The logo of an organisation: only a picture is taken in, and only the picture is kept."""

import io
import struct

import pytest
from PIL import Image

from apps.accounts.logo_actions import remove_logo, set_logo
from apps.accounts.logos import drawn_anew
from apps.accounts.queries import logo_files, logo_of
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.files.models import StoredFile
from tests.accounts.pictures import picture
from tests.records import as_saved, last_event, on_record
from tests.rights import everyone_around, those_who_may

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def _lying(tag, sort):
    """A picture that is to be turned, and says beside that something of a sort that it cannot be."""
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack("<HHII", tag, sort, 1, 0)
    said = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + entries + bytes(4)
    return picture("JPEG", exif=said + b"\xff" * 64)


def opened(content):
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("sort", "mode"),
    [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("WEBP", "RGB")],
)
def test_a_picture_is_drawn_anew_as_a_png(sort, mode):
    drawn = opened(drawn_anew(picture(sort, mode=mode)))

    assert (drawn.format, drawn.size) == ("PNG", (60, 40))


def test_nothing_but_the_picture_is_kept():
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"
    said = picture("JPEG", exif=exif) + b"<script>alert(1)</script>"

    drawn = drawn_anew(said)

    assert b"Taken at home" in said
    assert b"Taken at home" not in drawn
    assert b"script" not in drawn
    assert not opened(drawn).getexif()


def test_a_large_picture_is_made_smaller_and_keeps_its_shape():
    assert opened(drawn_anew(picture(size=(2000, 1000)))).size == (400, 200)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (SVG, "An SVG can hold scripts"),
        (b"\xef\xbb\xbf\n<SVG></SVG>", "An SVG can hold scripts"),
        (b"<!-- a --><svg/>", "An SVG can hold scripts"),
        (b"GIF89a" + b"\x00" * 40, "not a whole picture"),
        (picture()[:60], "not a whole picture"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 30, "not a whole picture"),
        (b"%PDF-1.4", "not a whole picture"),
        (picture(size=(2001, 10)), "2001 by 10 pixels. Make it at most 2000 by 2000"),
        (b"\x89PNG" + b"\x00" * 1_000_000, "larger than one megabyte"),
        (_lying(0x011A, 1), "not a whole picture"),
        (_lying(0x010E, 5), "not a whole picture"),
    ],
)
def test_what_is_no_picture_that_is_taken_in_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Refused, match=sentence):
        drawn_anew(content)


def test_an_organiser_gives_it_a_logo_and_replaces_it_and_one_file_is_left(partnership, organiser):
    council = partnership.council
    first = as_saved(set_logo(by=organiser, organisation=council, name="a.png", content=picture()))

    second = as_saved(set_logo(by=organiser, organisation=council, name="b.jpg", content=picture("JPEG", (80, 80))))

    assert last_event().verb == Verb.ORGANISATION_PICTURED
    assert (last_event().details["before"], last_event().details["after"]) == (first.logo_sha256, second.logo_sha256)
    assert logo_files(council).count() == 1
    assert opened(logo_of(second)).size == (80, 80)


def test_brought_twice_it_is_brought_once(partnership, organiser):
    set_logo(by=organiser, organisation=partnership.council, name="a.png", content=picture())
    before = on_record()

    set_logo(by=organiser, organisation=partnership.council, name="a.png", content=picture())

    assert on_record() == before
    assert logo_files(partnership.council).count() == 1


def test_it_is_removed_with_its_file(partnership, organiser):
    set_logo(by=organiser, organisation=partnership.council, name="a.png", content=picture())

    removed = as_saved(remove_logo(by=organiser, organisation=partnership.council))
    before = on_record()
    remove_logo(by=organiser, organisation=partnership.council)

    assert removed.logo_sha256 == ""
    assert not StoredFile.objects.filter(name="logo.png").exists()
    assert on_record() == before


@pytest.mark.parametrize("deed", ["set", "remove"])
def test_only_organisers_and_the_operator_change_it(deed, partnership):
    council, people = partnership.council, everyone_around(partnership)
    deeds = {
        "set": lambda by: set_logo(by=by, organisation=council, name="a.png", content=picture()),
        "remove": lambda by: remove_logo(by=by, organisation=council),
    }

    assert those_who_may(deeds[deed], people) == {"organiser of the council", "operator"}
