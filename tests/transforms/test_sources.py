"""What is known of outlets is found by their names and hosts."""

from __future__ import annotations

import pytest

from transforms.sources import Source, Sources

TABLE = Sources(
    (
        Source(("The Harbour Courier", "www.courier.example"), "Asia/Tokyo"),
        Source(("Tidal Post",)),
    )
)


@pytest.mark.parametrize(
    ("outlet", "zone"),
    [
        ("The Harbour Courier", "Asia/Tokyo"),
        ("the harbour  courier", "Asia/Tokyo"),
        ("courier.example", "Asia/Tokyo"),
        ("www.Courier.example", "Asia/Tokyo"),
        ("Harbour Courier", None),
        ("news.courier.example", None),
        ("Tidal Post", None),
        ("", None),
        (None, None),
    ],
)
def test_an_outlet_is_found_by_its_name_or_host(outlet: str | None, zone: str | None) -> None:
    assert TABLE.timezone(outlet) == zone
