"""The mentions of one kind in an article, gathered by normal form, and what they stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from transforms.article import NameKind
from transforms.names.curated import CuratedName
from transforms.names.keys import name_key
from transforms.names.normal import without_article

# More bearers of one word than any article has: then the word says nothing.
MOST_BEARERS = 40


@dataclass(frozen=True, slots=True)
class Form:
    """A mention and its normal form, without title; `role` is the title."""

    start: int
    end: int
    kind: NameKind
    text: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """One normal form of an article: its best spelling, and where it is mentioned, in order."""

    key: str
    text: str
    spans: tuple[tuple[int, int], ...]

    @property
    def first(self) -> int:
        """Where it is first mentioned."""
        return self.spans[0][0]


@dataclass(eq=False, slots=True)
class Referent:
    """A person, organisation, place or group of the article."""

    curated: CuratedName | None = None
    variants: list[Variant] = field(default_factory=list)

    @property
    def canonical(self) -> str:
        """The curated form, else the fullest form in the article, the commoner of two as full.

        A longer form that begins with a commoner one is left out: a headline's next word sticks to
        a name more easily than a surname is left off.
        """
        if self.curated:
            return self.curated.canonical
        likely = [v for v in self.variants if not any(_begins(other, v) for other in self.variants)]
        best = max(likely, key=lambda v: (*_fullness(v.text), len(v.spans), -v.first))
        return best.text

    @property
    def starts(self) -> list[int]:
        """Where its own forms (not the short ones) are mentioned, in order."""
        return sorted(start for variant in self.variants for start, _ in variant.spans)


def _begins(short: Variant, long: Variant) -> bool:
    commoner = len(short.spans) > len(long.spans)
    return commoner and " " in short.key and long.key.startswith(f"{short.key} ")


def _fullness(text: str) -> tuple[int, int]:
    """How many words are spelt out, how many words there are."""
    words = text.split()
    return sum(not _is_initials(word) for word in words), len(words)


def _is_initials(word: str) -> bool:
    """Whether a word is one letter or, as JC, two capitals."""
    return len(word.rstrip(".")) < 2 or (len(word) == 2 and word.isupper())


@dataclass(frozen=True, slots=True)
class Decision:
    """What a mention stands for, how sure that is (0 to 1), and why."""

    referent: Referent
    score: float
    reason: str


Decisions = dict[tuple[int, int], Decision]


def gather(forms: Iterable[Form]) -> list[Variant]:
    """The variants of forms of one kind, in order of first mention."""
    spans: dict[str, list[tuple[int, int]]] = {}
    texts: dict[str, Counter[str]] = {}
    for form in forms:
        key = name_key(form.text) or form.text
        spans.setdefault(key, []).append((form.start, form.end))
        texts.setdefault(key, Counter())[form.text] += 1
    return [Variant(key, _best(texts[key]), tuple(spans[key])) for key in spans]


def _best(texts: Counter[str]) -> str:
    mixed_case = {text: count for text, count in texts.items() if not text.isupper()}
    return max(mixed_case or texts, key=lambda text: texts[text])


class Referents:
    """The referents of one kind: one for each curated name, one for each unknown name."""

    def __init__(self) -> None:
        self._curated: dict[str, Referent] = {}
        self.decisions: Decisions = {}

    def of(self, curated: CuratedName | None) -> Referent:
        """The referent of a curated name, or a new one."""
        if curated is None:
            return Referent()
        return self._curated.setdefault(curated.id, Referent(curated))

    def decide(self, variant: Variant, decision: Decision) -> Referent:
        """All mentions of the variant stand for the decision's referent."""
        for span in variant.spans:
            self.decisions[span] = decision
        return decision.referent


def curated_decision(referents: Referents, name: CuratedName, text: str) -> Decision:
    """A mention whose text, a normal form, is a surface of a curated name."""
    if text == without_article(name.canonical):
        return Decision(referents.of(name), 1.0, "curated name")
    return Decision(referents.of(name), 0.98, f"curated alias of {name.canonical}")


def own_decision(referents: Referents) -> Decision:
    """A mention that only stands for itself."""
    return Decision(referents.of(None), 0.8, "as the article writes it")


def only(referents: Sequence[Referent]) -> Referent | None:
    """The one referent in a sequence, None where there are none or several."""
    distinct = set(referents)
    return distinct.pop() if len(distinct) == 1 else None
