"""Cross-validation of the fitted weights: five folds by outlet group.

    python -m training.boilerplate.check

Tells precision, recall and F1 of removing a line, words of body and hard negatives lost, and
recall by kind: for the development articles (without the cues that only their own group has), for
articles of outlets that no cue was written from, and for web pages.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from training.boilerplate.blocks import set_in
from training.boilerplate.fit import Cue, asked, everything, fit, rows_of
from training.boilerplate.labelled import BODY, Labelled
from transforms.boilerplate.features import UNREAD, Features
from transforms.boilerplate.fitted import Weights, judge, probability, read_weights
from transforms.boilerplate.removals import THRESHOLD, doubt

FOLDS = 5
SEED = 1
METADATA = frozenset({"image_caption", "dateline_byline", "editors_note", "separator"})
SETS: Mapping[str, Callable[[Labelled], bool]] = {
    "development": lambda a: a.origin == "dev",
    "outlets not seen": lambda a: a.origin == "news-6k" and not a.known_outlet,
    "development, other languages": lambda a: a.origin == "dev" and a.language != "en",
    "web pages": lambda a: a.origin in ("aeb", "wcxb-dev", "published"),
}


def main() -> None:
    """Print the figures of each set."""
    articles, where = everything()
    scored_on = {
        "no cue of its own group": [asked(article, where) for article in articles],
        "all cues": [asked(article, {}) for article in articles],
    }
    removed = cross_validated(articles, where, scored_on)
    for name in scored_on:
        for set_name, belongs in SETS.items():
            told = [(a, r) for a, r in zip(articles, removed[name], strict=True) if belongs(a)]
            print(f"{set_name}, {name} ({len(told)} articles): {figures(told)}")


def cross_validated(
    articles: Sequence[Labelled],
    where: Mapping[Cue, set[str]],
    scored_on: Mapping[str, Sequence[Sequence[Features]]],
) -> Mapping[str, Sequence[Sequence[bool]]]:
    """For each article whether each line goes, by weights fitted without its group.

    Args:
        where: the outlet groups in which each cue fires.
        scored_on: the features of all articles, by how they were read.
    """
    groups = sorted({article.group for article in articles})
    random.Random(SEED).shuffle(groups)  # noqa: S311 - no secret
    fold_of = {group: at % FOLDS for at, group in enumerate(groups)}
    rows = [rows_of([article], where) for article in articles]
    removed: dict[str, list[Sequence[bool]]] = {name: [()] * len(articles) for name in scored_on}
    for fold in range(FOLDS):
        rest = [at for at, a in enumerate(articles) if fold_of[a.group] != fold]
        own = rows_of(set_in([articles[at] for at in rest]), where)
        weights = read_weights(fit([*(row for at in rest for row in rows[at]), *own]))
        for name, told_of in scored_on.items():
            for at, article in enumerate(articles):
                if fold_of[article.group] == fold:
                    pairs = zip(told_of[at], article.lines, strict=True)
                    removed[name][at] = [goes(told, text, weights) for told, text in pairs]
    return removed


def goes(told: Features, text: str, weights: Weights) -> bool:
    """Whether a line is removed at the default threshold, as `removals` decides."""
    amounts = dict(told.amounts)
    points = 3 * amounts.get("cues together", amounts.get(f"{UNREAD}cues together", 0.0))
    return (
        probability(judge(told, weights).log_odds - doubt(points, len(text.split()))) >= THRESHOLD
    )


def figures(told: Iterable[tuple[Labelled, Sequence[bool]]]) -> str:
    """One line of figures."""
    lines = [
        (kind, len(text.split()), at in article.hard, gone)
        for article, removed in told
        for at, (text, kind, gone) in enumerate(
            zip(article.lines, article.kinds, removed, strict=True)
        )
    ]
    all_of = Counter(kind for kind, *_ in lines)
    lost = Counter(kind for kind, _, _, gone in lines if gone)
    boilerplate = all_of.keys() - METADATA - {BODY}
    right, there = (sum(c[k] for k in boilerplate) for c in (lost, all_of))
    precision, recall = right / max(1, right + lost[BODY]), right / max(1, there)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    body = [(words, gone) for kind, words, _, gone in lines if kind == BODY]
    words_lost = sum(w for w, gone in body if gone) / max(1, sum(w for w, _ in body))
    hard = [gone for _, _, is_hard, gone in lines if is_hard]
    kinds = ", ".join(f"{k} {lost[k] / all_of[k]:.2f}" for k in sorted(all_of.keys() - {BODY}))
    return (
        f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}, words of body lost {words_lost:.2%}, "
        f"hard negatives lost {sum(hard)} of {len(hard)}; recall: {kinds}"
    )


if __name__ == "__main__":
    main()
