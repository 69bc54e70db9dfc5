import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.extract import tidy
from transforms.extract.tidy import MARKS_IN_A_ROW

MARKS = "\u0300\u0316\u0344\u0591\u05b0\u064b\u093c\u0e38"
ANY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\u200c\u200d\u200b\u00a0\x00\r\n\x85\u2028 ab\u0628\u0915" + MARKS),
    ),
    max_size=120,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\r\ntwo\rthree\u2028four\u2029five\x85six", "one two three four five six"),
        ("  one  \n\n \t \n two ", "one two"),
        ("a\u00a0b\u202fc\u2009d\u3000e\tf", "a_b_c_d_e_f"),
        ("e\u0301", "é"),
        ("\ufeffmark", "mark"),
        ("zero\u200bwidth soft\u00adhyphen word\u2060joiner", "zerowidth_softhyphen_wordjoiner"),
        ("\u202eright\u202c \u2066left\u2069 \u200fmark", "right_left_mark"),
        ("nul\x00 bell\x07 escape\x1b c1\x9f", "nul_bell_escape_c1"),
        ("lone \ud800 surrogate \ufffe non-character", "lone__surrogate__non-character"),
        ("stray\u200cjoiners\u200dhere", "strayjoinershere"),
        ("", ""),
        (" \n\u200b\n\x00 ", ""),
    ],
)  # fmt: skip
def test_one_form_for_all_text(text: str, expected: str) -> None:
    lines = expected.split(" ")
    assert tidy(text) == "\n".join(line.replace("_", " ") for line in lines)


@pytest.mark.parametrize(
    "kept",
    [
        "می\u200cخواهم",
        "क्\u200dष",
        "ශ්\u200dරී",
        "👩\u200d🚒",
        "❤\ufe0f\u200d🔥",
        "the private-use \ue000 and the replacement \ufffd",
        "Ⅳ ﬁ ½",
    ],
)
def test_what_spells_words_stays(kept: str) -> None:
    assert tidy(kept) == unicodedata.normalize("NFC", kept)


@given(ANY)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(ANY)
def test_lines_are_those_of_splitlines(text: str) -> None:
    tidied = tidy(text)
    assert tidied.splitlines() == tidied.split("\n") or tidied == ""
    assert all(line and line == line.strip() for line in tidied.splitlines())


def test_endless_marks_on_a_letter_are_cut() -> None:
    # Normalizing them all would take minutes.
    assert len(tidy("a" + "\u0300\u0316" * 500_000)) <= MARKS_IN_A_ROW + 1


def test_all_marks_are_found_by_the_cheap_look() -> None:
    marks = [c for c in map(chr, range(0x300, 0x1F000)) if unicodedata.combining(c)]
    assert not [mark for mark in marks if mark.isalnum() or mark.isspace() or mark == "_"]
