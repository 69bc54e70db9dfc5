"""compose.yaml, by its schema and by what it promises; no container is started."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from index_mappings.families import Aliases
from index_mappings.roles import roles

PROJECT = Path(__file__).resolve().parents[1]
FILE = PROJECT / "compose.yaml"
TEXT = FILE.read_text("utf-8")
# Told as it stands in the file: `$$` is a dollar sign for the container.
VARIABLE = re.compile(r"(?<!\$)\$(?:\{(?P<name>\w+)(?P<rest>[^}]*)\}|(?P<bare>\w+))")
SECRET = re.compile(r"PASSWORD|AUTH_STRING|ENCRYPTIONKEY|TOKEN|SECRET")
REQUIRED = re.compile(r"\$\{\w+:\?[^}]{10,}\}\s*")
PINNED = re.compile(r"[\w./-]+:\d+\.\d+(?:\.\d+)?(?:-[a-z]+)*")
Services = dict[str, dict[str, Any]]


def services(text: str = TEXT) -> Services:
    found: Services = yaml.safe_load(text)["services"]
    return found


def unsafe_variables(text: str) -> Iterator[str]:
    """Variables that would silently be empty, and secrets that have a default."""
    for match in VARIABLE.finditer(text):
        name, rest = match["name"] or match["bare"], match["rest"] or ""
        if not rest.startswith((":?", ":-")):
            yield f"{name} may be empty"
        elif SECRET.search(name) and not rest.startswith(":?"):
            yield f"{name} has a default"


def told_secrets(found: Services) -> Iterator[str]:
    """Secrets that are written down, or not asked for with a message."""
    for service, told in found.items():
        for name, value in told.get("environment", {}).items():
            if SECRET.search(name) and not REQUIRED.fullmatch(value):
                yield f"{service}: {name}"


def loose_images(found: Services) -> list[str]:
    return [told["image"] for told in found.values() if not PINNED.fullmatch(told["image"])]


def without_health(found: Services) -> list[str]:
    lasting = [name for name, told in found.items() if told.get("restart")]
    return [name for name in lasting if "test" not in found[name].get("healthcheck", {})]


def open_ports(found: Services) -> list[str]:
    ports = (port for told in found.values() for port in told.get("ports", ()))
    return [port for port in ports if not str(port).startswith("127.0.0.1:")]


def test_the_schema_holds() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    told = subprocess.run([*command, str(FILE)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def test_all_that_is_promised_is_there() -> None:
    found = services()
    lasting = {name for name, told in found.items() if told.get("restart")}
    assert lasting == {"elasticsearch", "kibana", "database", "prefect", "worker"}
    assert without_health(found) == []
    assert list(unsafe_variables(TEXT)) == []
    assert list(told_secrets(found)) == []
    assert loose_images(found) == []
    assert open_ports(found) == []


HEAD = "services:\n  a:\n    image: x:1.2.3\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{HEAD}    environment:\n      A_PASSWORD: changeme\n", "a: A_PASSWORD"),
        (f"{HEAD}    command: ${{A_PASSWORD:-x}}\n", "A_PASSWORD has a default"),
        (f"{HEAD}    environment:\n      B: ${{B}}\n", "B may be empty"),
        (f"{HEAD}    environment:\n      B: $B\n", "B may be empty"),
        (f"{HEAD}    environment:\n      A_TOKEN: ${{A_TOKEN:?}}\n", "a: A_TOKEN"),
        (HEAD.replace("1.2.3", "latest"), "x:latest"),
        (HEAD.replace(":1.2.3", ""), "x"),
        (f"{HEAD}    restart: always\n", "a"),
        (f"{HEAD}    ports: ['9200:9200']\n", "9200:9200"),
    ],
)  # fmt: skip
def test_a_file_that_promises_less_is_told(text: str, problem: str) -> None:
    found = services(text)
    told = [*unsafe_variables(text), *told_secrets(found), *loose_images(found)]
    assert problem in [*told, *without_health(found), *open_ports(found)]


def test_elasticsearch_and_kibana_are_of_one_version_9_with_security_on() -> None:
    found = services()
    versions = {found[name]["image"].rpartition(":")[2] for name in ("elasticsearch", "kibana")}
    assert len(versions) == 1
    assert versions.pop().startswith("9.")
    told = found["elasticsearch"]["environment"]
    assert told["xpack.security.enabled"] == told["xpack.security.http.ssl.enabled"] == "true"


def test_nobody_has_more_rights_than_needed() -> None:
    found = services()
    holders = {name for name, told in found.items() if "ELASTIC_PASSWORD" in str(told)}
    assert holders == {"elasticsearch", "roles", "accounts"}
    assert found["worker"]["environment"]["DATELINE_ES_USER"] == "dateline-loader"
    given = set(re.findall(r"dateline-\w+", str(found["accounts"]["command"])))
    assert given & set(roles(Aliases("dateline-"))) == {"dateline-loader", "dateline-searcher"}
    # The server of the runs has no business with the articles.
    assert not [name for name in found["prefect"]["environment"] if name.startswith("DATELINE_")]


def test_what_is_named_is_there() -> None:
    told = yaml.safe_load(TEXT)
    found: Services = told["services"]
    volumes = [each for one in found.values() for each in one.get("volumes", ())]
    mounts = [str(each).partition(":")[0] for each in volumes]
    named = {each for each in mounts if re.fullmatch(r"\w+", each)}
    assert named == set(told["volumes"])
    for name, service in found.items():
        for needed, how in service.get("depends_on", {}).items():
            lasts = bool(found[needed].get("restart"))
            due = "service_healthy" if lasts else "service_completed_successfully"
            assert how["condition"] == due, f"{name} needs {needed}"


SCRIPTS = [
    name for name, told in services().items() if told.get("command", [""])[0] in {"bash", "sh"}
]


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_scripts(name: str) -> None:
    script = services()[name]["command"][-1].replace("$$", "$")
    told = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


def test_the_image_is_built_of_what_the_tests_run_on() -> None:
    lines = (PROJECT / "Dockerfile").read_text("utf-8").splitlines()
    (base,) = (line.split()[1] for line in lines if line.startswith("FROM "))
    assert PINNED.fullmatch(base)
    assert sum("--require-hashes" in line for line in lines) == 2
    assert any(line == "USER dateline" for line in lines)
    ignored = (PROJECT / ".dockerignore").read_text("utf-8").split()
    assert {".env", ".git", ".venv"} <= set(ignored)
