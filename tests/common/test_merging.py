"""Two people edited the same thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.common.merging import Clash, merge

OPENED = {"title": "More recycling", "why": "", "target": 45.0}


def test_what_only_i_changed_is_mine():
    merged = merge(OPENED, mine=OPENED | {"target": 50.0}, theirs=OPENED)

    assert merged.words == OPENED | {"target": 50.0}
    assert (merged.taken_over, merged.clashes) == ((), ())


def test_what_only_they_changed_comes_over_by_itself():
    merged = merge(OPENED, mine=OPENED, theirs=OPENED | {"why": "It is dear to us."})

    assert merged.words == OPENED | {"why": "It is dear to us."}
    assert (merged.taken_over, merged.clashes) == (("why",), ())


def test_what_both_changed_keeps_mine_and_shows_theirs():
    merged = merge(OPENED, mine=OPENED | {"title": "Waste less"}, theirs=OPENED | {"title": "Recycle more"})

    assert merged.words["title"] == "Waste less"
    assert merged.clashes == (Clash("title", theirs="Recycle more", mine="Waste less"),)


def test_what_both_changed_to_the_same_is_no_clash():
    both = OPENED | {"title": "Waste less"}

    assert merge(OPENED, mine=both, theirs=both).clashes == ()


def test_a_field_that_my_form_does_not_hold_stays_as_they_left_it():
    merged = merge(OPENED, mine={"title": "Waste less"}, theirs=OPENED | {"why": "It is dear to us."})

    assert merged.words == {"title": "Waste less", "why": "It is dear to us.", "target": 45.0}


WORDS = st.fixed_dictionaries({name: st.sampled_from(["", "a", "b", "c"]) for name in ("title", "why", "lead")})


@given(WORDS, WORDS, WORDS)
def test_nobodys_words_are_lost(base, mine, theirs):
    merged = merge(base, mine, theirs)
    clashes = {clash.field: clash for clash in merged.clashes}

    for name in base:
        changed_by_me, changed_by_them = mine[name] != base[name], theirs[name] != base[name]
        if changed_by_me:
            assert merged.words[name] == mine[name]
        if changed_by_them and not (changed_by_me and mine[name] == theirs[name]):
            assert merged.words[name] == theirs[name] or clashes[name].theirs == theirs[name]


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_nothing_changed_on_one_side_is_the_other_side(side):
    other = OPENED | {"title": "Waste less", "target": 48.0}

    merged = merge(
        OPENED, **({"mine": OPENED, "theirs": other} if side == "mine" else {"mine": other, "theirs": OPENED})
    )

    assert merged.words == other
