"""The language of an article."""

from transforms.language.detect import detect
from transforms.language.labels import language_code
from transforms.language.stage import DetectLanguage

__all__ = ["DetectLanguage", "detect", "language_code"]
