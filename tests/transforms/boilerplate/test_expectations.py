"""The table in a file of rules: which rows do not hold, and what happened instead."""

from __future__ import annotations

import pytest

from transforms.boilerplate.expectations import broken
from transforms.boilerplate.own_rules_file import read_own_rules

RULES = r"""
[[remove]]
name = "tide-tables"
kind = "ui_remnant"
phrases = ["tide tables"]
source = "The Harbour Courier"

[[remove]]
name = "chart"
kind = "related_links"
pattern = '(?P<stub>\[chart \d+\])'

[[keep]]
phrases = ["sign up for the lifeboat"]
"""
HARBOUR = 'source = "The Harbour Courier"'


@pytest.mark.parametrize(
    "row",
    [
        f'text = "Tide tables"\nremoved = "ui_remnant"\n{HARBOUR}',
        'text = "Tide tables"\nkept = true',
        'text = "The ship sank. [chart 3]"\nremoved = "related_links"\nbody = "The ship sank."',
        'text = "[chart 3]"\nremoved = "related_links"\nbody = ""',
        'text = "Sign up for the lifeboat, he told us."\nkept = true',
        'text = "Sign up for our newsletter"\nremoved = "newsletter_subscribe"',
        'text = "Der Damm hielt bis zum Abend."\nlanguage = "de"\nkept = true',
    ],
)
def test_a_row_that_holds_is_silent(row: str) -> None:
    assert list(broken(read_own_rules(f"{RULES}\n[[expect]]\n{row}", "r.toml"))) == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            'text = "Tide tables"\nremoved = "ui_remnant"',
            "expected to lose its ui_remnant, but nothing is removed",
        ),
        (
            f'text = "Tide tables"\nkept = true\n{HARBOUR}',
            "expected to be kept, but 'Tide tables' is removed as ui_remnant, by own/tide-tables",
        ),
        (
            f'text = "Tide tables"\nremoved = "author_bio"\n{HARBOUR}',
            "expected to lose its author_bio, but 'Tide tables' is removed as ui_remnant",
        ),
        (
            'text = "It sank. [chart 3]"\nremoved = "related_links"\nbody = "It sank"',
            "expected to be left with 'It sank', but what is left is 'It sank.'",
        ),
        (
            'text = "It sank. [chart 1] [chart 2] [chart 3] [chart 4] [chart 5]"\nkept = true',
            "; 2 more",
        ),
    ],
)
def test_a_row_that_does_not_hold_says_what_happened(row: str, told: str) -> None:
    holds = '[[expect]]\ntext = "Overbeck"\nkept = true\n'
    (found,) = broken(read_own_rules(f"{RULES}\n{holds}[[expect]]\n{row}", "r.toml"))
    assert found.row.number == 2
    assert str(found).startswith("[[expect]] 2, '")
    assert told in str(found)
