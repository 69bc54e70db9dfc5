"""The language and region of a page, which decide what 10/11/2024 is."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from transforms.extract.page import Page
from transforms.published.notation import DATA, decides_order
from transforms.resources import read_toml

LIMIT = 500_000
SHOWN = "//text()[not(parent::script or parent::style)]"

_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(?:19|20)\d\d(?![\d/.-])")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4}){0,2}(?![A-Za-z])")


def page_language(page: Page, url: str | None) -> str | None:
    """A BCP 47 tag as the page and its address tell it; None where nothing does.

    Of a language that is written in both orders, the region is that of `lang` or og:locale, of the
    other dates on the page ("31/10/2024" has the day first), or of the country in the host.
    """
    lang = _tag(page.tree.get("lang")) or _tag(page.meta.get("content-language"))
    locale = _tag(page.meta.get("og:locale"))
    told = lang or locale
    if told is not None and decides_order(told.partition("-")[0]):
        return told
    # "en-US" is what many systems write for any English.
    by_use = _by_other_dates(page) or _by_country(url)
    if by_use:
        return by_use
    return next((tag for tag in (lang, locale) if tag and "-" in tag), told)


def _tag(value: str | None) -> str | None:
    match = _TAG.match((value or "").strip())
    if match is None:
        return None
    language, _, region = match[0].replace("_", "-").partition("-")
    return f"{language.lower()}-{region.upper()}" if region else language.lower()


def _by_other_dates(page: Page) -> str | None:
    """The order of most dates of the page that can be read in one order alone."""
    found: Counter[str] = Counter()
    shown = "\n".join(page.tree.xpath(SHOWN, smart_strings=False))
    for match in _NUMERIC.finditer(shown[:LIMIT]):
        first, second = int(match[1]), int(match[3])
        if 12 < first <= 31 and 1 <= second <= 12:
            found["en-GB"] += 1
        elif 12 < second <= 31 and 1 <= first <= 12:
            found["en-US"] += 1
    (tag, _), *others = found.most_common() or [("", 0)]
    return tag if tag and not others else None


def _by_country(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    hosts = read_toml(DATA)["country_hosts"]
    end = host.rpartition(".")[2]
    return next((f"en-{order}" for order, ends in hosts.items() if end in ends), None)
