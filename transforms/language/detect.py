"""Telling a text's language from the text, with py3langid's naive Bayes model."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from transforms.article import Language
from transforms.language.labels import DATA
from transforms.resources import read_toml

# A language shows within a few sentences; beyond, time grows and certainty does not.
SAMPLE = 4_000
# Letters, in bytes of UTF-8, from which on the model's probability is taken at its word. Bytes,
# for a Chinese character says more than a Latin letter.
ENOUGH = 200


def detect(text: str) -> Language | None:
    """The likeliest language of `text`, by its first 4,000 characters; None if it has no letters.

    The confidence is the model's probability, lowered in proportion for a text of few letters: a
    name alone is in no language.
    """
    sample = text[:SAMPLE]
    letters = "".join(filter(str.isalpha, sample))
    if not letters:
        return None
    code, probability = _identifier().classify(sample)
    told = min(1.0, len(letters.encode("utf-8", "replace")) / ENOUGH)
    return Language(str(code), round(float(probability) * told, 3))


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(read_toml(DATA)["called"])
    identifier.set_languages(sorted(known.intersection(identifier.labels)))
    return identifier
