"""Reading what a source calls its language."""

from __future__ import annotations

import re
from functools import cache

from transforms.resources import read_toml

DATA = "language/data/languages.toml"

_TAG = re.compile(r"([a-z]{2,3})(?:[-_.;,@ ].{0,60})?", re.DOTALL)


def language_code(label: str | None) -> str | None:
    """The ISO 639-1 code of a language's label; None where it names no language that is known.

    Takes BCP 47 tags, POSIX locales, ISO 639-2 and 639-3 codes and names.

    >>> [language_code(x) for x in ("en-GB", "pt_BR.UTF-8", "Ger", "Français", "xx", "")]
    ['en', 'pt', 'de', 'fr', None, None]
    """
    told = (label or "").strip().casefold()
    if told in _codes():
        return _codes()[told]
    tag = _TAG.fullmatch(told)
    return _codes().get(tag[1]) if tag else None


@cache
def _codes() -> dict[str, str]:
    called: dict[str, list[str]] = read_toml(DATA)["called"]
    names = {name.casefold(): code for code, names in called.items() for name in names}
    return names | {code: code for code in called}
