from apps.charts.paint import painted, paints
from apps.charts.picture import png

TOKENS = ":root { --ink: #111; --soft: var(--ink); } @media (dark) { :root { --ink: #eee; } }"
RULES = "/* a */ .a, .b { fill: var(--soft); width: 100%; } .a .c { fill: red; } .b { font: 600 12px var(--sans); }"


def test_a_class_becomes_what_it_paints_in_the_light_and_nothing_that_lays_out():
    drawn = painted('<path class="a unknown"/>', paints(RULES, TOKENS))

    assert drawn == '<path fill="#111"/>'


def test_a_short_font_is_written_out_for_it_is_no_attribute():
    drawn = painted('<text class="b">x</text>', paints(RULES, TOKENS))

    assert 'font-weight="600"' in drawn
    assert 'font-size="12px"' in drawn
    assert "var(" not in drawn


def test_letters_come_along_so_that_words_are_seen_on_a_machine_without_fonts():
    blank = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20">{}</svg>'
    words = ("", "A", "−", "’", "ŵ", "\ue123")

    drawn = {png(blank.format(f'<text y="15">{letter}</text>')) for letter in words}

    assert len(drawn) == len(words)
