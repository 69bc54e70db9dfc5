"""What one place says of the day of publication."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from transforms.article import PublishedFrom
from transforms.published.notation import Moment

# The year of the first newspaper in the Americas ("Publick Occurrences", Boston): a source that
# gives an earlier day is far likelier wrong than that old.
EARLIEST = date(1690, 1, 1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day of publication, and where it was found."""

    found_in: PublishedFrom
    moment: Moment


@dataclass(frozen=True, slots=True)
class Hints:
    """What narrows the day without telling it.

    Args:
        zone: the IANA zone of the outlet, as the source gives it.
        page_zone: the one that the page names.
        url_month, image_month: year and month of a folder in the address of the article, and in
            that of its picture.
    """

    zone: str | None = None
    page_zone: str | None = None
    url_month: tuple[int, int] | None = None
    image_month: tuple[int, int] | None = None


def one_each(candidates: Iterable[Candidate], latest: date | None) -> list[Candidate]:
    """The first candidate of each place within bounds, in order."""
    firsts: dict[PublishedFrom, Candidate] = {}
    for candidate in candidates:
        if EARLIEST <= candidate.moment.day <= (latest or date.max):
            firsts.setdefault(candidate.found_in, candidate)
    return list(firsts.values())
