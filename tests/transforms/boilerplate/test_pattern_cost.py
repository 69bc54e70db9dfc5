"""Which patterns are refused before they are used: none that people need, all that hang."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.boilerplate.pattern_cost import CostlyPatternError, check_pattern

LENGTH = 3000


@pytest.mark.parametrize(
    "pattern",
    [
        r"^Photo: .{1,80}$",
        r"(?i)\bwrites about .{3,60} for (?:us|our)\b",
        r"by\s+\w+\s+\w+",
        r"(?:Mr|Mrs|Ms)\.? \w+ \w+ reports?$",
        r"(?P<stub>\(RELATED: [^()]{3,200}\))",
        r"(\d{1,3}(?:,\d{3})*) Shares",
        r"(?:[a-z]+[ ,])+end",
        r"[\w.+-]+@[\w.-]+\.example",
        r"Read more: .*",
        r".*©",
        r"(?:ab|cd)*e",
        r"(?i)(?:a|A)*b",
        r"[^,]*,[^,]*,[^,]*,x",
        r"(?=Read)\w+",
        r"Листайте \w+",
    ],
)
def test_what_people_write_is_taken(pattern: str) -> None:
    assert check_pattern(pattern, LENGTH).pattern == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+b",
        r"(a*)*b",
        r"(a|a)*b",
        r"(a|ab|b)*c",
        r"(?:\w+\s?)*$",
        r"(x+x+)+y",
        r"(?i)(?:ab|A.)*c",
        r"(.*)*",
        r"(?:a?){50}b",
        r"(a{1,9}){1,9}b",
        r".*x.*y",
        r"©*.*©",
        r"\s*,?\s*\w*\s*x",
        r"(?=.*a)(?=.*b)c",
        r"(?:ä|ö)*é.*.*z",
    ],
)
def test_what_may_hang_is_refused(pattern: str) -> None:
    with pytest.raises(CostlyPatternError):
        check_pattern(pattern, LENGTH)


@pytest.mark.parametrize("pattern", [r"(a)\1", r"(?P<q>['x]).(?P=q)", r"(a)?b(?(1)c|d)"])
def test_a_reference_back_is_refused(pattern: str) -> None:
    with pytest.raises(CostlyPatternError, match="refers back"):
        check_pattern(pattern, LENGTH)


@pytest.mark.parametrize("pattern", ["(", "[z-a]", "(?P<a>x)(?P<a>y)", "a{99999999999999999999}"])
def test_what_is_no_pattern_is_told(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"not a regular expression|beyond measure"):
        check_pattern(pattern, LENGTH)


ATOMS = st.sampled_from(["a", "b", ".", r"\w", "[^a]", "(?:ab|c)", r"\b", "é"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.builds(
        lambda parts, repeat: f"(?:{''.join(parts)}){repeat}",
        st.lists(inner, min_size=1, max_size=3),
        st.sampled_from(["", "*", "+", "?", "{2,5}", "*?"]),
    ),
    max_leaves=8,
)


@given(PATTERNS)
def test_what_is_taken_ends_on_a_line_made_to_hang_it(pattern: str) -> None:
    # Short lines, for what is bounded may still take a second on long ones.
    try:
        compiled = check_pattern(f"{pattern}!", LENGTH)
    except CostlyPatternError:
        return
    for line in ("a" * 120, "ab" * 60, "abc é" * 24):
        compiled.search(line)
