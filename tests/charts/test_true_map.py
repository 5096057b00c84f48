"""The map in true shapes: a link for each area, told by a pattern besides its colour."""

from apps.charts.true_map import Place, true_map


def _drawn(*places):
    return true_map(places, (100, 120), title="Health", says="Each shape is an area.")


def test_each_area_is_a_link_with_its_words_and_the_pattern_of_its_band():
    svg = _drawn(Place("M0 0l5 0 0 5z", 4, "Derby: 5.60, higher", "/areas/upper/derby/"))

    assert '<a href="/areas/upper/derby/" class="place"><title>Derby: 5.60, higher</title>' in svg
    assert 'class="place-shape place-shape--4" fill="url(#map-4)" d="M0 0l5 0 0 5z"' in svg
    assert svg.startswith('<svg class="true-map" viewBox="-6 -6 112 132"')


def test_an_area_without_a_score_is_an_outline():
    svg = _drawn(Place("M0 0l5 0 0 5z", 0, "Derby: no score", "/"))

    assert 'class="place-shape place-shape--none" d=' in svg


def test_a_marked_area_is_outlined_after_all_others():
    svg = _drawn(Place("M1 1z", 1, "", "/", marked=True), Place("M2 2z", 1, "", "/"))

    assert svg.index("place-marked") > svg.rindex("</a>")


def test_what_it_is_told_is_escaped():
    assert "<script>" not in _drawn(Place('"><script>', 1, "<script>", '"><script>'))


def test_a_map_of_nothing_is_empty():
    assert true_map([], (1, 1), title="", says="") == ""
