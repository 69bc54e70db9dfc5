"""The examples of docs/dates.md are what the rules say."""

import re
from datetime import date
from pathlib import Path

import pytest

from transforms.dates.mentions import date_mentions

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "dates.md").read_text("utf-8")
EXAMPLES = re.findall(r"^\| “(.+)” \| `(.+)` \| `(.+)` \|$", PAGE, re.MULTILINE)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 20


@pytest.mark.parametrize(("text", "surface", "value"), EXAMPLES)
def test_an_example_holds(text: str, surface: str, value: str) -> None:
    found = [
        (mention.surface, mention.value) for mention in date_mentions(text, date(2024, 10, 30))
    ]
    assert (surface, value) in found
