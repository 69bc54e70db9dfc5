"""Imported by the process that runs are forked from: what is slow to load is there already."""

from __future__ import annotations

import flows.ingest  # noqa: F401 - the flow and all that it stands on
from flows.workers.workplace import pipeline_for
from index_mappings.settings import Settings
from transforms.article import Article, RawArticle

pipeline_for(Settings()).run([Article(RawArticle(None, b"Ada Roe spoke in Lima on Monday."))])
