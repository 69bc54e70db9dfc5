"""The syntax of a query. Every text can be read; what was not understood is told.

| written | asks for |
|---|---|
| `energy strikes` | both words, in any form, anywhere in title, names or body |
| `"power station"` | these words to the letter |
| `-solar`, `NOT solar`, `-"solar power"`, `-(a b)` | what must not occur |
| `oil OR gas` | one of the two; OR binds closer than what stands beside it |
| `(oil OR gas) -coal` | parentheses |
| `person:Putin`, `place:"New York"`, `source:(A OR B)` | fields: see `search.operators` |
| `published:2024-10..`, `about:2024-08` | days, months, years and ranges |
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from search.errors import SearchError, shown
from search.operators import Operator, listed, near_operator, operator
from search.parts import All, Any, Not, Part, Phrase, Query, Where, Word

# Elasticsearch refuses a query of some thousands of clauses; people stay far below these.
MOST_CHARACTERS = 2_000
MOST_PARTS = 200
DEEPEST = 20
MOST_NOTES = 10

QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
TOKEN = re.compile(
    r"""(?P<minus>-*)(?:
        (?P<open>\() | (?P<close>\))
      | (?P<address>https?://[^\s"]+)
      | (?:(?P<name>[^\W\d_][\w-]*):(?![\s:]|$))(?P<rest>)
      | "(?P<phrase>[^"]*)(?P<end>"?)
      | (?P<word>[^\s"()]+)
    )""",
    re.VERBOSE,
)
JOINING = {"OR": "or", "||": "or", "|": "or", "AND": "and", "&&": "and", "&": "and", "NOT": "not"}
NOT_SEARCHED = re.compile(r"[*?~^\[\]{}\\]")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: word, phrase, empty (a phrase), name, open, close, or, and, not,
    address."""

    kind: str
    text: str
    minus: bool
    start: int


def parse(text: str) -> Query:
    """What was typed, as a tree. Only a text that is too long is refused, by SearchError.

    >>> parse('strikes -"power station"').asked
    All(parts=(Word(text='strikes', start=0), Not(part=Phrase(text='power station'))))
    """
    if len(text) > MOST_CHARACTERS:
        raise SearchError(
            f"The query has {len(text):,} characters; at most {MOST_CHARACTERS:,} are allowed."
        )
    reading = _Reading()
    tokens = list(_tokens(text.translate(QUOTES), reading.note))
    if len(tokens) > MOST_PARTS:
        raise SearchError(
            f"The query has {len(tokens):,} words and phrases; at most {MOST_PARTS} are allowed."
        )
    reading.tokens = tokens
    asked = reading.read()
    if text.strip() and not asked.parts:
        reading.note(f"{shown(text.strip())} has no word to search for: all articles are shown.")
    return Query(asked, tuple(dict.fromkeys(reading.notes))[:MOST_NOTES])


def _tokens(text: str, note: Callable[[str], None]) -> Iterator[Token]:
    for found in TOKEN.finditer(text):
        minus = bool(found["minus"])
        kind = str(found.lastgroup)
        if found["phrase"] is not None:
            if not found["end"]:
                note("A quotation mark was not closed: all that follows it was read as a phrase.")
            told = " ".join(found["phrase"].split())
            kind = "phrase" if _is_searched(told) else "empty"
            yield Token(kind, told, minus, found.start())
        elif found["name"] is not None:
            yield Token("name", found["name"], minus, found.start())
        elif kind == "word":
            yield from _word(found["word"], minus, found.start("word"), note)
        else:
            yield Token(kind, found[kind], minus, found.start(kind))


def _word(told: str, minus: bool, start: int, note: Callable[[str], None]) -> Iterator[Token]:
    if told in JOINING and not minus:
        yield Token(JOINING[told], told, minus, start)
    elif _is_searched(told):
        yield Token("word", told, minus, start)
        if told.endswith(":") and operator(told[:-1]):
            note(f"{told} has nothing right behind it: it was read as a word.")


def _is_searched(told: str) -> bool:
    # The index's tokenizer keeps letters, digits and pictographs.
    return any(c.isalnum() or unicodedata.category(c) == "So" for c in told)


@dataclass
class _Reading:
    """The tokens from left to right, and what there is to say of them."""

    tokens: list[Token] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    at: int = 0
    depth: int = 0

    def note(self, told: str) -> None:
        self.notes.append(told)

    def read(self) -> All:
        parts: list[Part] = []
        while self.at < len(self.tokens):
            parts += self.together(None).parts
            if self.at < len(self.tokens):  # a parenthesis that nothing opened
                self.note("A ) closes nothing: it was passed over.")
                self.at += 1
        return All(tuple(parts))

    def together(self, within: Operator | None) -> All:
        """Parts up to a closing parenthesis or the end."""
        parts: list[Part] = []
        while self.at < len(self.tokens) and self.tokens[self.at].kind != "close":
            parts += self.either(within)
        return All(tuple(parts))

    def either(self, within: Operator | None) -> list[Part]:
        """One part, or several with OR between them."""
        found = self.single(within)
        alternatives = list(found)
        while self.at < len(self.tokens) and self.tokens[self.at].kind == "or":
            self.at += 1
            if not (more := self.single(within)) or not alternatives:
                self.note("An OR has nothing on one of its sides: it was passed over.")
            alternatives += more
        return [Any(tuple(alternatives))] if len(alternatives) > 1 else alternatives

    def single(self, within: Operator | None) -> list[Part]:
        """A part with what negates it; nothing where none begins here."""
        if self.at >= len(self.tokens) or self.tokens[self.at].kind in ("close", "or"):
            return []
        token = self.tokens[self.at]
        self.at += 1
        if token.kind in ("and", "empty"):
            return self.single(within)
        if token.kind == "not":
            part = self.single(within)
            if not part:
                self.note("A NOT has nothing behind it: it was passed over.")
            return [_not(each) for each in part]
        found = self.plain(token, within)
        return [_not(each) for each in found] if token.minus else found

    def plain(self, token: Token, within: Operator | None) -> list[Part]:
        if token.kind == "open":
            return self.group(within)
        if token.kind == "name":
            return self.field(token)
        if token.kind == "address":
            url = operator("url")
            return [Where(url, token.text)] if url else []
        if within is not None:
            return self.where(within, token.text, token.kind == "phrase")
        if token.kind == "phrase":
            return [Phrase(token.text)]
        return [self.word(token)]

    def word(self, token: Token) -> Word:
        if signs := sorted(set(NOT_SEARCHED.findall(token.text))):
            plain = " ".join(NOT_SEARCHED.sub(" ", token.text).split())
            told = " ".join(signs)
            self.note(f"{shown(token.text)}: {told} stands for nothing: read as {shown(plain)}.")
            return Word(plain, token.start)
        return Word(token.text, token.start)

    def group(self, within: Operator | None) -> list[Part]:
        if self.depth >= DEEPEST:
            self.note(f"Parentheses are read {DEEPEST} deep: deeper ones were passed over.")
            return []
        self.depth += 1
        inner = self.together(within)
        self.depth -= 1
        if self.at < len(self.tokens):
            self.at += 1
        else:
            self.note("A parenthesis was not closed: it was read as closed at the end.")
        if len(inner.parts) < 2:
            return list(inner.parts)
        return [inner]

    def field(self, token: Token) -> list[Part]:
        """A name with a colon, and its value."""
        asked = operator(token.text)
        if asked is None:
            asked = near_operator(token.text)
            if asked is None:
                self.note(
                    f"There is no field {shown(token.text)}: it was read as a word. "
                    f"There are {listed()}."
                )
                return [Word(token.text, token.start)]
            self.note(f"There is no field {shown(token.text)}: it was read as {asked.name}:.")
        value = self.tokens[self.at] if self.at < len(self.tokens) else None
        if value is None or value.kind in ("close", "empty"):
            self.note(f"{asked.name}: has no value: it was passed over.")
            return []
        self.at += 1
        if value.kind == "open":
            return self.group(asked)
        return self.where(asked, value.text, value.kind == "phrase")

    def where(self, asked: Operator, value: str, exact: bool) -> list[Part]:
        if wrong := asked.wrong(value):
            self.note(f"{asked.name}:{value[:80]} was passed over: {shown(value)} {wrong}")
            return []
        return [Where(asked, value, exact)]


def _not(part: Part) -> Part:
    return part.part if isinstance(part, Not) else Not(part)
