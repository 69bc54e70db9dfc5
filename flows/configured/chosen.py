"""What a run reads: locations, and sources by the names that they are configured under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from flows.configured.entry import ConfiguredSource
from flows.configured.file import configured_sources
from flows.configured.values import EVERYTHING
from flows.sources.options import SourceOptions
from flows.sources.outcome import SourceError, printable
from index_mappings.settings import Settings

SIGN = "@"


@dataclass(frozen=True)
class Portion:
    """Locations that are read in one way; `source` where they are configured, feeds and all."""

    locations: tuple[str, ...]
    options: SourceOptions
    source: ConfiguredSource | None = None


def portions(
    locations: Sequence[str], options: SourceOptions | None, settings: Settings
) -> list[Portion]:
    """What is to be read, in the order in which it is asked for, each source once.

    Args:
        locations: as `read_sources` takes them; `@NAME` is a source of that name in the file of
            sources, `@all` are all of them. A file of such a name is written `./@NAME`.
        options: how the locations are read; None for the settings' own way. A source is read as
            it is configured.

    Raises:
        SourceError: there is no such source; or options are given for one.
        SourceTableError: the file of sources can't be read, or is wrong.
    """
    usual = SourceOptions(max_bytes=settings.max_document_bytes)
    named = [each for each in locations if each.startswith(SIGN)]
    if named and options not in (None, usual):
        told = f"{named[0]} is read as it is configured: change that, and leave out the options"
        raise SourceError(told)
    sources = {each.name: each for each in _named(named, settings)}
    plain = tuple(each for each in locations if not each.startswith(SIGN))
    own = [Portion(plain, options or usual)] if plain else []
    return own + [Portion(s.locations, options_of(s, settings), s) for s in sources.values()]


def options_of(source: ConfiguredSource, settings: Settings) -> SourceOptions:
    """How a source's articles are read."""
    return SourceOptions(
        mapping=source.mapping,
        max_bytes=source.limits.max_bytes or settings.max_document_bytes,
        source=source.outlet,
        language=source.language,
        # An outlet's zone is known to the stages, so that a change of it makes no new articles.
        timezone=None if source.outlets else source.timezone,
        format=source.format,
    )


def _named(told: Sequence[str], settings: Settings) -> Iterator[ConfiguredSource]:
    if not told:
        return
    if settings.sources is None:
        raise SourceError(f"{told[0]}: no sources are configured: set DATELINE_SOURCES to a file")
    readable = {s.name: s for s in configured_sources(settings.sources) if s.is_read and s.name}
    by_name = {name.casefold(): source for name, source in readable.items()}
    problems = []
    for each in told:
        name = each.removeprefix(SIGN).casefold()
        if name == EVERYTHING:
            yield from by_name.values()
        elif name in by_name:
            yield by_name[name]
        else:
            problems.append(_unknown(each, list(readable)))
    if problems:
        raise SourceError("\n".join(problems))


def _unknown(told: str, names: Sequence[str]) -> str:
    near = get_close_matches(told.removeprefix(SIGN), names, n=1)
    meant = f"did you mean {SIGN}{near[0]}?" if near else f"there are {', '.join(names) or 'none'}"
    return f"no source {printable(told)} to be read: {meant}"
