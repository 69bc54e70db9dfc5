"""A spaCy model that loads like any other, and whose `ner` was never trained."""

from __future__ import annotations

from pathlib import Path


def untrained_model(folder: Path) -> str:
    """Write the model into `folder`. Returns what the setting `model` takes."""
    import spacy

    nlp = spacy.blank("en")
    recognizer = nlp.add_pipe("ner")
    for label in ("PERSON", "ORG", "GPE"):
        recognizer.add_label(label)  # type: ignore[attr-defined]
    nlp.initialize()
    nlp.to_disk(folder / "untrained")
    return str(folder / "untrained")
