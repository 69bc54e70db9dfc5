"""What a request means: its tree, the names in it, and how common its words are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from elasticsearch import Elasticsearch

from index_mappings.families import Aliases
from search.lookup import Looked, look_up
from search.mistyped import mistyped
from search.naming import Also, Naming, runs
from search.parts import Query, phrases, values, words
from search.request import NAMES, SearchRequest
from search.syntax import parse
from transforms.names.curated import CuratedNames


@dataclass(frozen=True)
class Understood:
    """A request with all that has to be known to answer it."""

    request: SearchRequest
    query: Query
    naming: Naming
    looked: Looked

    @property
    def also(self) -> tuple[Also, ...]:
        """The names that are searched for as well."""
        texts = [*words(self.query), *(phrase.split() for phrase in phrases(self.query))]
        found = [each for text in texts for name in self.naming.meant(text) for each in name.also]
        return tuple(dict.fromkeys(found))

    @property
    def absent(self) -> tuple[str, ...]:
        """The words that stand in no article, and are no name that was found another way."""
        typed = {word for also in self.also for word in also.typed.split()}
        return tuple(word for word in self.looked.absent if word not in typed)


def understand(
    client: Elasticsearch, aliases: Aliases, request: SearchRequest, names: CuratedNames
) -> Understood:
    """A checked request with the names that it means. Raises as the client does."""
    query = parse(request.text)
    texts = [*words(query), *(phrase.split() for phrase in phrases(query))]
    told = [run for text in texts for run in runs(text)]
    told += [value for field in NAMES for value in getattr(request, field)]
    told += values(query)
    typed = [word for run in words(query) for word in run]
    looked = look_up(client, aliases, told, typed)
    naming = Naming(names, looked.learned)
    wrong: dict[str, tuple[str, ...]] = {}
    for run in words(query):
        wrong |= mistyped(client, aliases.articles, run, naming, looked)
    return Understood(request, query, replace(naming, mistyped=wrong), looked)
