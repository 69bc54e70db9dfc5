"""The pipeline, as a list that reads like a sentence."""

from __future__ import annotations

from transforms.boilerplate import RemoveBoilerplate
from transforms.boilerplate.removals import THRESHOLD
from transforms.dates import FindDates
from transforms.duplicates import SignBody
from transforms.entities import FindEntities
from transforms.entities.model import DEFAULT_MODEL
from transforms.extract import ExtractText
from transforms.language import DetectLanguage
from transforms.names import ResolveNames
from transforms.names.curated import CuratedNames
from transforms.pipeline import Pipeline
from transforms.published import FindPublished


def pipeline(
    names: CuratedNames, model: str = DEFAULT_MODEL, boilerplate_threshold: float = THRESHOLD
) -> Pipeline:
    """From raw bytes to an article that can be loaded.

    Args:
        names: the curated names that mentions are resolved to.
        model: the spaCy model, as it is imported.
        boilerplate_threshold: 0 to 1; higher removes less.
    """
    return Pipeline(
        (
            ExtractText(),
            DetectLanguage(),
            RemoveBoilerplate(threshold=boilerplate_threshold),
            FindPublished(),
            FindDates(),
            FindEntities(names=names, model=model),
            ResolveNames(names=names),
            SignBody(),
        )
    )
