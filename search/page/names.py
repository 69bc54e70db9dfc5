"""The names of an article, one note each, with why each mention is it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from transforms.article import Article, EntityMention, NameMention, Span

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mentioned:
    """One mention; `in_text` where its span is of `text` and not of the body."""

    span: Span
    surface: str
    why: str
    in_text: bool = False


@dataclass
class NameNote:
    """A name and its mentions.

    `kind` is a facet's, or `other` for an entity that no facet has; `label` is the model's.
    """

    called: str
    kind: str
    id: str
    label: str = ""
    mentions: list[Mentioned] = field(default_factory=list)

    @property
    def reasons(self) -> list[tuple[str, str, int]]:
        """Surface, why it is this name, and how often: the commonest first."""
        counted: dict[tuple[str, str], int] = {}
        for mention in self.mentions:
            key = (mention.surface, mention.why)
            counted[key] = counted.get(key, 0) + 1
        return sorted(
            ((surface, why, count) for (surface, why), count in counted.items()),
            key=lambda told: -told[2],
        )


def name_notes(article: Article) -> list[NameNote]:
    """A note for each name that the article has: the kinds together, the commonest name first."""
    found_by = {(e.start, e.end): str(e.found_by).replace("_", " ") for e in article.entities}
    notes: dict[tuple[str, str], NameNote] = {}
    for mention in article.names:
        _note(notes, mention).mentions.append(_mentioned(mention, found_by))
    for place in _dateline_places(article):
        _note(notes, place).mentions.append(_mentioned(place, {}, in_text=True))
    for entity in article.entities:
        if entity.kind is None:
            _other(notes, entity).mentions.append(
                Mentioned(
                    entity, entity.surface, f"found by {found_by[(entity.start, entity.end)]}"
                )
            )
    kinds = ["person", "organisation", "place", "group", OTHER]
    return sorted(notes.values(), key=lambda n: (kinds.index(n.kind), -len(n.mentions), n.called))


def _dateline_places(article: Article) -> Iterable[NameMention]:
    return (place for line in article.furniture.datelines for place in line.places)


def _note(notes: dict[tuple[str, str], NameNote], mention: NameMention) -> NameNote:
    key = (str(mention.kind), mention.canonical)
    return notes.setdefault(key, NameNote(mention.canonical, str(mention.kind), mention.name_id))


def _other(notes: dict[tuple[str, str], NameNote], entity: EntityMention) -> NameNote:
    key = (entity.label, entity.surface)
    return notes.setdefault(key, NameNote(entity.surface, OTHER, "", entity.label))


def _mentioned(
    mention: NameMention, found_by: dict[tuple[int, int], str], *, in_text: bool = False
) -> Mentioned:
    by = "dateline" if in_text else found_by.get((mention.start, mention.end))
    role = f", {mention.role}" if mention.role else ""
    found = f" (found by {by})" if by else ""
    why = f"{mention.reason}, {mention.score:.2f}{role}{found}"
    return Mentioned(mention, mention.surface, why, in_text)
