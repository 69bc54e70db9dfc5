"""Lines that go because of the lines around them, and those that stay in spite of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from transforms.article import RemovalKind as Kind
from transforms.boilerplate import keep, removals

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"

BODY = [
    "The council of Eastfold voted on Monday to close the tram line for two years.",
    "Members heard four hours of complaints before the count, which ended nine to six.",
    "Shops along the route expect to lose a third of their trade while the rails are laid.",
    "A bus will run every ten minutes, and the fare stays as it is until the work is over.",
    "The line was last rebuilt in 1961, when it lost its second track to the motor car.",
]
APPEAL = [
    "A message from the Eastfold Courier:",
    "Dear readers,",
    "These are hard months for everyone who writes about this town.",
    "Please support our journalism with whatever you can spare.",
    "Thank you.",
    "Mara Quill",
    "Editor in chief",
]


def _gone(paragraphs: list[str], language: str = "en") -> list[str]:
    kept = keep(paragraphs, language)
    return [p for p, stays in zip(paragraphs, kept, strict=True) if not stays]


def test_an_appeal_goes_from_its_greeting_to_its_signature() -> None:
    assert _gone([*BODY, *APPEAL]) == APPEAL
    assert _gone([*BODY[:3], *APPEAL, *BODY[3:]]) == APPEAL
    text = "\n".join([*BODY, *APPEAL])
    assert {removal.kind for removal in removals(text, "en")} == {Kind.DONATION_APPEAL}


def test_a_block_is_one_removal_a_line_each_with_its_own_reason() -> None:
    text = "\n".join([*BODY, *APPEAL])
    found = removals(text, "en")
    assert [removal.of(text) for removal in found] == APPEAL
    assert "under greeting" in found[2].reason
    assert "support our journalism" in found[3].reason


def test_a_greeting_without_an_appeal_stays() -> None:
    letter = ["Dear readers,", "This is the letter that the council sent to every house."]
    assert _gone([*letter, *BODY]) == []


def test_a_quoted_line_stays_between_two_appeals() -> None:
    quoted = '"We were never asked," the driver said, "and we will not forget it."'
    appeals = ["Please support our work with a donation.", "Sign up for our newsletter today."]
    assert _gone([*BODY, appeals[0], quoted, appeals[1]]) == appeals


def test_links_hang_together_under_their_heading() -> None:
    links = [
        "You may also like",
        "Five trams that never ran",
        "How Eastfold lost its second track",
        "Council to vote on bus lanes",
    ]
    assert _gone([*BODY, *links]) == links


def test_prose_after_a_heading_of_links_stays() -> None:
    assert _gone([*BODY[:2], "Related", *BODY[2:]]) == ["Related"]


def test_share_buttons_hang_together() -> None:
    buttons = ["Share this:", "Facebook", "Twitter", "Email", "Print"]
    assert _gone([*BODY, *buttons]) == buttons
    assert _gone([*BODY[:2], "Facebook", *BODY[2:]]) == []


def test_a_bio_under_its_heading_goes_to_the_end() -> None:
    bio = ["About the author", "Ivo Brandt grew up beside the depot.", "He plays the tuba."]
    assert _gone([*BODY, *bio]) == bio


def test_a_sub_head_that_begins_with_about_stays() -> None:
    assert _gone([*BODY[:2], "About time, too", *BODY[2:]]) == []


def test_titles_in_capitals_stay_where_all_is_in_capitals() -> None:
    loud = [paragraph.upper().removesuffix(".") for paragraph in BODY]
    assert _gone(loud) == []


def test_two_kinds_of_a_tail_are_told_apart() -> None:
    tail = ["Jo Lund is a reporter for the Courier.", "© 2023 Eastfold Courier", "Advertisement"]
    text = "\n".join([*BODY, *tail])
    assert [r.kind for r in removals(text, "en")] == [
        Kind.AUTHOR_BIO,
        Kind.COPYRIGHT_LEGAL,
        Kind.UI_REMNANT,
    ]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seeds are not here")
@pytest.mark.parametrize(
    ("name", "kind", "numbers"),
    [
        ("000_f2127c0ecd18b88d.txt", Kind.DONATION_APPEAL, range(7, 15)),
        ("003_f7508e91524e1b2a.txt", Kind.AUTHOR_BIO, range(10, 11)),
    ],
)
@pytest.mark.parametrize("language", ["en", None])
def test_real_articles(name: str, kind: Kind, numbers: range, language: str | None) -> None:
    text = (SEEDS / name).read_text(encoding="utf-8")
    found = [(text.count("\n", 0, r.start) + 1, r.kind) for r in removals(text, language)]
    assert found == [(number, kind) for number in numbers]
    lines = text.splitlines()
    assert [r.of(text) for r in removals(text, language)] == [lines[n - 1] for n in numbers]
