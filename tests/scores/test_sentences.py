import pytest

from apps.framework.models import Element
from apps.scores.engine.method import Method
from apps.scores.sentences import absence_label, why_group_unscored

GROUP = Element(name="Health", level=Element.Level.DOMAIN)


@pytest.mark.parametrize(
    ("scored", "coverage", "sentence"),
    [
        ([True, False, False], 1 / 3, "Only 1 of its 3 parts has enough figures: at least half are needed."),
        (
            [True, True, False, False, False],
            0.4,
            "Only 2 of its 5 parts have enough figures: at least half are needed.",
        ),
        ([False, False], 0, "None of its 2 parts has enough figures: at least half are needed."),
        ([False], 0.2, "Its only part does not have enough figures."),
        ([True, False], 0.499, "Its parts have figures for only 49% of their weight: at least half is needed."),
        ([], 0, "Nothing is measured here yet: no usable open figures were found."),
    ],
)
def test_an_element_without_a_score_says_what_is_missing(scored, coverage, sentence):
    assert why_group_unscored(GROUP, scored, coverage, Method()) == sentence


def test_another_least_coverage_is_named():
    found = why_group_unscored(GROUP, [True, False], 0.5, Method(least_coverage=0.75))

    assert found == "Only 1 of its 2 parts has enough figures: at least 75% are needed."


def test_an_absence_is_called_what_it_is():
    assert absence_label("suppressed", False) == "suppressed by the publisher"
    assert absence_label("not-collected", False) == "not collected at this tier"
    assert absence_label("late", False) == "late"
    assert absence_label("", False) == "no figure"
    assert absence_label("", True) == ""
