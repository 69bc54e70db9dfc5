"""What holds the project together: who imports whom, how large a module is, what no file holds."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
MOST_LINES = 300
# Tables of typed data, which are read as one.
DATA = {"transforms/article.py"}

# Which packages of the project each may import, and which libraries are not for it.
MAY_IMPORT = {
    "transforms": set(),
    "index_mappings": {"transforms"},
    "pages": set(),
    "flows": {"index_mappings", "transforms", "pages"},
    "search": {"index_mappings", "transforms", "pages"},
    "cli": {"flows", "search", "index_mappings", "transforms", "pages"},
}
NOT_FOR = {
    "transforms": {"prefect", "elasticsearch", "elastic_transport"},
    "index_mappings": {"prefect", "spacy"},
    "pages": {"prefect", "spacy", "elasticsearch"},
    "search": {"prefect", "spacy"},
    "cli": {"prefect", "spacy", "elasticsearch"},
}
MODULES = sorted(
    path.relative_to(PROJECT).as_posix()
    for package in MAY_IMPORT
    for path in (PROJECT / package).rglob("*.py")
)


def imported(module: str) -> Iterator[str]:
    """The top packages that a module imports, at its top or in a function."""
    for node in ast.walk(ast.parse((PROJECT / module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: imports are absolute"
            yield (node.module or "").partition(".")[0]


def tracked() -> list[Path]:
    """The files under version control that are text."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=PROJECT, check=True, capture_output=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    files = [PROJECT / name for name in listed.split("\0") if name]
    # But this one, which says what it looks for.
    return [path for path in files if path.is_file() and path != Path(__file__).resolve()]


def test_every_package_has_its_modules() -> None:
    assert {module.partition("/")[0] for module in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module: str) -> None:
    package = module.partition("/")[0]
    found = set(imported(module))
    assert found & set(MAY_IMPORT) <= MAY_IMPORT[package] | {package}
    assert not found & NOT_FOR.get(package, set())
    assert "tests" not in found


def test_prefect_is_imported_by_flows_alone() -> None:
    found = {m.partition("/")[0] for m in MODULES if "prefect" in set(imported(m))}
    assert found == {"flows"}


@pytest.mark.parametrize("module", sorted(set(MODULES) - DATA))
def test_a_module_is_read_in_one_go(module: str) -> None:
    lines = len((PROJECT / module).read_text("utf-8").splitlines())
    assert lines <= MOST_LINES, f"{module} has {lines} lines: one idea a file"


FORBIDDEN = {
    "the address of a package registry": re.compile(
        r"https?://[^/\s]*(?:pypi|maven|npmjs|pythonhosted)"
    ),
    # Root's home itself is a fact of the system, and so is the cache in it.
    "a path of one machine": re.compile(
        r"/(?:work|root(?!/\.cache)|home/[a-z]+/[a-z]+|Users/[a-z]+)/(?=[\w.])"
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" in content[:8000]:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), start=1):
            if match := FORBIDDEN[what].search(line):
                found.append(f"{path.relative_to(PROJECT)}:{number}: {match[0]}")
    assert not found


HEAVY = ["prefect", "spacy", "trafilatura", "scipy", "numpy", "elasticsearch", "requests", "lxml"]


@pytest.mark.parametrize("module", ["cli.main", "search.request", "transforms.pipeline"])
def test_importing_does_no_work(module: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; print(*sys.modules)"],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert set(told.stdout.split()).isdisjoint(HEAVY)


def test_help_answers_without_the_heavy_libraries() -> None:
    script = (
        "import sys; from typer.testing import CliRunner; from cli.main import app\n"
        "for words in ([], ['ingest'], ['search'], ['explain'], ['rules'], ['node']):\n"
        "    assert CliRunner().invoke(app, [*words, '--help']).exit_code == 0\n"
        "print(*sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    assert set(told.stdout.split()).isdisjoint(HEAVY)


PACKAGES = "tests|flows|search|index_mappings|transforms|cli|pages"
NAMED = re.compile(rf"\b(?:{PACKAGES})/[\w/]+\.(?:py|toml)\b")
PAGES = sorted({PROJECT / "README.md", *(PROJECT / "docs").glob("*.md")})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_files_that_a_page_names_are_there(page: Path) -> None:
    named = {found[0] for found in NAMED.finditer(page.read_text("utf-8"))}
    assert not [name for name in sorted(named) if not (PROJECT / name).is_file()]


LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    linked = {found[1] for found in LINK.finditer(page.read_text("utf-8"))}
    assert not [link for link in sorted(linked) if not (page.parent / link).exists()]
