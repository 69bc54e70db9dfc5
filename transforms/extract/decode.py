"""From bytes to characters: what the source declares, where it is true, else what is detected."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from transforms.article import HTML
from transforms.extract.alphabets import in_one_alphabet
from transforms.extract.binary import NotText, looks_binary, unmarked_utf16
from transforms.resources import read_toml

DATA = "extract/data/encodings.toml"
DETECTION_SAMPLE = 16_384
# HTML puts its declaration into the first 1,024 bytes; pages in use are less strict.
DECLARATION_WITHIN = 4_096
# Detection calls several Latin encodings equally likely, give or take this much of its "chaos".
CHAOS_MARGIN = 0.06
REPLACEMENT = "\ufffd"
ISO_2022_JP_START = b"\x1b$B"
# Text that is UTF-8 but for a few damaged bytes has this many sound sequences for each of them.
SOUND_PER_DAMAGED = 10

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,500}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the codec that read it, and how many characters had to be replaced by U+FFFD."""

    text: str
    encoding: str
    replaced: int = 0


def decode(content: bytes, encoding: str | None, media_type: str) -> str:
    """The characters of `content`, without a byte order mark and otherwise as they are.

    Raises NotText where the bytes are no text in any encoding, and nothing else.
    """
    return decoded(content, encoding, media_type).text


def decoded(content: bytes, encoding: str | None, media_type: str) -> Decoded:
    """As `decode`, with the encoding found and the damage.

    In order: a byte order mark; a declared seven-bit encoding; UTF-8, since other text is all but
    never valid UTF-8 by chance; UTF-8 with a little damage; the encoding that the source or the
    page declares; one detected on a sample; and as a last resort the declared one, or UTF-8, with
    what is invalid replaced.
    """
    if looks_binary(content):
        raise NotText("not text: the bytes are of another format")
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return _replacing(content[len(mark) :], codec)
    declared = _declared(content, encoding, media_type)
    tried = [c for c in declared if c in read_toml(DATA)["seven_bit"]["codecs"]]
    if ISO_2022_JP_START in content:
        tried.append("iso2022_jp")
    if unmarked := unmarked_utf16(content):
        tried.append(unmarked)
    if found := _first_sound(content, [*tried, "utf-8"]):
        return found
    if found := _with_surrogates(content):
        return found
    damaged = _replacing(content, "utf-8")
    if _sound_sequences(damaged.text) >= SOUND_PER_DAMAGED * damaged.replaced:
        return damaged
    return _first_sound(content, declared) or _detected(content, declared)


def known_codec(label: str) -> str | None:
    """The codec to read an encoding's label with; None for what is no encoding of text.

    >>> known_codec("ISO-8859-1"), known_codec("x-sjis"), known_codec("zlib")
    ('cp1252', 'cp932', None)
    """
    data = read_toml(DATA)
    name = label.strip().strip("\"'").lower()
    if name in data["labels"]:
        return str(data["labels"][name])
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    codec: str | None = data["read_as"].get(known)
    return codec


def _declared(content: bytes, encoding: str | None, media_type: str) -> list[str]:
    labels = [encoding] if encoding else []
    if media_type == HTML and (match := _META_CHARSET.search(content[:DECLARATION_WITHIN])):
        labels.append(match[1].decode("ascii", "replace"))
    return [codec for label in labels if (codec := known_codec(label))]


def _first_sound(content: bytes, tried: list[str]) -> Decoded | None:
    for codec in tried:
        try:
            return Decoded(content.decode(codec), codec)
        except UnicodeError:
            continue
    return None


def _detected(content: bytes, declared: list[str]) -> Decoded:
    guesses = charset_normalizer.from_bytes(
        _sample(content), cp_isolation=read_toml(DATA)["detected"]["codecs"]
    )
    best = guesses.best()
    alike = [g for g in guesses if best and g.chaos <= best.chaos + CHAOS_MARGIN]
    texts = {codec: str(g) for g in alike if (codec := known_codec(g.encoding))}
    tried = in_one_alphabet(texts)
    return _first_sound(content, tried) or _replacing(content, [*declared, *tried, "utf-8"][0])


def _sample(content: bytes) -> bytes:
    """Up to 16 KiB of the lines that are not plain ASCII: the others say nothing."""
    taken: list[bytes] = []
    size = 0
    for line in content.split(b"\n"):
        if line.isascii():
            continue
        if len(line) > DETECTION_SAMPLE:
            line = line[:DETECTION_SAMPLE].rpartition(b" ")[0] or line[:DETECTION_SAMPLE]
        taken.append(line)
        size += len(line)
        if size >= DETECTION_SAMPLE:
            break
    return b"\n".join(taken)


def _replacing(content: bytes, codec: str, told: str | None = None) -> Decoded:
    text = content.decode(codec, "replace")
    return Decoded(text, told or codec, text.count(REPLACEMENT))


def _with_surrogates(content: bytes) -> Decoded | None:
    """Of UTF-8 that writes characters beyond U+FFFF in two halves, as Unicode's TR 26 describes."""
    try:
        halves = content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return _replacing(halves.encode("utf-16-le", "surrogatepass"), "utf-16-le", "utf-8")


def _sound_sequences(text: str) -> int:
    return sum(char > "\x7f" and char != REPLACEMENT for char in text)
