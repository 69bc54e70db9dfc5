"""A body as the model and the gazetteer read it: the same length, without typographic variants."""

from __future__ import annotations

import re

_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`ʼʹ＇", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–−﹣－", "-"),
        **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007", " "),
        **dict.fromkeys("\u2008\u2009\u200a\u202f\u205f\u3000\u200b\u2060\ufeff\u00ad", " "),
    }
)

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_WORD = 200
_ENDLESS = re.compile(rf"\S{{{_LONGEST_WORD},}}")


def plain(text: str) -> str:
    """`text` with straight quotes, plain hyphens and spaces, each character in its place.

    Runs of 200 characters or more without white space become spaces: they hold no name, and a
    tokenizer takes quadratic time over them. Lone surrogates, which have no UTF-8, become "?".

    >>> plain("“Kyiv’s”")
    '"Kyiv\\'s"'
    """
    told = _LONE_SURROGATE.sub("?", text.translate(_SAME_LENGTH))
    return _ENDLESS.sub(lambda run: " " * len(run[0]), told)
