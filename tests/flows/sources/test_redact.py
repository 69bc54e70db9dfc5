"""What is shown of a location: enough to know it by, and nothing that opens it."""

from __future__ import annotations

import pytest

from flows.sources.redact import shown_location


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("https://user:pw@h.example/a.jsonl?X-Amz-Signature=0f", "https://h.example/a.jsonl"),
        ("https://user:p@w?x@h.example/a", "https://h.example/a"),
        ("sftp://user@h.example:22/a", "sftp://h.example:22/a"),
        (
            "zip://a/*.txt::https://u:p@h.example/a.zip?k=v",
            "zip://a/*.txt::https://h.example/a.zip",
        ),
        ("simplecache::https://h.example/a?sig=1::x", "simplecache::https://h.example/a::x"),
        ("GET 'https://u:p@h.example/a?k=v' failed", "GET 'https://h.example/a' failed"),
        ("https://h.example/a\x1b[31m", "https://h.example/a\\x1b[31m"),
    ],
)
def test_credentials_and_controls_go(location: str, shown: str) -> None:
    assert shown_location(location) == shown


@pytest.mark.parametrize(
    "location",
    [
        "-",
        "seeds",
        "a@b.txt",
        "s3://store/2024-0?/*.jsonl",
        "what?=that.txt",
        "https://h.example/@a",
    ],
)
def test_what_holds_none_stays(location: str) -> None:
    assert shown_location(location) == location


@pytest.mark.parametrize("piece", ["://", "?", "?=", "@", "=::", "://@?="])
def test_hostile_lengths_are_cut(piece: str) -> None:
    assert len(shown_location("a://" + piece * 50_000)) <= 500
