"""The shape of a line: what its typography says, whatever its language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.boilerplate.lines import Line

_URL = re.compile(r"https?://\S|\bwww\.\w", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?:https?://|www\.)\S+|\S{1,80}@\S{1,80}\.\w{2,10}", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w")
_HANDLE = re.compile(r"(?:^|[\s(@])@\w{2,30}\b(?!\.\w)")
_PRICE = re.compile(r"[$€£¥₽]\s?\d|\d\s?[€₽]")
_CODE = re.compile(r"(?=\S*\d)(?=\S*[a-z])[a-z0-9]{9,40}|[a-z]{2,20}(?:_[a-z]{1,20}){1,6}")
_MARK = re.compile(r"[×✕✖✗⨯]{1,3}")
_POST = re.compile(r"\(@\w{2,30}\) \w{3,9}\.? \d|pic\.twitter\.com/|\bt\.co/")
_WORDS = re.compile(r"[^\W\d_]+")
_SENTENCE_END = (".", "!", "?", "…", '"', "'", ".)", '.")')
_CAPS_WORDS = 6
_SENTENCE = 30


def shapes(line: Line, share_words: frozenset[str]) -> Iterator[str]:
    """The names of the shapes that a line has, as the data files' `shape` cues call them."""
    yield from _links(line)
    if line.words <= 3:
        yield from _tokens(line)
    if line.words <= 80:
        yield from _short(line, share_words)
    if line.plain.startswith('"'):
        yield "opens_with_quote"
    if line.words > 90:
        yield "long"


def _links(line: Line) -> Iterator[str]:
    plain = line.plain
    if "@" in plain:
        if _EMAIL.search(plain):
            yield "email"
        if _HANDLE.search(plain):
            yield "handle"
    if ("http" in plain or "www." in plain) and _URL.search(plain):
        yield "url"
    if _PRICE.search(plain):
        yield "price"
    if (".co" in plain or "(@" in plain) and _POST.search(plain):
        yield "social_media_post"


def _tokens(line: Line) -> Iterator[str]:
    if _CODE.fullmatch(line.plain):
        yield "code_token"
    if _MARK.fullmatch(line.plain):
        yield "mark_alone"
    if _BARE_LINK.fullmatch(line.plain):
        yield "bare_link"


def _short(line: Line, share_words: frozenset[str]) -> Iterator[str]:
    plain = line.plain
    if plain[0] in "([" and plain[-1] in ")]":
        yield "bracketed"
    if line.words >= 4 and _said_twice(line.folded):
        yield "said_twice"
    if line.words <= 20:
        words = _WORDS.findall(line.folded)
        if len(words) > 1 and share_words.issuperset(words):
            yield "only_share_words"


def _said_twice(folded: str) -> bool:
    """Whether the line ends in what it said before: a form shown twice, or its confirmation."""
    last = folded[folded.rfind(". ", 0, -2) + 2 :] if ". " in folded else ""
    if len(last) >= _SENTENCE and folded.find(last) < len(folded) - len(last):
        return True
    half = (len(folded) - 1) // 2
    return len(folded) % 2 == 1 and folded[:half] == folded[half + 1 :]


def is_headline(line: Line) -> bool:
    """Whether the line reads as the title of another article: short, no sentence's end."""
    return 2 <= line.words <= 22 and not line.plain.endswith((".", ":", ";", ",", '."', ".'"))


def is_name_line(line: Line) -> bool:
    """Whether the line may be a sign-off: a name or an office, no sentence."""
    return 0 < line.words <= 5 and not line.plain.endswith(_SENTENCE_END)


def in_capitals(line: Line) -> bool:
    """Whether a whole headline's worth of words is in capitals, and no sentence."""
    plain = line.plain
    if line.words < _CAPS_WORDS or line.words > 40 or plain.endswith((".", '"')):
        return False
    small = sum(map(str.islower, plain))
    return small <= 2 and plain.upper() != plain.lower()
