"""The file of sources that a setting names, read once a process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from flows.configured.entry import ConfiguredSource
from flows.configured.table import raise_all, read_table
from index_mappings.rules_file import own_rules
from index_mappings.text_file import setting_file
from transforms.boilerplate.own_rules import OwnRule, OwnRules
from transforms.boilerplate.own_rules_file import RulesError, read_own_rules
from transforms.sources import NO_SOURCES, Source, Sources, SourceTableError


@dataclass(frozen=True)
class Table:
    """A file of sources.

    `known` is what the stages know of outlets; `rules` are the own rules of single outlets.
    """

    sources: tuple[ConfiguredSource, ...] = ()
    known: Sources = NO_SOURCES
    rules: tuple[OwnRule, ...] = ()


@cache
def sources_table(path: Path | None) -> Table:
    """A file of sources, with the files of rules that it names; an empty one without a file.

    Raises SourceTableError: a file can't be read, or is wrong; a line for each mistake.
    """
    if path is None:
        return Table()
    text = setting_file(path, "sources", "DATELINE_SOURCES", "such table", SourceTableError)
    sources = read_table(text, path.name, path.absolute().parent)
    problems: list[str] = []
    rules = tuple(_rules(sources, problems))
    raise_all(problems, path.name)
    known = (
        Source(each.outlets, each.timezone, each.boilerplate.threshold)
        for each in sources
        if each.outlets
    )
    return Table(sources, Sources(tuple(known)), rules)


def configured_sources(path: Path | None) -> tuple[ConfiguredSource, ...]:
    """The sources of a file, in its order. Raises as `sources_table`."""
    return sources_table(path).sources


def known_sources(path: Path | None) -> Sources:
    """What a file says of outlets. Raises as `sources_table`."""
    return sources_table(path).known


def rules_in_force(rules: Path | None, sources: Path | None) -> OwnRules:
    """A user's own rules: those of single outlets in the file of sources, then the general ones.

    Raises RulesError as `own_rules`, SourceTableError as `sources_table`.
    """
    general = own_rules(rules)
    return OwnRules((*sources_table(sources).rules, *general.rules), general.expectations)


def _own_rules(path: Path | None) -> tuple[OwnRule, ...]:
    if path is None:
        return ()
    text = setting_file(path, "rules", "boilerplate.rules", "file of rules", RulesError)
    return read_own_rules(text, path.name).rules


def _rules(sources: Sequence[ConfiguredSource], problems: list[str]) -> Iterator[OwnRule]:
    """The own rules of each outlet, held to it."""
    for source in sources:
        try:
            found = _own_rules(source.boilerplate.rules)
        except RulesError as error:
            problems += str(error).splitlines()
            continue
        for rule in found:
            if rule.sources:
                told = f"{rule.name!r} has a source: leave it out, the rules of"
                problems.append(f"{told} {source.outlet!r} hold for that alone")
            yield replace(rule, sources=source.outlets)
