"""From the tree of a query to clauses of Elasticsearch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any as Json

from search.days import DayRange
from search.naming import Meant, Naming, acronyms_that_are_words
from search.operators import Operator
from search.parts import All, Any, Most, Not, Part, Phrase, Where, Word
from transforms.names.acronyms import is_acronym
from transforms.names.keys import name_key

Clause = dict[str, Json]

# One analysis for all three, so that a query's words may stand in different fields.
FIELDS = ["title^3", "names", "body"]
EXACT = ["title.exact^3", "names.exact", "body.exact"]
MARKED, MARKED_EXACT = ["title", "body", "title.exact", "body.exact"], ["title.exact", "body.exact"]
# Two words that follow each other in a query had better do so in an article, in any of their forms
# and a few words apart.
NEAR = 4
# Of more words it costs much and says little.
MOST_NEAR = 12
# The letters of an acronym may mean anything: the names of an article tell that it is one.
ACRONYM = 0.3


def scored(asked: All, naming: Naming) -> Clause:
    """The body of a bool query for parts that must all hold, better ones first."""
    must, near = _texts(asked.parts, naming)
    must_not: list[Clause] = []
    narrowing: list[Clause] = []
    for part in asked.parts:
        if isinstance(part, Not):
            # A name that must not occur is taken as it was typed.
            must_not.append(clause(part.part, Naming(naming.curated, naming.learned)))
        elif narrows(part):
            narrowing.append(clause(part, naming))
        elif not isinstance(part, Word):
            must.append(clause(part, naming))
    found: Clause = {"must": must, "should": near, "must_not": must_not, "filter": narrowing}
    return {name: clauses for name, clauses in found.items() if clauses}


def marking(asked: All, naming: Naming) -> Clause | None:
    """What is to be marked in an article that was found; None where nothing was typed.

    Far cheaper to look for in a text than the query itself, and the same to a reader.
    """
    found = list(_marked(asked, naming))
    return {"bool": {"should": found}} if found else None


def _marked(part: Part, naming: Naming) -> Iterator[Clause]:
    match part:
        case All(parts) | Any(parts) | Most(parts):
            words = [each.text for each in parts if isinstance(each, Word)]
            if words:
                yield {"multi_match": {"query": " ".join(words), "fields": MARKED}}
                names = {each for name in naming.meant(words) for each in name.surfaces}
                yield from (_phrase(name, MARKED_EXACT) for name in sorted(names))
            for each in parts:
                if not isinstance(each, Word):
                    yield from _marked(each, naming)
        case Phrase(text):
            yield _phrase(text, MARKED_EXACT)
        case Where() if part.operator.text:
            yield where(part.operator, part.value, naming, part.exact)


def clause(part: Part, naming: Naming) -> Clause:
    """One part as a clause of its own."""
    match part:
        case Word(text):
            return _all([text], naming)
        case Phrase(text):
            return _phrase_or_name(text, naming)
        case Where():
            return where(part.operator, part.value, naming, part.exact)
        case Not(inner):
            return {"bool": {"must_not": [clause(inner, naming)]}}
        case All():
            return {"bool": scored(part, naming)}
        case Any(parts):
            return {"bool": {"should": [clause(each, naming) for each in parts]}}
        case Most(parts):
            return _most([each.text for each in parts], naming)


def narrows(part: Part) -> bool:
    """Whether a part says yes or no, and nothing of how well an article fits."""
    match part:
        case Where():
            return not part.operator.text
        case Not(inner):
            return narrows(inner)
        case All(parts) | Any(parts):
            return all(map(narrows, parts))
    return False


def where(asked: Operator, value: str, naming: Naming, exact: bool = False) -> Clause:
    """A field that must have a value."""
    if asked.days:
        return {"range": {asked.field: DayRange.parse(value).clause()}}
    if asked.text:
        if exact:
            return {"match_phrase": {f"{asked.field}.exact": value}}
        either = [
            {"match": {name: {"query": value, "operator": "and"}}}
            for name in (asked.field, f"{asked.field}.exact")
        ]
        return {"dis_max": {"queries": either, "tie_breaker": 0.3}}
    return any_of(asked.field, naming.forms(value, asked.kind))


def any_of(field: str, values: Iterable[str]) -> Clause:
    """A keyword that has one of these values, in any case."""
    return {"bool": {"should": [_term(field, value) for value in values]}}


def _term(field: str, value: str) -> Clause:
    return {"term": {field: {"value": value, "case_insensitive": True}}}


def _texts(parts: Sequence[Part], naming: Naming) -> tuple[list[Clause], list[Clause]]:
    """What must occur of the words of a query, and what had better stand together."""
    words = [part.text for part in parts if isinstance(part, Word)]
    if not words:
        return [], []
    pairs = dict.fromkeys(pairwise(words)) if len(words) <= MOST_NEAR else {}
    near = [_phrase(f"{one} {other}", FIELDS, slop=NEAR) for one, other in pairs if one != other]
    return [_all(words, naming)], near


def _all(words: Sequence[str], naming: Naming) -> Clause:
    """All of these words, names among them by any of their spellings."""
    found, rest = _apart(words, naming)
    if rest:
        # Beside a name, words that stand in every text are not asked for.
        found.append(_words(rest, "all" if found else "none"))
    return found[0] if len(found) == 1 else {"bool": {"must": found}}


def _most(words: Sequence[str], naming: Naming) -> Clause:
    """Half of these words or more, names among them by any of their spellings."""
    found, rest = _apart(words, naming)
    if rest:
        # The exact fields would count the words that stand in every text.
        several = {"fields": FIELDS, "type": "cross_fields", "minimum_should_match": "50%"}
        found.append({"multi_match": {"query": rest, **several}})
    return {"bool": {"should": found, "minimum_should_match": (len(found) + 1) // 2}}


def _apart(words: Sequence[str], naming: Naming) -> tuple[list[Clause], str]:
    """A clause for each name among words, and the other words."""
    names = naming.meant(words)
    taken = {at for name in names for at in range(name.start, name.stop)}
    rest = " ".join(word for at, word in enumerate(words) if at not in taken)
    return [_name(_words(name.typed), name) for name in names], rest


def _name(typed: Clause, name: Meant) -> Clause:
    """A name as it was typed, or by another of its spellings."""
    others = [_phrase(surface, EXACT) for surface in name.surfaces]
    if is_acronym(name.typed):
        if name_key(name.typed) in acronyms_that_are_words():
            return {"dis_max": {"queries": others, "tie_breaker": 0.3}}
        typed = {"bool": {"must": [typed], "boost": ACRONYM}}
    return {"dis_max": {"queries": [typed, *others], "tie_breaker": 0.3}}


def _phrase_or_name(text: str, naming: Naming) -> Clause:
    words = text.split()
    name = next(
        (each for each in naming.meant(words) if each.stop - each.start == len(words)), None
    )
    typed = _phrase(text, EXACT)
    return _name(typed, name) if name else typed


def _words(words: str, without_terms: str = "none") -> Clause:
    # The exact fields keep stop words: "the who" finds what is nothing but stop words to the
    # others, and a word as it was typed ranks above its kin.
    either = [
        {
            "multi_match": {
                "query": words,
                "fields": fields,
                "type": "cross_fields",
                "operator": "and",
                "zero_terms_query": without_terms,
            }
        }
        for fields in (FIELDS, EXACT)
    ]
    return {"dis_max": {"queries": either, "tie_breaker": 0.3}}


def _phrase(words: str, fields: list[str], slop: int = 0) -> Clause:
    return {"multi_match": {"query": words, "fields": fields, "type": "phrase", "slop": slop}}
