"""Each value to its words. The table is the law: a threshold moves here and in docs/method.md together."""

import re
from datetime import UTC, date, datetime

import pytest

from apps.explore import lexicon
from apps.scores.trend import Verdict

FORBIDDEN = re.compile(r"\b(rank\w*|league|best|worst|fail\w*|slip\w*|winner|loser|good area|bad area)\b", re.I)
UNIT = {"unit": "% of adults", "decimals": 1, "period": "2024"}
ENDS = {"ends": ("12.0%", "9.5%"), "periods": ("2019", "2023")}

TABLE = [
    (
        lexicon.standing("Health", 2.0),
        "The score for Health is 2.0 out of 10, much lower than the average of its group.",
    ),
    (
        lexicon.standing("Health", 3.494),
        "The score for Health is 3.5 out of 10, much lower than the average of its group.",
    ),
    (lexicon.standing("Health", 3.5), "The score for Health is 3.5 out of 10, lower than the average of its group."),
    (lexicon.standing("Health", 5.0), "The score for Health is 5.0 out of 10, about the average of its group."),
    (lexicon.standing("Health", 5.5), "The score for Health is 5.5 out of 10, higher than the average of its group."),
    (
        lexicon.standing("Health", 9.0),
        "The score for Health is 9.0 out of 10, much higher than the average of its group.",
    ),
    *[
        (
            lexicon.standing("Health", score, score - 0.4, score + 0.46),
            f"The score for Health is {score} out of 10 (between {score - 0.4:.1f} and {score + 0.46:.1f}), {words}.",
        )
        for score, words in (
            (2.0, "much lower than the average of its group"),
            (4.0, "lower than the average of its group"),
            (5.0, "about the average of its group"),
            (6.0, "higher than the average of its group"),
            (7.0, "much higher than the average of its group"),
        )
    ],
    (lexicon.certainty("above"), "That it is above the average is clear: so it is in at least 95 of 100 draws."),
    (lexicon.certainty("below"), "That it is below the average is clear: so it is in at least 95 of 100 draws."),
    (lexicon.certainty(""), "It is not clearly different from the average."),
    (lexicon.certainty(None), "How sure this score is has not been worked out."),
    (
        lexicon.others(1, 0, 0),
        "Of the 1 other area of its group, 1 scores clearly lower, 0 clearly higher, and 0 is not clearly different.",
    ),
    (
        lexicon.others(70, 20, 60),
        "Of the 150 other areas of its group, 70 score clearly lower, 20 clearly higher, and 60 are not clearly "
        "different.",
    ),
    (lexicon.coverage(1.0), "All of what belongs to it has figures."),
    (lexicon.coverage(0.999), "It rests on most of what belongs to it: 99% has figures."),
    (lexicon.coverage(0.8), "It rests on most of what belongs to it: 80% has figures."),
    (lexicon.coverage(0.79), "It rests on a part of what belongs to it: 79% has figures."),
    (lexicon.coverage(0.5), "It rests on a part of what belongs to it: 50% has figures."),
    (lexicon.coverage(0.49), "It rests on less than half of what belongs to it: 49% has figures."),
    *[
        (
            lexicon.figure(1234.5, mean, direction, **UNIT),
            f"Its figure is 1,234.5% (of adults; 2024), {side} than the average of its group, {shown}%; "
            f"here {side} makes a {score} score.",
        )
        for mean, shown, side, direction, score in (
            (1000.0, "1,000.0", "more", 1, "higher"),
            (1000.0, "1,000.0", "more", -1, "lower"),
            (2000.0, "2,000.0", "less", 1, "lower"),
            (2000.0, "2,000.0", "less", -1, "higher"),
        )
    ],
    # As shown the two are the same, and nobody is told that one is more.
    *[
        (
            lexicon.figure(12.01, 12.04, direction, **UNIT),
            "Its figure is 12.0% (of adults; 2024), the same as the average of its group.",
        )
        for direction in (1, -1)
    ],
    (lexicon.figure(12.0, None, 1, **UNIT), "Its figure is 12.0% (of adults; 2024)."),
    *[
        (
            lexicon.trend("Smoking", verdict, direction, **ENDS),
            f"The figure for Smoking has {way}, from 12.0% (2019) to 9.5% (2023), more steadily than chance alone "
            f"would make it; here {side} is better.",
        )
        for verdict, way in ((Verdict.INCREASING, "risen"), (Verdict.DECREASING, "fallen"))
        for direction, side in ((1, "more"), (-1, "less"))
    ],
    *[
        (lexicon.trend("Smoking", verdict, 1, **ENDS), "")
        for verdict in set(Verdict) - {Verdict.INCREASING, Verdict.DECREASING}
    ],
    (
        lexicon.tested(0, 69, 0),
        "No indicator here has what the test of trends asks for: five years in a row, each with 95% limits. So "
        "nothing is said of trends.",
    ),
    (
        lexicon.tested(20, 69, 0),
        "20 of 69 indicators can be tested for a trend, as it takes five years in a row with 95% limits; none shows "
        "one.",
    ),
    (
        lexicon.tested(20, 69, 1),
        "20 of 69 indicators can be tested for a trend, as it takes five years in a row with 95% limits; 1 shows one.",
    ),
    (
        lexicon.tested(20, 69, 3),
        "20 of 69 indicators can be tested for a trend, as it takes five years in a row with 95% limits; 3 show one.",
    ),
    (lexicon.moved("Health", None, None), "There was no score for Health before, and there is none now."),
    (lexicon.moved("Health", None, 5.0), "There was no score for Health before; now it is 5.00."),
    (lexicon.moved("Health", 5.0, None), "The score for Health was 5.00 before; now there is none."),
    (lexicon.moved("Health", 5.001, 5.004), "The score for Health is 5.00, as before."),
    (
        lexicon.moved("Health", 5.0, 5.01),
        "The score for Health is a little higher than before: 5.01 after 5.00 (+0.01).",
    ),
    (
        lexicon.moved("Health", 5.0, 5.24),
        "The score for Health is a little higher than before: 5.24 after 5.00 (+0.24).",
    ),
    (lexicon.moved("Health", 5.1, 5.35), "The score for Health is higher than before: 5.35 after 5.10 (+0.25)."),
    (
        lexicon.moved("Health", 5.1, 6.1),
        "The score for Health is a good deal higher than before: 6.10 after 5.10 (+1.00).",
    ),
    (lexicon.moved("Health", 5.0, 4.9), "The score for Health is a little lower than before: 4.90 after 5.00 (−0.10)."),
    (lexicon.moved("Health", 5.0, 4.1), "The score for Health is lower than before: 4.10 after 5.00 (−0.90)."),
    (
        lexicon.moved("Health", 5.0, 3.0),
        "The score for Health is a good deal lower than before: 3.00 after 5.00 (−2.00).",
    ),
    (lexicon.unknown("suppressed", ["Smoking"]), "1 figure is held back by its publisher: Smoking."),
    (lexicon.unknown("suppressed", ["A", "B", "C"]), "3 figures are held back by their publishers: A, B and C."),
    (lexicon.unknown("not-measured", ["A"]), "1 indicator is not measured here: A."),
    (lexicon.unknown("not-measured", ["A", "B"]), "2 indicators are not measured here: A and B."),
    (lexicon.unknown("not-comparable", ["A"]), "1 figure cannot be compared with those of other areas: A."),
    (lexicon.unknown("withdrawn", ["A", "B"]), "2 figures were withdrawn: A and B."),
    (
        lexicon.unknown("not-collected", ["A"]),
        "1 indicator is collected for counties and single-tier areas only: A.",
    ),
    (lexicon.unknown("late", ["A"]), "1 figure is late: there was one for an earlier period: A."),
    (lexicon.unknown("", ["A", "B"]), "2 indicators have no figure: A and B."),
    (lexicon.unknown("a kind to come", ["A"]), "1 indicator has no figure: A."),
    (lexicon.nothing_measured(["Participation"]), "Nothing is measured yet for 1 element: Participation."),
    (lexicon.nothing_measured(["A", "B"]), "Nothing is measured yet for 2 elements: A and B."),
    (lexicon.unscored(["A"]), "1 indicator has a figure that is not scored: A."),
    (lexicon.unscored(["A", "B"]), "2 indicators have figures that are not scored: A and B."),
    (lexicon.modelled(0, 1), "It is the one figure here, and no estimate of a model."),
    (lexicon.modelled(0, 60), "None of the 60 figures here is an estimate of a model."),
    (
        lexicon.modelled(1, 60),
        "1 of the 60 figures here is an estimate of a model, which is less sure than a count.",
    ),
    (
        lexicon.modelled(7, 60),
        "7 of the 60 figures here are estimates of a model, which are less sure than counts.",
    ),
    (
        lexicon.limits(1, 60),
        "1 of the 60 scored indicators is published with 95% limits; for the others nobody says how sure they are.",
    ),
    (
        lexicon.limits(20, 60),
        "20 of the 60 scored indicators are published with 95% limits; for the others nobody says how sure they are.",
    ),
    (lexicon.listed([]), ""),
    (lexicon.day(date(2026, 11, 22)), "22 November 2026"),
    (lexicon.day(datetime(2026, 6, 22, 23, 30, tzinfo=UTC)), "23 June 2026"),
]


@pytest.mark.parametrize(("said", "expected"), TABLE, ids=range(len(TABLE)))
def test_each_value_has_its_words(said, expected):
    assert said == expected
    assert not FORBIDDEN.search(said)


def test_the_table_says_every_sentence_that_the_lexicon_has():
    said = [
        *lexicon._STANDING.values(),
        *lexicon._STANDING_BETWEEN.values(),
        *lexicon._CERTAINTY.values(),
        *lexicon._FIGURE.values(),
        *lexicon._TREND.values(),
        *lexicon._MOVED.values(),
    ]
    patterns = [re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(str(each)).replace("%%", "%")) for each in said]

    assert [p for p in patterns if not any(re.fullmatch(p, sentence) for sentence, _ in TABLE)] == []
