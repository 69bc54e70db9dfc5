"""The last resort for a web page whose markup says nothing: htmldate's reading of its text."""

from __future__ import annotations

import re
import warnings
from datetime import date

from dateutil.parser import UnknownTimezoneWarning
from htmldate import find_date

from transforms.extract.library_log import quieten
from transforms.extract.page import parse
from transforms.published.notation import Moment, month_number

# htmldate reads the clock where it is given no bounds. It knows no year outside of these.
FIRST = date(1995, 1, 1)
LAST = date(2039, 12, 31)
# Characters around a year within which the rest of its date stands.
NEAR = 40

_WORD = re.compile(r"[^\W\d_]{2,14}")


def in_html_text(html: str, latest: date | None) -> Moment | None:
    """The day that htmldate finds, where the page writes that day in full; else None.

    htmldate completes a lone month or year, in part from the day on which it runs: a date that the
    page does not write is not taken, which also keeps the result a function of the page alone. It
    is given a tree, never a string, which it would take for an address to fetch.
    """
    page = parse(html, comments=True)
    if page is None:
        return None
    quieten("htmldate")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownTimezoneWarning)
        found = find_date(
            page.tree,
            original_date=True,
            url="",
            min_date=FIRST.isoformat(),
            max_date=min(latest or LAST, LAST).isoformat(),
        )
    day = date.fromisoformat(found) if found else None
    return Moment(day) if day and written_in_full(day, html) else None


def written_in_full(day: date, text: str) -> bool:
    """Whether a day's year, month and day of the month stand near each other in a text."""
    if day.strftime("%Y%m%d") in text:
        return True
    number = re.compile(rf"(?<!\d)0?{day.day}(?!\d)")
    month = re.compile(rf"(?<!\d)0?{day.month}(?!\d)")
    for year in re.finditer(rf"(?<!\d)(?:{day.year}|{day:%y})(?!\d)", text):
        near = text[max(0, year.start() - NEAR) : year.end() + NEAR]
        named = any(month_number(word) == day.month for word in _WORD.findall(near))
        if number.search(near) and (named or month.search(near)):
            return True
    return False
