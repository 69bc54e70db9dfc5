"""The `language` stage: as the source says where the text bears it out, else as detected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version as release
from typing import ClassVar

from transforms.article import Article, Language
from transforms.language.detect import detect
from transforms.language.labels import DATA, language_code
from transforms.resources import data_hash
from transforms.stage import Stage

# What the source says is right this often where nothing speaks against it.
TOLD = 0.95
# The text's own language overrules the source only when the detector is this sure of it.
OVERRULES = 0.9


@dataclass(frozen=True)
class DetectLanguage(Stage):
    """Writes `language`: the source's word unless the text is clearly in another language."""

    name: ClassVar[str] = "language"
    version: ClassVar[int] = 1
    layers: ClassVar[tuple[str, ...]] = ("language",)
    needs: ClassVar[tuple[str, ...]] = ("extract",)

    def depends_on(self) -> Mapping[str, str]:
        """The labels, and the release of the detector, whose model is part of it."""
        return {"data": data_hash(DATA), "py3langid": release("py3langid")}

    def process(self, article: Article) -> Article:
        """The article with its language."""
        told = language_code(article.raw.metadata.language)
        return replace(article, language=decided(told, detect(article.text)))


def decided(told: str | None, detected: Language | None) -> Language | None:
    """The language, of what the source says (an ISO 639-1 code) and what the text shows."""
    if told is None:
        return detected
    if detected is None:
        return Language(told, TOLD)
    if told == detected.code:
        return Language(told, max(TOLD, detected.confidence))
    if detected.confidence >= OVERRULES:
        return detected
    return Language(told, round(TOLD - detected.confidence / 2, 3))
