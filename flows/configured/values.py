"""The values of an entry, each checked by itself: a ValueError says what is wrong with one."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flows.configured.entry import ArticlesFrom, Boilerplate, Limits, Schedule
from flows.sources.locate import STDIN, URL
from flows.sources.mapping import FieldMap
from flows.sources.naming import Format
from flows.sources.redact import shown_location
from transforms.sources import UNIVERSAL, place_zone

NAME = re.compile(r"[^\W_][\w.-]{0,59}")
EVERYTHING = "all"
LONGEST = 2_000
CRON = re.compile(r"@(?:hourly|daily|midnight|weekly|monthly|yearly|annually)|\S+(?:\s+\S+){4}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
MOST_BYTES = 2**30
E = TypeVar("E", bound=StrEnum)


def known_keys(told: Mapping[str, Any], known: Iterable[str]) -> list[str]:
    """What is wrong with the names of keys, in words."""
    known = list(known)
    return [_unknown(key, known) for key in told if key not in known]


def _unknown(key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, n=1)
    meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    return f"unknown {key!r:.60}: {meant}"


def text(key: str, told: object) -> str:
    """A text that says something."""
    if not isinstance(told, str) or not told.strip() or len(told) > LONGEST:
        raise ValueError(
            f"{key} must be text in quotes, 1 to {LONGEST:,} characters, not {told!r:.60}"
        )
    return told


def texts(key: str, told: object) -> tuple[str, ...]:
    """Several of them in a list, or a single one."""
    listed = [told] if isinstance(told, str) else told
    if not isinstance(listed, list) or not listed:
        raise ValueError(f"{key} must be text in quotes, or a list of such, not {told!r:.60}")
    return tuple(text(key, each) for each in listed)


def table(key: str, told: object, known: Iterable[str]) -> Mapping[str, Any]:
    """A table of these keys."""
    if not isinstance(told, dict):
        raise ValueError(f"{key} must be a table of {', '.join(known)}, not {told!r:.60}")
    if wrong := known_keys(told, known):
        raise ValueError("; ".join(f"{key}: {each}" for each in wrong))
    return told


def number(key: str, told: object, least: float, most: float) -> float:
    """A number between two bounds, both allowed."""
    if isinstance(told, bool) or not isinstance(told, (int, float)) or not math.isfinite(told):
        raise ValueError(f"{key} must be a number, not {told!r:.60}")
    if not least <= told <= most:
        raise ValueError(f"{key} must be {least:,g} to {most:,g}, not {told!r:.60}")
    return told


def whole(key: str, told: object, least: int, most: int) -> int:
    """A whole number between two bounds, both allowed."""
    if isinstance(told, bool) or not isinstance(told, int):
        raise ValueError(f"{key} must be a whole number, not {told!r:.60}")
    return int(number(key, told, least, most))


def word(key: str, told: object, kind: type[E]) -> E:
    """One of the words of an enumeration."""
    try:
        return kind(str(told))
    except ValueError:
        raise ValueError(f"{key} {told!r:.60} is not one of {', '.join(kind)}") from None


def name(told: object) -> str:
    """What a source is called."""
    found = text("name", told)
    if not NAME.fullmatch(found):
        raise ValueError(f"name {found!r:.80}: letters, digits, '-', '_' and '.', at most 60")
    if found.casefold() == EVERYTHING:
        raise ValueError(f"name {found!r} stands for all sources: take another one")
    return found


def locations(told: object, folder: Path) -> tuple[str, ...]:
    """Paths made absolute, those that are relative to the file's folder; URIs as they are."""
    return tuple(_location(each, folder) for each in texts("location", told))


def _location(told: str, folder: Path) -> str:
    if told == STDIN:
        raise ValueError("location can't be standard input: nobody is there to write to it")
    if told.startswith(("http://", "https://")) and "::" not in told:
        raise ValueError(f"location {shown_location(told)}: write feed = … for an RSS or Atom feed")
    if URL.match(told):
        return told
    # Not resolved: a link may lead elsewhere tomorrow, and what is read is named by its path.
    return os.path.normpath(folder / Path(told).expanduser())


def feeds(told: object) -> tuple[str, ...]:
    """Addresses of the web."""
    found = texts("feed", told)
    for each in found:
        try:
            parts = urlsplit(each)
            good = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        except ValueError:
            good = False
        if not good or any(char.isspace() for char in each):
            raise ValueError(f"feed {shown_location(each)!r:.200} is not an http(s) address")
    return found


def file_format(told: object) -> str:
    """A format that is read."""
    return str(word("format", told, Format))


def articles(told: object) -> ArticlesFrom:
    """Where a feed's articles are."""
    return word("articles", told, ArticlesFrom)


def mapping(told: object) -> FieldMap:
    """Targets and the paths of fields, as a table."""
    if not isinstance(told, dict):
        raise ValueError(f'map must be a table, as {{ text = "content.body" }}, not {told!r:.60}')
    return FieldMap(tuple((target, text(f"map.{target}", path)) for target, path in told.items()))


def language(told: object) -> str:
    """A code of ISO 639."""
    if not isinstance(told, str) or not LANGUAGE.fullmatch(told):
        raise ValueError(f"language {told!r:.60} is not a code of two or three letters, as en")
    return told


def boilerplate(told: object, folder: Path) -> Boilerplate:
    """What holds for one outlet."""
    found = table("boilerplate", told, ("threshold", "rules"))
    return Boilerplate(
        threshold=number("boilerplate.threshold", found["threshold"], 0, 1)
        if "threshold" in found
        else None,
        rules=folder / Path(text("boilerplate.rules", found["rules"])).expanduser()
        if "rules" in found
        else None,
    )


def schedule(told: object, own_zone: str | None) -> Schedule:
    """Cron, in its own zone, else the outlet's, else UTC."""
    found = {"cron": told} if isinstance(told, str) else told
    found = table("schedule", found, ("cron", "timezone"))
    cron = " ".join(text("schedule", found.get("cron")).split())
    if not CRON.fullmatch(cron) or not _is_cron(cron):
        raise ValueError(
            f"schedule {cron!r:.60} is not cron: five fields, as '15 6 * * *' for 6:15 every day "
            "(minute, hour, day, month, weekday), or @hourly, @daily, @weekly, @monthly"
        )
    zone = place_zone(found["timezone"]) if "timezone" in found else own_zone
    return Schedule(cron, zone or UNIVERSAL)


def _is_cron(told: str) -> bool:
    # Prefect's own check: what it refuses could be no deployment. It takes a second to import.
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=told)
    except ValueError:
        return False
    return True


def limits(told: object) -> Limits:
    """What is read at most."""
    found = table("limits", told, ("max_bytes", "entries", "seconds", "pause"))
    usual = Limits()
    return Limits(
        max_bytes=whole("limits.max_bytes", found["max_bytes"], 1, MOST_BYTES)
        if "max_bytes" in found
        else None,
        entries=whole("limits.entries", found.get("entries", usual.entries), 1, 100_000),
        seconds=number("limits.seconds", found.get("seconds", usual.seconds), 1, 600),
        pause=number("limits.pause", found.get("pause", usual.pause), 0, 3_600),
    )
