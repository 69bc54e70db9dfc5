"""The pipeline, as a list that reads like a sentence."""

from __future__ import annotations

from dataclasses import replace

from transforms.boilerplate import RemoveBoilerplate
from transforms.boilerplate.own_rules import NO_RULES, OwnRules
from transforms.boilerplate.recurring import Recurring
from transforms.boilerplate.removals import THRESHOLD
from transforms.dates import FindDates
from transforms.duplicates import SignBody
from transforms.entities import FindEntities
from transforms.entities.model import DEFAULT_MODEL
from transforms.entities.stage import LONGEST
from transforms.extract import ExtractText
from transforms.furniture import CollectFurniture
from transforms.language import DetectLanguage
from transforms.names import ResolveNames
from transforms.names.curated import CuratedNames
from transforms.pipeline import Pipeline
from transforms.published import FindPublished
from transforms.sources import NO_SOURCES, Sources
from transforms.stage import Stage


def pipeline(
    names: CuratedNames,
    model: str = DEFAULT_MODEL,
    boilerplate_threshold: float = THRESHOLD,
    recurring: Recurring | None = None,
    own: OwnRules = NO_RULES,
    sources: Sources = NO_SOURCES,
    entity_characters: int = LONGEST,
) -> Pipeline:
    """From raw bytes to an article that can be loaded.

    Args:
        names: the curated names that mentions are resolved to.
        model: the spaCy model, as it is imported.
        boilerplate_threshold: 0 to 1; higher removes less.
        recurring: the lines that sources are known to repeat.
        own: a user's own rules for boilerplate.
        sources: what is known of outlets, as their time zones and thresholds.
        entity_characters: how much of a body is read for names.
    """
    return Pipeline(
        (
            *cleaning(
                RemoveBoilerplate(
                    boilerplate_threshold, recurring=recurring, own=own, sources=sources
                ),
                sources,
            ),
            FindDates(),
            FindEntities(names=names, model=model, longest=entity_characters),
            ResolveNames(names=names),
            CollectFurniture(names=names),
            SignBody(),
        )
    )


def cleaning(boilerplate: RemoveBoilerplate, sources: Sources = NO_SOURCES) -> tuple[Stage, ...]:
    """The stages up to the body and its day, which need no model."""
    return (ExtractText(), DetectLanguage(), boilerplate, FindPublished(sources=sources))


def with_recurring(made: Pipeline, recurring: Recurring | None) -> Pipeline:
    """The same pipeline, its models as they are, that knows these recurring lines."""
    stages = (
        replace(stage, recurring=recurring) if isinstance(stage, RemoveBoilerplate) else stage
        for stage in made.stages
    )
    return Pipeline(tuple(stages))
