"""What is written in one go, without a template, is escaped all the same."""

from django.urls import reverse

from apps.areas.models import Area
from apps.explore.drawing import table_rows


def test_the_rows_of_a_table_are_escaped():
    assert table_rows([("2022 & 2023", "<b>")]) == (
        '<tr><th scope="row">2022 &amp; 2023</th><td class="num">&lt;b&gt;</td></tr>'
    )


def test_the_names_of_areas_across_are_escaped(small_world, visitor):
    Area.objects.filter(name="Ambleton").update(name="Amble & Ton")

    page = visitor.get(reverse("explore:element_across", args=["upper", "health"])).content.decode()

    assert ">Amble &amp; Ton</a></th>" in page
