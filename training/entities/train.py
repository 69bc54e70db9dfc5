"""Training `ner`: passes over shuffled pieces, a rate that rises and falls, averaged weights."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.training import Example
from thinc.api import Adam, fix_random_seed

from training.entities.styles import varied


@dataclass(frozen=True)
class Recipe:
    """How a model is trained.

    Attributes:
        epochs: passes over all pieces.
        rate: the highest learning rate, reached after `warm_up` of all steps; from there it falls
            in a straight line to nothing.
        dropout: share of the inputs of each layer that a step leaves out.
        tokens: how many tokens a step learns from, at least.
        decay: Adam's weight decay.
        seed: of the order of pieces and of the dropout.
    """

    epochs: int = 5
    rate: float = 0.001
    warm_up: float = 0.1
    dropout: float = 0.3
    tokens: int = 1000
    decay: float = 0.01
    seed: int = 7

    def rate_at(self, done: float) -> float:
        """The learning rate after this share of all tokens.

        >>> [Recipe(rate=0.001, warm_up=0.2).rate_at(done) for done in (0.1, 0.2, 0.6, 1)]
        [0.0005, 0.001, 0.0005, 0.0]
        """
        if done < self.warm_up:
            return self.rate * done / self.warm_up
        return self.rate * (1 - done) / (1 - self.warm_up)


def train(nlp: Any, examples: Sequence[Example], recipe: Recipe) -> None:  # noqa: ANN401
    """Go on training `nlp`, which ends with the running average of its weights."""
    fix_random_seed(recipe.seed)
    order = random.Random(recipe.seed)  # noqa: S311 - no secret
    optimizer = Adam(recipe.rate, L2=recipe.decay, use_averages=True)
    ner = nlp.get_pipe("ner")
    due, seen = recipe.epochs * sum(map(len, examples)), 0
    for _ in range(recipe.epochs):
        shuffled = [varied(example, order) for example in order.sample(examples, len(examples))]
        for batch in batches(shuffled, recipe.tokens):
            seen += sum(map(len, batch))
            optimizer.learn_rate = recipe.rate_at(seen / due)
            ner.update(batch, sgd=optimizer, drop=recipe.dropout)
    for node in ner.model.walk():
        for name in node.param_names:
            if (node.id, name) in optimizer.averages:
                node.set_param(name, optimizer.averages[node.id, name])


def batches(examples: Sequence[Example], tokens: int) -> Iterator[list[Example]]:
    """Consecutive examples, as few as hold this many tokens together; the last may hold less."""
    batch: list[Example] = []
    size = 0
    for example in examples:
        batch.append(example)
        size += len(example)
        if size >= tokens:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
