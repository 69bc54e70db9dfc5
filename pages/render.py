"""From a template to HTML in which everything that comes from outside is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
STYLESHEET = HERE / "style.css"


@cache
def environment(*folders: Path) -> Environment:
    """Templates of these folders and the shared ones, by their names; all values are escaped.

    A template that names what it was not given is an error, not an empty place.
    """
    return Environment(
        loader=FileSystemLoader([*folders, HERE / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def styles(*sheets: Path) -> str:
    """The stylesheet of all pages, and others behind it."""
    return "".join(sheet.read_text("utf-8") for sheet in (STYLESHEET, *sheets))


def page(folder: Path, template: str, **values: object) -> str:
    """A page in one file, its style within: it asks nothing of any server.

    Args:
        folder: where the template is; it extends `page.html`.
        values: what the template names, escaped where it stands; `style` only for another than
            that of all pages.
    """
    told = {"style": styles(), **values}
    return environment(folder).get_template(template).render(told)
