"""What the pages are made of: templates, one stylesheet, one script."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from pages.render import environment, styles
from search.page.article import STYLE as ARTICLE_STYLE
from search.page.article import TEMPLATES as ARTICLE_TEMPLATES
from search.page.marks import words
from search.web.asked import address
from search.web.found import pieces

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = {
    "dateline.css": "text/css",
    "dateline.js": "text/javascript",
    "dateline.svg": "image/svg+xml",
}


@cache
def static(name: str) -> str:
    """The text of a file that all pages share."""
    if name == "dateline.css":
        return styles(ARTICLE_STYLE, HERE / "static" / "web.css")
    return (HERE / "static" / name).read_text("utf-8")


@cache
def static_address(name: str) -> str:
    """Where it is, with its hash: a browser may keep it, and a new one has another address."""
    digest = hashlib.sha256(static(name).encode()).hexdigest()[:16]
    return f"/static/{name}?v={digest}"


def static_file(request: Request) -> Response:
    """The stylesheet, the script or the icon."""
    name = request.path_params["name"]
    if name not in STATIC:
        return Response("There is no such file.\n", 404, media_type="text/plain")
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(static(name), media_type=STATIC[name], headers=kept)


def html(template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page of a template."""
    told = {
        "address": address,
        "reviews": False,
        "words": words,
        "pieces": pieces,
        "style": static_address("dateline.css"),
        "icon": static_address("dateline.svg"),
        "script": static_address("dateline.js"),
        **values,
    }
    made = environment(TEMPLATES, ARTICLE_TEMPLATES).get_template(template).render(told)
    # What is no character in UTF-8, as half a surrogate pair, is shown as none.
    return HTMLResponse(made.encode("utf-8", "replace"), status)
