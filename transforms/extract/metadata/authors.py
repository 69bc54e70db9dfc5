"""Authors' names out of what bylines say: split, without cues and offices, people alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from transforms.extract.metadata.values import one_each, plain
from transforms.resources import read_toml

DATA = "extract/data/authors.toml"
MOST_AUTHORS = 20
LONGEST_BYLINE = 400
LONGEST_NAME = 60
MOST_WORDS = 5
LONGEST_CUE = 4
"""Words before the names that are looked at for a cue."""

_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_ENDS = re.compile(r"\s[-–—|•·›/]\s|[|•·›]|\s{0,3}[–—]\s{0,3}|:\s")
_COMMAS = re.compile(r"\s{0,3}[,;/&+]\s{0,3}")
_NO_NAME = re.compile(r"[@\d_<>{}\[\]#*=!?\"“”«»:]|//|\w\.\w{2,}|\.\.")
_CAMEL = re.compile(r"[a-z][A-Z]")
_WORD = re.compile(r"[^\W\d_][\w.'’`‘-]*")


def people(byline: str, not_named: Iterable[str] = ()) -> tuple[str, ...]:
    """The people whom a byline names, in order.

    Args:
        byline: "By Jane Doe and John Roe, Staff Writers | The Harbour Post", or a bare name.
        not_named: names of the site and its outlets, which are no people.

    >>> people("By JANE DOE and John van Roe, Staff Writers | 3 March 2024")
    ('Jane Doe', 'John van Roe')
    >>> people("Harbour Post Newsroom"), people("https://harbour.example/jane")
    ((), ())
    """
    told = plain(byline, LONGEST_BYLINE)
    if told is None:
        return ()
    others = {name.casefold() for name in not_named}
    bare = without_cue(_BRACKETS.sub(" ", told).strip())
    first = _ENDS.split(bare, maxsplit=1)[0]
    found = (name for part in _parts(first) if (name := _person(part)) is not None)
    kept = (name for name in found if name.casefold() not in others)
    return tuple(one_each(kept))[:MOST_AUTHORS]


def without_cue(byline: str) -> str:
    """The byline without the words that open it ("By", "Text:", "Von")."""
    at = cue_end(byline)
    return byline[at:].lstrip(" :–—-") if at else byline


def cue_end(line: str) -> int:
    """Where the words end that open a byline, the longest of them; 0 where nothing follows any."""
    end = 0
    for number, word in enumerate(re.finditer(r"\S+", line[:80]), start=1):
        if number > LONGEST_CUE:
            break
        opened = line[: word.end()].casefold()
        bare = opened.rstrip(":")
        if bare in _cues() and line[word.end() :].strip():
            end = word.end()
    return end


def _parts(told: str) -> Iterator[str]:
    """What stands between the marks and between "and"; "Doe, Jane" is one name, not two."""
    pieces = [piece for piece in _COMMAS.split(told) if piece]
    turned = len(pieces) == 2 and "," in told and _WORD.fullmatch(pieces[0])
    if turned and _WORD.fullmatch(pieces[1]):
        yield f"{pieces[1]} {pieces[0]}"
        return
    for piece in pieces:
        yield from _between(without_cue(piece.strip()))


def _between(piece: str) -> Iterator[str]:
    """The names in "Jane Doe in London and John Roe for the Post", without what follows them."""
    words = piece.split()
    current: list[str] = []
    over = False
    for number, word in enumerate(words):
        folded = word.casefold()
        if folded in _words("between") and _divides(words, number):
            yield " ".join(current)
            current, over = [], False
        elif current and word.islower() and folded in _words("after"):
            over = True
        elif not over:
            current.append(word)
    yield " ".join(current)


def _divides(words: list[str], at: int) -> bool:
    """Whether two names stand around a word: of two words at least where it may be a particle."""
    if words[at].casefold() not in _words("particles"):
        return True
    return at >= 2 and len(words) - at > 2


def _person(told: str) -> str | None:
    """The name, or None where a URL, an office, an account or a sentence stands in its place."""
    name = without_cue(told.strip(" ,;.-–—")) if told else ""
    if not name or len(name) > LONGEST_NAME or _NO_NAME.search(name):
        return None
    words = name.split()
    if len(words) > MOST_WORDS or not all(map(_WORD.fullmatch, words)):
        return None
    if any(word.casefold().strip(".'’") in _words("no_names") for word in words):
        return None
    if len(words) == 1 and not _single(name):
        return None
    return _cased(name) if all(map(_may_be_name, words)) and name[0].isalpha() else None


def _single(name: str) -> bool:
    bare = name.casefold()
    return (
        len(name) > 2
        and not name.isupper()
        and not _CAMEL.search(name)
        and bare not in _words("degrees")
        and bare not in _words("particles")
    )


def _may_be_name(word: str) -> bool:
    return not word[0].islower() or word.casefold().rstrip("'’") in _words("particles")


def _cased(name: str) -> str | None:
    """The name; in capitals, as it is written elsewhere. None for degrees that stand alone."""
    words = name.split()
    if all(word.casefold() in _words("degrees") or len(word.strip(".")) < 2 for word in words):
        return None
    if name.isupper() and len(words) > 1:
        return " ".join(_lowered(word) for word in words)
    return name


def _lowered(word: str) -> str:
    if len(word.strip(".")) < 3 and word.casefold() not in _words("particles"):
        return word
    if word.casefold() in _words("particles"):
        return word.lower()
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in read_toml(DATA)[table]["words"])


@cache
def _cues() -> frozenset[str]:
    return frozenset(cue for cues in read_toml(DATA)["before"].values() for cue in cues)
