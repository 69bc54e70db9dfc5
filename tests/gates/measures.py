"""The quality figures, each through the adapter and the data's own scorer."""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

from tests.gates import adapters, relevance, seed_measures
from tests.gates.data import EVAL, Figures, rows


def scorer(path: str) -> ModuleType:
    """A scorer of the evaluation data as a module."""
    file = EVAL / path
    spec = importlib.util.spec_from_file_location(f"scorer_{file.parent.name}_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def boilerplate() -> Figures:
    """Paragraphs removed: F1, what is lost of the body, recall of the kinds that matter most."""
    score = scorer("boilerplate/score.py")
    told = score.score(adapters.keep, rows("boilerplate/dev.jsonl"), "list")
    precision, recall, f1 = told["par"]
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "body_words_kept": 1 - told["body_words"],
        "hard_negatives_kept": 1 - told["hn"],
        "donation_recall": told["cls"]["donation_appeal"],
        "bio_recall": told["cls"]["author_bio"],
    }


def _html(folder: str) -> Figures:
    score = scorer("html/score.py")
    truth = json.loads((EVAL / folder / "truth.json").read_text("utf-8"))
    matched = [
        score.match(
            told["articleBody"], adapters.main_text(score.load_html(EVAL / folder / "html", key))
        )
        for key, told in sorted(truth.items())
    ]
    return {"f1": score.agg(matched)["f1"]}


def html_aeb() -> Figures:
    """Main content of article-extraction-benchmark's pages."""
    return _html("html/aeb")


def html_wcxb() -> Figures:
    """Main content of WCXB's news and blog pages."""
    return _html("html/wcxb-dev")


def published() -> Figures:
    """Share of pages with the right publication date."""
    pages = rows("dates/published/truth.jsonl")
    right = 0
    for page in pages:
        content = gzip.decompress((EVAL / "dates/published/html" / page["id"]).read_bytes())
        html = content.decode("utf-8", "replace")
        right += adapters.published(html, page["url"]) == page["date"]
    return {"accuracy": right / len(pages)}


def _dates(path: str) -> Figures:
    score = scorer("dates/score.py")
    gold = score.load(EVAL / path)
    found = {
        id: {"id": id, "timexes": adapters.timexes(doc["text"], doc.get("dct"))}
        for id, doc in gold.items()
    }
    told = score.score(gold, found)
    return {name: told[name]["F1"] / 100 for name in ("strict", "relaxed", "value")}


def dates_news() -> Figures:
    """TimeBank and AQUAINT with corrected values: TempEval-3's strict, relaxed and value F1."""
    return _dates("dates/dev_corrected.jsonl")


def dates_wikiwars() -> Figures:
    """Histories, where the anchor moves on with the story."""
    return _dates("dates/wikiwars_dev.jsonl")


def _entities(path: str, labels: str) -> Figures:
    score = scorer("names/score_ner.py")
    gold = rows(path)
    to_gold = score.MAPS[labels]
    found = [
        [{**mention, "label": to_gold.get(mention["label"], mention["label"])} for mention in doc]
        for doc in adapters.entities([doc["text"] for doc in gold])
    ]
    told = score.score(gold, found, ["PER", "ORG", "LOC"], False)
    return {label.lower(): told[label]["detnorm"][2] / 100 for label in ("PER", "ORG", "LOC")}


def entities_world() -> Figures:
    """Entities of world news; a leading "the" and possessives ignored."""
    return _entities("names/ner_world_dev.jsonl", "wwn")


def entities_newswire() -> Figures:
    """Entities of newswire."""
    return _entities("names/ner_newswire2020.jsonl", "conll")


def _canonical(path: str) -> Figures:
    score = scorer("names/score_clusters.py")
    gold = rows(path)
    found = {
        id: {(m["start"], m["end"]): m["canonical"] for m in mentions}
        for id, mentions in adapters.canonical(gold).items()
    }
    persons = score.evaluate(gold, found, {"PER"})
    return {
        "corpus_b3": score.evaluate(gold, found, {"PER", "ORG", "LOC"})["cross_b3"][2],
        "unmixed_persons": 1 - persons["mixed"] / 100,
    }


def canonical_ecb() -> Figures:
    """Canonical names of given mentions, over several outlets a story."""
    return _canonical("names/canon_ecb_dev.jsonl")


def canonical_gum() -> Figures:
    """Canonical names of given mentions."""
    return _canonical("names/canon_gum_dev.jsonl")


def canonical_newsfair() -> Figures:
    """Canonical names of given mentions."""
    return _canonical("names/canon_newsfair_dev.jsonl")


def facets_gum() -> Figures:
    """Rows of the facets end to end, the entity model's errors included."""
    score = scorer("names/score_facets.py")
    gold = rows("names/canon_gum_dev.jsonl")
    found = {
        id: [(m["start"], m["end"], m["label"], m["canonical"]) for m in mentions]
        for id, mentions in adapters.facets(gold).items()
    }
    labels = ("PER", "ORG", "LOC")
    return {label.lower(): score.facet(gold, found, label)[2] / 100 for label in labels}


def _pairs(path: str, same: Callable[[str, str, str], bool]) -> Figures:
    pairs = rows(path)
    told = [(same(pair["a"], pair["b"], pair["type"]), pair["match"]) for pair in pairs]
    right = sum(said and gold for said, gold in told)
    claimed, due = sum(said for said, _ in told), sum(gold for _, gold in told)
    return {"f1": 2 * right / (claimed + due), "precision": right / claimed}


def pairs_newsvar() -> Figures:
    """Do two names name the same: spellings in the news, and confusables."""
    return _pairs(NEWSVAR, adapters.same_name)


def pairs_newsvar_rules() -> Figures:
    """The same with no curated names: what names that nobody wrote down may expect."""
    return _pairs(NEWSVAR, adapters.same_name_by_rules)


def pairs_nk() -> Figures:
    """Spellings and slips of persons and companies, as screening against lists has them."""
    return _pairs(NK, adapters.same_name)


def pairs_nk_rules() -> Figures:
    """The same with no curated names."""
    return _pairs(NK, adapters.same_name_by_rules)


NEWSVAR, NK = "names/pairs_newsvar_dev.jsonl", "names/pairs_nk_dev.jsonl"
SEEDS = seed_measures.SEEDS
ARTICLES, GOLD = SEEDS / "articles", SEEDS / "gold"

MEASURES: dict[str, tuple[Callable[[], Figures], tuple[Path, ...]]] = {
    "seeds_boilerplate": (seed_measures.seeds_boilerplate, (GOLD / "boilerplate.jsonl",)),
    "seeds_main_text": (seed_measures.seeds_main_text, (ARTICLES, GOLD / "main_text.jsonl")),
    "seeds_dates": (seed_measures.seeds_dates, (GOLD,)),
    "seeds_facets": (seed_measures.seeds_facets, (GOLD,)),
    "boilerplate": (boilerplate, (EVAL / "boilerplate/dev.jsonl",)),
    "html_aeb": (html_aeb, (EVAL / "html/aeb",)),
    "html_wcxb": (html_wcxb, (EVAL / "html/wcxb-dev",)),
    "published": (published, (EVAL / "dates/published",)),
    "dates_news": (dates_news, (EVAL / "dates/dev_corrected.jsonl",)),
    "dates_wikiwars": (dates_wikiwars, (EVAL / "dates/wikiwars_dev.jsonl",)),
    "entities_world": (entities_world, (EVAL / "names/ner_world_dev.jsonl",)),
    "entities_newswire": (entities_newswire, (EVAL / "names/ner_newswire2020.jsonl",)),
    "canonical_ecb": (canonical_ecb, (EVAL / "names/canon_ecb_dev.jsonl",)),
    "canonical_gum": (canonical_gum, (EVAL / "names/canon_gum_dev.jsonl",)),
    "canonical_newsfair": (canonical_newsfair, (EVAL / "names/canon_newsfair_dev.jsonl",)),
    "facets_gum": (facets_gum, (EVAL / "names/canon_gum_dev.jsonl",)),
    "pairs_newsvar": (pairs_newsvar, (EVAL / NEWSVAR,)),
    "pairs_newsvar_rules": (pairs_newsvar_rules, (EVAL / NEWSVAR,)),
    "pairs_nk": (pairs_nk, (EVAL / NK,)),
    "pairs_nk_rules": (pairs_nk_rules, (EVAL / NK,)),
    "relevance_seeds": (relevance.relevance_seeds, (ARTICLES, relevance.SEED_QUERIES)),
    "relevance_corpus": (relevance.relevance_corpus, (relevance.CORPUS, relevance.CORPUS_QUERIES)),
}
"""What is measured: the function, and the files and folders that it reads."""


@cache
def measure(name: str) -> Figures:
    """A measure's figures, 0 to 1, higher better."""
    function, _ = MEASURES[name]
    return function()
