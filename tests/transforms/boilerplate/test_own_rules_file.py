"""A file of rules: what is wrong with it is said by entry, with what to do."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.boilerplate.own_rules_file import LONGEST_PATTERN, RulesError, read_own_rules

GOOD = 'name = "a"\nkind = "author_bio"\nphrases = ["x"]\n'


def remove(more: str = "", name: str = "a") -> str:
    return f'[[remove]]\nname = "{name}"\nkind = "author_bio"\n{more}\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[remove]", "rules.toml: not TOML: "),
        ("x = " + "[" * 100_000, "nested too deeply"),
        ("[[removes]]", "unknown 'removes': write [[remove]], [[keep]] or [[expect]]"),
        ("[remove]\nname = 'a'", "write [[remove]] with two brackets"),
        ("remove = [1]", "[[remove]] 1: is no table"),
        ("[[keep]]\nphrase = ['x']", "[[keep]] 1: unknown 'phrase': there are name"),
        ("[[keep]]\nphrases = ['x']\npoints = 2", "[[keep]] 1: unknown 'points'"),
        (f"[[remove]]\n{GOOD}[[remove]]\n{GOOD}", "two rules are named 'a'"),
        (remove(), "[[remove]] 1 ('a'): matches nothing"),
        (remove("phrases = []"), "phrases must be a list of texts in quotes, not []"),
        (remove("phrases = [3]"), "phrases must be text in quotes, not 3"),
        (remove("phrases = ['*']"), "the phrase '*' would match everything"),
        (remove("lines = ['***']"), "the line '***' is marks alone: write it as a pattern"),
        (remove("lines = ['" + "x" * 5000 + "']"), "lines has 5,000 characters: at most 3,000"),
        (remove("pattern = '('"), "pattern '(' not a regular expression: "),
        (remove("pattern = '(a+)+b'"), "pattern '(a+)+b' may take minutes"),
        (remove("pattern = 'x*'"), "pattern 'x*' matches an empty text, and so every line"),
        (remove(f"pattern = '{'x' * (LONGEST_PATTERN + 1)}'"), "pattern has 501 characters"),
        (remove("pattern = '(?P<stub>x)'\npoints = 2"), "leave out points"),
        ("[[keep]]\npattern = '(?P<stub>x)'", "keeps whole paragraphs"),
        (remove("phrases = ['x']\npoints = 0"), "points 0: a number up to 20"),
        (remove("phrases = ['x']\npoints = nan"), "points nan: "),
        (remove("phrases = ['x']\npoints = true"), "points True: "),
        (remove("phrases = ['x']\nmax_words = 0"), "max_words 0 must be a whole number"),
        (remove("phrases = ['x']\nsource = ['']"), "source must be text in quotes, not ''"),
        (remove("phrases = ['x']", name="a b"), "name 'a b': letters, digits"),
        ("[[remove]]\nkind = 'author_bio'\nphrases = ['x']", "[[remove]] 1: has no name"),
        ("[[remove]]\nname = 'a'\nphrases = ['x']", "kind None is not one of donation_appeal, "),
        ("[[expect]]\ntext = 'x'", 'says either removed = "kind" or kept = true'),
        ("[[expect]]\ntext = 'x'\nkept = false", "kept can only be true"),
        ("[[expect]]\ntext = 'x'\nkept = true\nbody = 'x'", "leave out body"),
        ("[[expect]]\ntext = 'x'\nremoved = 'bio'", "removed 'bio' is not one of "),
        ("[[expect]]\ntext = 'x'\nremoved = 'author_bio'\nbody = 3", "body must be the text"),
        ("[[expect]]\nkept = true", "text must be text in quotes, not None"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_entry(text: str, told: str) -> None:
    with pytest.raises(RulesError) as raised:
        read_own_rules(text, "rules.toml")
    assert str(raised.value).startswith("rules.toml: ")
    assert told in str(raised.value)


def test_all_mistakes_are_told_at_once_up_to_a_limit() -> None:
    with pytest.raises(RulesError) as raised:
        read_own_rules("[[keep]]\nx = 1\n" * 50, "rules.toml")
    lines = str(raised.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "and 30 more"


@pytest.mark.parametrize(
    "more",
    [
        "phrases = 'x'",
        "lines = ['Tide tables']\nsource = 'quay.example'",
        r"pattern = '(?i)^photo: .{1,80}$'" + "\nmax_words = 12",
        r"pattern = '(?P<stub>\s*\[\w+\])$'",
        "phrases = ['x*']\npoints = 2",
    ],
)
def test_what_is_right_is_read(more: str) -> None:
    (rule,) = read_own_rules(remove(more), "rules.toml").rules
    assert rule.rule == "own/a"


def test_an_empty_file_has_no_rules() -> None:
    rules = read_own_rules("# Nothing yet.\n", "rules.toml")
    assert rules.rules == ()
    assert rules.of("The Harbour Courier") is None


@given(st.text())
def test_any_text_is_rules_or_a_told_mistake(text: str) -> None:
    with contextlib.suppress(RulesError):
        assert read_own_rules(text, "rules.toml").rules == ()
