from django.core.paginator import Paginator
from django.template import Context, Template

from apps.common.bands import BANDS
from apps.common.templatetags import figures


def rendered(source, **context):
    return Template("{% load figures %}" + source).render(Context(context))


def test_a_figure_sets_the_number_stronger_than_the_words_and_escapes_them():
    shown = rendered("{% figure value unit 1 %}", value=71.23, unit="% of <b>adults</b>")

    assert "<b>71.2%</b>" in shown
    assert "of &lt;b&gt;adults&lt;/b&gt;" in shown


def test_a_figure_without_more_words_has_no_empty_unit():
    assert rendered("{% figure value unit 0 %}", value=7, unit="%") == '<span class="figure-value"><b>7%</b></span>'


def test_a_band_stands_in_its_colour_and_nothing_is_no_score():
    assert rendered("{% band of %}", of=BANDS[3]).strip() == '<span class="band band--4">Higher</span>'
    assert rendered("{% band of %}", of=None).strip() == '<span class="band band--none">No score</span>'


def test_the_direction_is_told_in_words():
    assert rendered("{{ d|direction_words }}", d=1) == "higher is better"
    assert rendered("{{ d|direction_words }}", d=-1) == "lower is better"
    assert rendered("{{ d|direction_words }}", d=None) == ""


def test_a_share_is_written_as_whole_percent():
    assert rendered("{{ s|percent }}", s=0.855) == "86%"
    assert rendered("{{ s|percent }}", s=None) == ""


def test_a_column_names_the_rest_of_its_unit_once():
    shown = rendered("{% unit_parts unit as parts %}{{ parts.sign }}|{{ parts.rest }}", unit="pounds per resident")

    assert shown == "pounds|per resident"


def test_an_amount_keeps_the_sign_of_its_unit_only():
    assert rendered("{% amount value unit 1 %}", value=52.9, unit="% of adults") == "52.9%"


def test_a_long_list_offers_few_pages_and_shows_the_gaps():
    page = Paginator(range(10_000), 50).page(100)

    assert list(figures.page_numbers(page)) == [
        1,
        page.paginator.ELLIPSIS,
        98,
        99,
        100,
        101,
        102,
        page.paginator.ELLIPSIS,
        200,
    ]
