"""What the cues of each language say of a table of its lines, each weighed alone, without place."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from transforms.boilerplate.cues import FILES, FOLDER, lexicon
from transforms.boilerplate.evidence import EVEN, METADATA, weigh
from transforms.boilerplate.lines import line_of
from transforms.resources import read_toml

TABLES = Path(__file__).parents[3] / "seeds/boilerplate/lines"
AT_THE_END = 1.0
"""Points that the end of an article adds: what has them but for these is found where it stands."""

FLOORS = {
    "da": 0.86,
    "de": 0.86,
    "es": 0.83,
    "fr": 0.80,
    "it": 0.83,
    "nl": 0.84,
    "no": 0.85,
    "pl": 0.84,
    "pt": 0.84,
    "ru": 0.80,
    "sv": 0.86,
    "tr": 0.81,
}


class Row(NamedTuple):
    """A line of a table, what it is, and the points and the kind that its cues give it."""

    text: str
    told: str
    points: float
    kind: str


def _rows(language: str) -> list[Row]:
    cues = lexicon(language)
    rows = []
    for line in (TABLES / f"{language}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        evidence = weigh(line_of(text, 0, len(text)), cues)
        rows.append(Row(text, row["kind"], evidence.points, str(evidence.kind)))
    return rows


@pytest.mark.parametrize(("language", "floor"), FLOORS.items())
def test_most_boilerplate_of_a_language_is_known_by_its_cues(language: str, floor: float) -> None:
    rows = [row for row in _rows(language) if row.told != "body"]
    missed = [row for row in rows if row.points < EVEN - AT_THE_END]
    assert 1 - len(missed) / len(rows) >= floor, [row.text for row in missed]


@pytest.mark.parametrize("language", FLOORS)
def test_body_that_looks_like_boilerplate_is_body(language: str) -> None:
    rows = [row for row in _rows(language) if row.told == "body"]
    assert [row for row in rows if row.points >= EVEN] == []


@pytest.mark.parametrize("language", FLOORS)
def test_captions_bylines_and_notes_are_told_from_what_is_removed(language: str) -> None:
    rows = [row for row in _rows(language) if row.points >= EVEN - AT_THE_END]
    metadata = {str(kind) for kind in METADATA}
    mistaken = [row for row in rows if (row.told in metadata) != (row.kind in metadata)]
    assert len(mistaken) <= 3, mistaken


@pytest.mark.parametrize("language", FLOORS)
def test_a_phrase_can_be_met(language: str) -> None:
    """Phrases are read at word boundaries, in lower case; a star stands at their end alone."""
    for cue in read_toml(f"{FOLDER}/{language}.toml")["cue"]:
        phrases = [*cue.get("phrases", ()), *cue.get("near", ())]
        odd = [p for p in phrases if p != p.lower() or "*" in p[:-1]]
        assert odd == [], cue["rule"]


@pytest.mark.parametrize("file", FILES)
def test_a_file_names_a_rule_once(file: str) -> None:
    rules = sorted(cue["rule"] for cue in read_toml(file)["cue"])
    assert [first for first, second in pairwise(rules) if first == second] == []
