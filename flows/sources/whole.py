"""Files that are one document: text and HTML, with the metadata of a file beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.sources.bounded import read_whole
from flows.sources.json_records import loads
from flows.sources.naming import Format
from flows.sources.outcome import Outcome, Reason
from flows.sources.records import Container, identifying_url, metadata_of, refusal
from flows.sources.values import line_of
from transforms.article import HTML, TEXT, RawArticle


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The file of metadata beside a document; `content` is None where it could not be read."""

    name: str
    content: bytes | None


def read_document(
    chunks: Iterator[bytes], container: Container, fmt: Format, sidecar: Sidecar | None
) -> Iterator[Outcome]:
    """The one document of a text or HTML file.

    A sidecar that cannot be read puts its document in quarantine: without its metadata the
    article would be indexed under another URL and date, and nobody would know.
    """
    options = container.options
    content, too_large = read_whole(chunks, options.max_bytes)
    if too_large:
        yield container.too_large(content)
        return
    fields = {} if sidecar is None else fields_of(sidecar)
    if isinstance(fields, str):
        yield container.unreadable(Reason.BAD_SIDECAR, fields, content)
        return
    found = options.mapping.find(fields)
    own = Container(identifying_url(found) or container.uri, container.name, options)
    if (refused := refusal(content)) is not None:
        yield own.unreadable(*refused, content)
        return
    encoding = line_of(found["encoding"].value) if "encoding" in found else None
    metadata = metadata_of(fields, found, options, apart=frozenset({"text", "html"}))
    media_type = HTML if fmt is Format.HTML else TEXT
    yield RawArticle(own.uri, content, media_type, metadata, encoding)


def fields_of(sidecar: Sidecar) -> dict[str, object] | str:
    """The sidecar's object, or what is wrong with it."""
    if sidecar.content is None:
        return f"its metadata, {sidecar.name}, cannot be read or is over the limit"
    try:
        fields = loads(sidecar.content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return f"its metadata, {sidecar.name}, is not UTF-8"
    except ValueError as error:
        return f"its metadata, {sidecar.name}, is {error}"
    if not isinstance(fields, dict):
        return f"its metadata, {sidecar.name}, is not a JSON object"
    return fields
