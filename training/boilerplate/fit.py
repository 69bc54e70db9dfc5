"""Fit the weights of `transforms/boilerplate/data/weights.tsv` on all that is labelled.

    python -m training.boilerplate.fit

Multinomial logistic regression with L1 and L2 (crfsuite's OWL-QN, each line a sequence of its own).
A cue that fires in one outlet group of the development articles alone was likely written from it:
there it is left out, so that the weights learn how far cues can be trusted on outlets not seen.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pycrfsuite

from training.boilerplate.blocks import set_in
from training.boilerplate.labelled import BODY, Labelled, development, labelled_here
from transforms.boilerplate.blocks import add_context
from transforms.boilerplate.cues import lexicon
from transforms.boilerplate.evidence import Evidence, Hit
from transforms.boilerplate.features import UNREAD, Features, features
from transforms.boilerplate.fitted import KINDS, WEIGHTS
from transforms.boilerplate.removals import THRESHOLD, weigh_lines

L1, L2, STEPS = 1.0, 0.3, 150
LEAST = 0.02
"""Log-odds below which a weight is not written."""
OUT = Path(__file__).parents[2] / "transforms" / WEIGHTS
HEAD = """\
# Fitted by `make boilerplate-model`; not edited by hand. A feature, as
# transforms/boilerplate/features.py names it, a tab, and the log-odds that it gives to each class.
"""

ARTICLES = frozenset({"dev", "news-6k"})
ORIGIN = "from: "
UNREAD_LANGUAGE = "und"

Cue = tuple[str, str]
Row = tuple[Features, str]


def cue_of(hit: Hit) -> Cue:
    """A cue as somebody wrote it: its rule, and the phrase where it is a list of phrases."""
    return hit.cue.rule, "" if hit.cue.pattern is not None else hit.surface.lower()[:60]


def groups_of_cues(articles: Iterable[Labelled]) -> Mapping[Cue, set[str]]:
    """The outlet groups in which each cue fires."""
    where: dict[Cue, set[str]] = defaultdict(set)
    for article in articles:
        for evidence in weigh_lines("\n".join(article.lines), article.language):
            for hit in evidence.hits:
                where[cue_of(hit)].add(article.group)
    return where


def asked(
    article: Labelled, where: Mapping[Cue, set[str]], language: str | None = None
) -> list[Features]:
    """The features of the article's lines, without the cues that only its own group has.

    Args:
        language: whose words are read, the article's own where None.
    """
    weighed = weigh_lines("\n".join(article.lines), article.language)
    if article.origin == "dev":
        weighed = [_without_own(each, article.group, where) for each in weighed]
    add_context(weighed, lexicon(article.language), THRESHOLD)
    return features(weighed, language or article.language)


def _without_own(evidence: Evidence, group: str, where: Mapping[Cue, set[str]]) -> Evidence:
    kept = Evidence(evidence.line)
    for hit in evidence.hits:
        if hit.cue.rule.startswith("common/") or where.get(cue_of(hit)) != {group}:
            kept.add(hit)
    return kept


def fit(rows: Iterable[tuple[Features, str]]) -> str:
    """The text of a weights file, fitted on features and kinds."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for told, kind in rows:
        item = {**dict.fromkeys(told.flags, 1.0), **dict(told.amounts)}
        trainer.append(
            pycrfsuite.ItemSequence([item]), ["ui_remnant" if kind == "separator" else kind]
        )
    trainer.set_params({"c1": L1, "c2": L2, "max_iterations": STEPS})
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(f"{folder}/model")
        tagger = pycrfsuite.Tagger()
        tagger.open(f"{folder}/model")
        fitted = tagger.info().state_features
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for (name, kind), weight in fitted.items():
        if not name.startswith(ORIGIN):
            table[name][kind] = weight
    return "".join(_written(name, table[name]) for name in sorted(table))


def _written(name: str, given: Mapping[str, float]) -> str:
    told = " ".join(
        f"{kind}:{given[kind]:.2f}" for kind in (BODY, *KINDS) if abs(given.get(kind, 0.0)) >= LEAST
    )
    return f"{name}\t{told}\n" if told else ""


def rows_of(articles: Iterable[Labelled], where: Mapping[Cue, set[str]]) -> list[Row]:
    """The features and the kind of each line that counts."""
    return [row for article in articles for row in _rows(article, where)]


def _rows(article: Labelled, where: Mapping[Cue, set[str]]) -> Iterator[Row]:
    for language in readings(article):
        told = asked(article, where, language)
        for at in article.rows if article.rows is not None else range(len(told)):
            yield of_origin(told[at], article), article.kinds[at]


def readings(article: Labelled) -> set[str]:
    """English is fitted on twice, with its words and without, as other languages are read."""
    return {article.language, UNREAD_LANGUAGE}


def of_origin(told: Features, article: Labelled) -> Features:
    """The features with one for where the line is from, which is fitted and then left out.

    Web pages and our own blocks hold far more boilerplate than articles do: what is only their
    rate must not become the rate of everything.
    """
    if article.origin in ARTICLES:
        return told
    name = "blocks" if article.origin == "blocks" else "web pages"
    mark = UNREAD if told.amounts[0][0].startswith(UNREAD) else ""
    return replace(told, flags=(*told.flags, f"{ORIGIN}{mark}{name}"))


def everything() -> tuple[Sequence[Labelled], Mapping[Cue, set[str]]]:
    """All labelled articles, and where the cues of the development articles fire."""
    dev = list(development())
    return [*dev, *labelled_here()], groups_of_cues(dev)


def main() -> None:
    """Fit and write."""
    articles, where = everything()
    rows = rows_of([*articles, *set_in(articles)], where)
    OUT.write_text(HEAD + fit(rows), encoding="utf-8")
    print(
        f"{len(rows)} lines of {len(articles)} articles and our own blocks: {OUT.name} is written"
    )


if __name__ == "__main__":
    main()
