"""The application: a route a page, over the same functions that the command line calls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from elasticsearch import Elasticsearch
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from index_mappings.families import Aliases
from index_mappings.names.desk import Desk, UnknownNameError
from index_mappings.one_article import find_article, is_id
from index_mappings.settings import Settings
from search.find import find
from search.page.article import ArticleView
from search.result import Hit
from search.significant import significant
from search.web import review
from search.web.asked import FILTERS, Asked, address
from search.web.errors import HANDLERS
from search.web.found import FoundView
from search.web.guard import Forms, Guard
from search.web.kin import kin
from search.web.leads import leads
from search.web.site import html, static_file
from transforms.names.compare import NO_NAMES
from transforms.names.curated import CuratedNames

MOST_FORM = 16_384
"""Bytes of a form: what a page of this server sends has a few hundred."""
MOST_RUNS = 50
MOST_OUT = 4
"""Names of a kind that stand out among what was found."""
RUN = ["run", "flow", "state", "started_at", "seconds", "outcomes", "so_far"]

Stale = Callable[[Mapping[str, str]], frozenset[str]]


@dataclass(frozen=True)
class Web:
    """The pages over one index.

    Args:
        names: curated names, whose aliases a filter may give.
        reviewer: who judges unsure names; None where the pages only read.
        stale: which stages would do otherwise today, given an article's fingerprints.
    """

    client: Elasticsearch
    settings: Settings
    names: CuratedNames = NO_NAMES
    reviewer: str | None = None
    stale: Stale | None = None
    forms: Forms = field(default_factory=Forms)

    @property
    def aliases(self) -> Aliases:
        """The index's names."""
        return Aliases(self.settings.prefix)

    def application(self, names: Collection[str] = ()) -> ASGIApp:
        """The application behind its guard, which knows these host names."""
        routes = [
            Route("/", self.search),
            Route("/article/{id}", self.article),
            Route("/runs", self.runs),
            Route("/static/{name}", static_file),
        ]
        if self.reviewer:
            routes.append(Route("/names", self.review, methods=["GET"]))
            routes.append(Route("/names", self.judge, methods=["POST"]))
        made = Starlette(routes=routes, exception_handlers=HANDLERS)
        made.state.reviews = self.reviewer is not None
        return Guard(made, names)

    def search(self, request: Request) -> Response:
        """Hits, facets and histograms."""
        asked = Asked.of(request.query_params.multi_items())
        wanted = asked.request()
        result = find(self.client, self.aliases, wanted, self.names)
        outstanding = {}
        if asked.is_narrowed and result.total:
            out = significant(self.client, self.aliases, wanted, self.names, size=MOST_OUT)
            outstanding = out.names
        found = FoundView(asked, result, outstanding)
        told = self._leads(result.hits)
        return self._page("search.html", found=found, asked=asked, result=result, leads=told)

    def article(self, request: Request) -> Response:
        """One article."""
        id = request.path_params["id"]
        stored = find_article(self.client, self.aliases, id) if is_id(id) else None
        if stored is None:
            raise HTTPException(404, "The index holds no such article; it may be gone since.")
        stale = self.stale(stored.fingerprints) if self.stale else None
        view = ArticleView(stored, stale)
        beside = kin(self.client, self.aliases, id, stored.story)
        told = self._leads([*beside.copies, *beside.related])
        values = view.values()
        return self._page("article_page.html", follow=_follow, kin=beside, leads=told, **values)

    def runs(self, request: Request) -> Response:
        """The last runs, the newest first."""
        answer = self.client.search(
            index=self.aliases.runs,
            size=MOST_RUNS,
            sort=[{"started_at": {"order": "desc", "missing": "_last", "unmapped_type": "date"}}],
            source_includes=RUN,
        )
        return self._page("runs.html", runs=[hit["_source"] for hit in answer["hits"]["hits"]])

    def review(self, request: Request) -> Response:
        """The next pair of names that is unsure."""
        desk = self._desk()
        pair = review.pair_at(desk, _number(request.query_params.get("skip", "")))
        last = request.query_params.get("last", "")
        session = self.forms.session(request)
        page = self._page(
            "review.html",
            pair=pair,
            waiting=len(desk.unsure()),
            judged=review.judged(desk, last) if last else None,
            last=last,
            token=self.forms.token(session),
            again=request.query_params.get("again", ""),
        )
        self.forms.keep(page, session)
        return page

    async def judge(self, request: Request) -> Response:
        """What a person says of a pair, or takes back."""
        told = await _form(request)
        if not self.forms.sent(request, told.get("token", "")):
            raise HTTPException(
                403,
                "This form was not sent from a page of this server as it runs now: nothing was "
                "judged. Go back, load the page anew, and judge again.",
            )
        return await run_in_threadpool(self._judged, told)

    def _judged(self, told: Mapping[str, str]) -> Response:
        desk, skip = self._desk(), str(_number(told.get("skip", "")))
        if undo := told.get("undo"):
            try:
                desk.undo(undo)
            except UnknownNameError:
                raise HTTPException(404, "That judgement holds no more.") from None
            return _see("/names", skip=skip)
        last = review.judge(
            desk, told.get("pair", ""), told.get("verdict", ""), self.reviewer or ""
        )
        return _see("/names", skip=skip, last=last) if last else _see("/names", again="1")

    def _leads(self, hits: Iterable[Hit]) -> dict[str, str]:
        return leads(self.client, self.aliases, {hit.id for hit in hits if hit.title is None})

    def _desk(self) -> Desk:
        # A page that waits for a cluster is a page that hangs.
        hasty = self.settings.model_copy(update={"es_patience": 0.0})
        return Desk(self.client, self.aliases, hasty)

    def _page(self, template: str, **values: Any) -> Response:  # noqa: ANN401
        return html(template, reviews=self.reviewer is not None, **values)


def _follow(kind: str, name: str) -> str:
    """The search for all articles that name it."""
    return address([(kind, name)]) if kind in FILTERS else address([("q", name)])


def _number(told: str) -> int:
    return int(told) if told.isascii() and told.isdigit() and len(told) < 7 else 0


def _see(path: str, **told: str) -> Response:
    # 303: the answer to a form is a page to be read, which loading anew does not send again.
    return RedirectResponse(address(told.items(), path), status_code=303)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, the last value of each. Raises HTTPException where it is none."""
    if request.headers.get("content-type", "").split(";")[0] != "application/x-www-form-urlencoded":
        raise HTTPException(415, "Only a form of this server is read.")
    sent = bytearray()
    async for part in request.stream():
        sent += part
        if len(sent) > MOST_FORM:
            raise HTTPException(413, "The form is too large.")
    told = parse_qs(sent.decode("utf-8", "replace"), max_num_fields=20)
    return {name: values[-1] for name, values in told.items()}
