"""Choosing by source what a page says of itself, and leaving out what can't be so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from transforms.article import MetadataFrom, PageMetadata, Sourced
from transforms.extract.metadata import authors, json_ld, meta
from transforms.extract.metadata.markup import Markup
from transforms.extract.metadata.told import Told
from transforms.extract.metadata.values import one_each, plain
from transforms.extract.page import Page
from transforms.extract.title import sourced_title
from transforms.resources import read_toml

DATA = (json_ld.DATA, authors.DATA)

LONGEST_URL = 2_000
LONGEST_SITE = 100
LONGEST_SECTION = 60
LONGEST_TAG = 60
LONGEST_CAPTION = 1_000
SHORTEST_CAPTION = 3
"""Words: fewer name a file, a logo or a photographer."""
MOST_TAGS = 30
TREE_LIMIT = 50_000
"""Elements of a page whose markup is looked at; the longest of 1,194 news pages has 6,066."""

Part = Told | Markup

_J, _O, _E, _M = (
    MetadataFrom.JSON_LD,
    MetadataFrom.OPEN_GRAPH,
    MetadataFrom.META,
    MetadataFrom.MARKUP,
)
# Which part of a page is believed before which.
ORDER = {
    "authors": (_J, _E, _O, _M),
    "site": (_O, _J, _E),
    "url": (_M, _O, _J, _E),
    "language": (_M, _J, _O, _E),
    "section": (_J, _O, _E, _M),
    "tags": (_J, _O, _E, _M),
    "image_caption": (_J, _M, _O, _E),
}

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?", re.I)
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg)$|^(?:img|dsc|image)[-_ ]?\d+", re.I)


def page_metadata(page: Page, url: str | None = None) -> PageMetadata:
    """What a page says of itself. Never raises, whatever the page says.

    Args:
        url: where the page was found, which its canonical URL must be beside.
    """
    elements = Told(_M) if _too_large(page) else Markup(page)
    parts: tuple[Part, ...] = (json_ld.json_ld(page), *meta.meta(page), elements)
    told = {part.found_in: part for part in parts}
    site = _first(told, "site", lambda value: plain(value, LONGEST_SITE))
    title = sourced_title(page)
    named = _section_filter(title, site)
    return PageMetadata(
        title=title,
        authors=_authors(told, site, url),
        site=site,
        url=_first(told, "url", lambda value: canonical_url(value, url)),
        language=_first(told, "language", language_tag),
        section=_first(told, "section", named),
        tags=_tags(told, named),
        image_caption=_first(told, "image_caption", _caption),
    )


def canonical_url(value: str, url: str | None) -> str | None:
    """The absolute URL, if it is one of http(s) and on the site of `url`; None otherwise.

    The front page is no article's: a template that names it for all its pages is not believed.
    Credentials in it are left out.

    >>> canonical_url("/2024/pier", "https://www.harbour.example/2024/pier?ref=1")
    'https://www.harbour.example/2024/pier'
    >>> canonical_url("https://evil.example/", "https://www.harbour.example/2024/pier") is None
    True
    """
    if len(value) > LONGEST_URL or any(char.isspace() or not char.isprintable() for char in value):
        return None
    try:
        found = urlsplit(urljoin(url or "", value))
        own = urlsplit(url or "")
        host, own_host = found.hostname or "", own.hostname
    except ValueError:
        return None
    if found.scheme not in ("http", "https") or "." not in host:
        return None
    known = own.scheme in ("http", "https") and own_host
    if known and not (_same_site(host, own_host or "") and _is_article(found.path, own.path)):
        return None
    return found._replace(fragment="", netloc=found.netloc.rpartition("@")[2]).geturl()


def language_tag(value: str) -> str | None:
    """A BCP 47 tag of language, script and region at most, in its usual case; None for others.

    >>> language_tag("en_us"), language_tag("pt-BR"), language_tag("English")
    ('en-US', 'pt-BR', None)
    """
    match = _LANGUAGE.fullmatch(value.strip()[:20])
    if not match:
        return None
    first, *rest = re.split("[-_]", match[0])
    cased = (part.title() if len(part) == 4 else part.upper() for part in rest)
    return "-".join([first.lower(), *cased])


def _first(
    told: dict[MetadataFrom, Part], field: str, read: Callable[[str], str | None]
) -> Sourced | None:
    for found_in in ORDER[field]:
        for value in getattr(told[found_in], field):
            if (found := read(value)) is not None:
                return Sourced(found, found_in)
    return None


def _authors(
    told: dict[MetadataFrom, Part], site: Sourced | None, url: str | None
) -> tuple[Sourced, ...]:
    """The people that the first source names which names any."""
    outlets = {each for each in (site.value if site else "", *_host_names(url)) if each}
    for found_in in ORDER["authors"]:
        found = [
            name for told_of in told[found_in].authors for name in authors.people(told_of, outlets)
        ]
        if found:
            kept = list(one_each(found))[: authors.MOST_AUTHORS]
            return tuple(Sourced(name, found_in) for name in kept)
    return ()


def _host_names(url: str | None) -> Iterator[str]:
    """What an outlet may be called after its host: "harbour.example", "harbour"."""
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return
    yield host
    yield host.partition(".")[0]


def _section_filter(*others: Sourced | None) -> Callable[[str], str | None]:
    """Reads a section or tag: a short name, neither the page's own nor its site's."""
    taken = {other.value.casefold() for other in others if other}
    taken.update(read_toml(json_ld.DATA)["no_section"]["words"])

    def read(value: str) -> str | None:
        found = plain(value, LONGEST_SECTION)
        if found is None or found.casefold() in taken or "://" in found:
            return None
        return found if any(map(str.isalpha, found)) else None

    return read


def _tags(told: dict[MetadataFrom, Part], read: Callable[[str], str | None]) -> tuple[Sourced, ...]:
    for found_in in ORDER["tags"]:
        split = (part for value in told[found_in].tags for part in _split(value))
        found = [tag for part in split if (tag := read(part)) is not None]
        if found:
            return tuple(Sourced(tag, found_in) for tag in list(one_each(found))[:MOST_TAGS])
    return ()


def _split(value: str) -> Iterable[str]:
    return re.split(r"[,;|]", value[: MOST_TAGS * LONGEST_TAG * 4])


def _caption(value: str) -> str | None:
    found = plain(value, LONGEST_CAPTION)
    if found is None or _FILE_NAME.search(found) or "://" in found:
        return None
    return found if len(found.split()) >= SHORTEST_CAPTION or not found.isascii() else None


def _too_large(page: Page) -> bool:
    """Whether a walk through the elements would take seconds; their number is counted in one."""
    return float(page.tree.xpath("count(descendant::*)")) > TREE_LIMIT


def _same_site(one: str, other: str) -> bool:
    first, second = _site(one), _site(other)
    return first == second or one.endswith("." + other) or other.endswith("." + one)


def _site(host: str) -> str:
    """The labels of a host that its owner has: two, or three where the second is a short one."""
    labels = host.rstrip(".").split(".")
    short = len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2
    return ".".join(labels[-3 if short else -2 :])


def _is_article(path: str, own: str) -> bool:
    """Whether a path may be the article's: not the front page's, unless the article is there."""
    return path.strip("/") != "" or own.strip("/") == ""
