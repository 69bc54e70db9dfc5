import pytest

from transforms.published.in_text import in_text

STORY = (
    "The swing bridge over the Tarrow stays shut until the spring, the harbour board said, after "
    "divers found cracks in two of its four piers."
)


def found(line: str, language: str | None = "en") -> list[tuple[str, str]]:
    text = f"Bridge shut\n{line}\n{STORY}"
    return [(c.found_in.value, c.moment.day.isoformat()) for c in in_text(text, language)]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Published: 30 Oct 2024", "byline"),
        ("Published on October 30, 2024 at 14:05 GMT", "byline"),
        ("PUBLISHED 30/10/2024 14:05", "byline"),
        ("Posted Oct. 30, 2024 | Updated Oct. 31, 2024", "byline"),
        ("By Ilse Marran, 30 October 2024", "byline"),
        ("Von Ilse Marran und Tom Oddo, 30. Oktober 2024", "byline"),
        ("Tarrow, 30 October 2024", "byline"),
        ("Wednesday, October 30, 2024", "byline"),
        ("30.10.2024, 14:05 Uhr", "byline"),
        ("Veröffentlicht am 30. Oktober 2024", "byline"),
        ("Publié le 30 octobre 2024 à 10h30", "byline"),
        ("Опубликовано: 30 октября 2024", "byline"),
        ("TARROW, Oct. 30, 2024 (Courier) — The swing bridge stays shut.", "dateline"),
        ("Published: 30 Oct 24, 14:05", "byline"),
        ("Published 30/10/24", "byline"),
        ("Posted Oct 30, '24 by Ilse Marran", "byline"),
        ("By Ilse Marran | October 30, 2024 | 4:05 PM", "byline"),
        ("Tarrow-on-Sea, Oct. 30, 2024 (Courier News) — The bridge stays shut.", "dateline"),
        ("TARROW, October 30, 2024 -- The swing bridge stays shut, the board said.", "dateline"),
    ],
)
def test_bylines_and_datelines_give_the_day(line: str, place: str) -> None:
    assert (place, "2024-10-30") in found(line)


@pytest.mark.parametrize(
    "line",
    [
        "Published 30 Oct 14:05",
        "Published 30 Oct 10 am",
        "30/10/24",
        "A winner on 30 October 2024 — and a loser since.",
        "Tarrow was quiet on the night of October 30, 2024 — until the bridge fell.",
        "TARROW, Oct. 30, 2024, was the day on which the bridge was shut — for good.",
        "TARROW, Oct. 30 (Courier) — The swing bridge stays shut.",
        "Published on Wednesday",
        "Updated: 30 Oct 2024",
        "Last updated 30 October 2024",
        "The bridge was opened on 30 October 2024, the board said, and shut a week later.",
        "On 30 October 2024 the bridge was shut.",
        "“I was there on 30 October 2024,” she said.",
        "Copyright 30 October 2024",
        "By 30 October 2024 the bridge had been shut.",
        "By October 30, 2024 it was shut",
        "Minutes of the meeting, 30 October 2024",
        "Published " + "x" * 500 + " 30 October 2024",
    ],
)
def test_other_dates_are_what_the_text_tells_of(line: str) -> None:
    assert found(line) == []


def test_a_byline_may_stand_at_the_end_but_not_in_the_middle() -> None:
    lines = [STORY] * 20
    end = "\n".join([*lines, "Published: 30 Oct 2024"])
    middle = "\n".join([*lines, "Published: 30 Oct 2024", *lines])
    assert [c.moment.day.isoformat() for c in in_text(end, "en")] == ["2024-10-30"]
    assert list(in_text(middle, "en")) == []


@pytest.mark.parametrize("text", ["", "\n", "A" * 200_000, "KYIV, " * 50_000, "1 " * 100_000])
def test_hostile_text_tells_nothing(text: str) -> None:
    assert list(in_text(text, None)) == []
