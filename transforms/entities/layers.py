"""The layers over the model, in order: each one corrects what the ones before it have found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from transforms.article import EntityMention
from transforms.entities.correct import corrected
from transforms.entities.edges import trimmed
from transforms.entities.filters import NOT_NAMES, filtered
from transforms.entities.gazetteer import Gazetteer, curated, places
from transforms.entities.heads import HEADS, WELL_KNOWN, headed
from transforms.entities.persons import whole
from transforms.entities.second_pass import found_again
from transforms.entities.short_forms import SHORT_FORMS
from transforms.entities.titled import TITLE_DATA, titled
from transforms.entities.vote import agreed
from transforms.names.curated import CuratedNames

LAYER_DATA = (NOT_NAMES, HEADS, WELL_KNOWN, SHORT_FORMS, *TITLE_DATA)

Layer = Callable[[str, Sequence[EntityMention]], list[EntityMention]]
"""From the plain text and the mentions in it to the mentions, in order, without overlap."""


def layers(names: CuratedNames) -> Mapping[str, Layer]:
    """The layers by name, in the order in which they are applied."""
    return {
        "edges": _edges,
        "filters": lambda _, mentions: filtered(mentions),
        "titles": titled,
        "persons": whole,
        "heads": lambda _, mentions: headed(mentions),
        "places": _known(places()),
        "curated": _known(curated(names)),
        "vote": agreed,
        "second_pass": found_again,
    }


def applied(
    chosen: Iterable[Layer], text: str, proposed: Sequence[EntityMention]
) -> list[EntityMention]:
    """What a model proposed for the plain `text`, after these layers."""
    found = list(proposed)
    for layer in chosen:
        found = layer(text, found)
    return found


def _edges(text: str, mentions: Sequence[EntityMention]) -> list[EntityMention]:
    return [kept for mention in mentions if (kept := trimmed(text, mention))]


def _known(gazetteer: Gazetteer) -> Layer:
    return lambda text, mentions: corrected(text, mentions, gazetteer.find(text))
