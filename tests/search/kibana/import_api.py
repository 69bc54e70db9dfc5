"""A server that answers as Kibana's API for saved objects does, errors and oddities included.

What it does is what Kibana's own code says: an import with a conflict or a missing reference writes
nothing, though it lists the rest as done; references are looked up for data views and searches
alone; an object in a newer shape than the server's own is refused as a whole; an object that is in
another space gets an id of its own; a space that is not there is written to all the same.
"""

from __future__ import annotations

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.search.kibana.exported import Json

Key = tuple[str, str]
CHECKED = ("index-pattern", "search")


@dataclass
class FakeKibana:
    """How it is set up, what it holds by space, and what it was asked."""

    version: str | None = "8.19.2"
    header: tuple[str, str] = ("kbn-name", "kibana")
    credentials: set[str] = field(default_factory=set)
    forbidden: set[str] = field(default_factory=set)
    base_path: str = ""
    not_ready: bool = False
    status_code: int | None = None
    answer: bytes | None = None
    newest: dict[str, str] = field(
        default_factory=lambda: {
            "index-pattern": "8.0.0",
            "search": "10.5.0",
            "map": "8.4.0",
            "dashboard": "10.2.0",
        }
    )
    refused: dict[str, Json] = field(default_factory=dict)
    spaces: dict[str, dict[Key, Json]] = field(default_factory=lambda: {"default": {}})
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    url: str = ""

    def answered(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        url = urlsplit(target)
        if not url.path.startswith(self.base_path):
            return 302, {"message": "moved"}, f"{self.base_path}/login?next=secret"
        path = url.path.removeprefix(self.base_path)
        if self.not_ready:
            return 503, b"Kibana server is not ready yet", None
        if self.answer is not None:
            return self.status_code or 200, self.answer, None
        return self._routed(method, path, url.query, headers, body)

    def _routed(
        self, method: str, path: str, query: str, headers: dict[str, str], body: bytes
    ) -> Reply:
        space = "default"
        if path.startswith("/s/"):
            _, _, space, *rest = path.split("/")
            path = f"/{'/'.join(rest)}"
        if path == "/api/status":
            return self._status(headers)
        if not self._known(headers):
            return _error(401, "Unauthorized", "security_exception: unable to authenticate")
        if path.startswith("/api/spaces/space/"):
            return self._space(path.rpartition("/")[2])
        if method == "POST" and "kbn-xsrf" not in headers:
            return _error(400, "Bad Request", "Request must contain a kbn-xsrf header.")
        if self.status_code:
            return self.status_code, {"message": "as the proxy says"}, None
        if path == "/api/saved_objects/_export":
            return self._export(space, json.loads(body))
        if path == "/api/saved_objects/_import":
            return self._import(space, parse_qs(query), headers, body)
        return _error(404, "Not Found", "Not Found")

    def _known(self, headers: dict[str, str]) -> bool:
        return not self.credentials or headers.get("authorization") in self.credentials

    def _status(self, headers: dict[str, str]) -> Reply:
        if self.credentials and "authorization" in headers and not self._known(headers):
            return _error(401, "Unauthorized", "security_exception")
        told: Json = {"status": {"overall": {"level": "available"}}}
        if self.version and self._known(headers):
            told |= {"name": "kibana", "version": {"number": self.version}}
        return 200, told, None

    def _space(self, id: str) -> Reply:
        if id not in self.spaces:
            return _error(404, "Not Found", f"Saved object [space/{id}] not found")
        if id in self.forbidden:
            return _error(403, "Forbidden", f"Unauthorized to get {id} space")
        return 200, {"id": id, "name": id}, None

    def _export(self, space: str, body: Json) -> Reply:
        held = self.spaces.get(space, {})
        missing = [each for each in body["objects"] if (each["type"], each["id"]) not in held]
        if not missing:
            lines = [json.dumps(held[each["type"], each["id"]]) for each in body["objects"]]
            return 200, "\n".join(lines).encode(), None
        told = [{**each, "error": {"statusCode": 404, "message": "Not found"}} for each in missing]
        message = "Error fetching objects to export"
        return 400, {"statusCode": 400, "message": message, "attributes": {"objects": told}}, None

    def _import(
        self, space: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes
    ) -> Reply:
        if space in self.forbidden:
            return _error(403, "Forbidden", "Unable to bulk_create dashboard,index-pattern")
        if not headers.get("content-type", "").startswith("multipart/form-data"):
            return _error(415, "Unsupported Media Type", "Unsupported Media Type")
        name, content = _file(headers["content-type"], body)
        if not name.endswith(".ndjson"):
            return _error(400, "Bad Request", f"Invalid file extension {Path(name).suffix}")
        objects = [json.loads(line) for line in content.splitlines()]
        for each in objects:
            newest = self.newest.get(each["type"])
            if newest and _numbers(each["typeMigrationVersion"]) > _numbers(newest):
                message = (
                    f'Document "{each["id"]}" belongs to a more recent version of Kibana '
                    f"[{each['typeMigrationVersion']}] when the last known version is [{newest}]."
                )
                return _error(422, "Unprocessable Entity", message)
        return 200, self._imported(space, objects, query.get("overwrite") == ["true"]), None

    def _imported(self, space: str, objects: list[Json], overwrite: bool) -> Json:
        held = self.spaces.setdefault(space, {})
        errors = [
            each for each in (self._failure(held, o, objects, overwrite) for o in objects) if each
        ]
        failed = {(each["type"], each["id"]) for each in errors}
        done = [each for each in objects if (each["type"], each["id"]) not in failed]
        results = [self._result(space, each) for each in done]
        if not {each["error"]["type"] for each in errors} & {"conflict", "missing_references"}:
            for each, result in zip(done, results, strict=True):
                held[each["type"], str(result.get("destinationId", each["id"]))] = each
        return {
            "success": not errors,
            "successCount": len(results),
            "warnings": [],
            **({"successResults": results} if results else {}),
            **({"errors": errors} if errors else {}),
        }

    def _failure(
        self, held: dict[Key, Json], told: Json, objects: list[Json], overwrite: bool
    ) -> Json | None:
        ids = {(each["type"], each["id"]) for each in objects} | set(held)
        missing = [
            {"type": each["type"], "id": each["id"]}
            for each in told["references"]
            if each["type"] in CHECKED and (each["type"], each["id"]) not in ids
        ]
        error: Json | None = None
        if told["type"] not in self.newest:
            error = {"type": "unsupported_type"}
        elif missing:
            error = {"type": "missing_references", "references": missing}
        elif (told["type"], told["id"]) in held and not overwrite:
            error = {"type": "conflict"}
        elif told["id"] in self.refused:
            error = self.refused[told["id"]]
        if error is None:
            return None
        meta = {"title": told["attributes"]["title"]}
        return {"type": told["type"], "id": told["id"], "meta": meta, "error": error}

    def _result(self, space: str, told: Json) -> Json:
        key = (told["type"], told["id"])
        result = {"type": told["type"], "id": told["id"], "meta": {}, "managed": False}
        if key in self.spaces[space]:
            return {**result, "overwrite": True}
        if any(key in held for held in self.spaces.values()):
            return {**result, "destinationId": f"copy-of-{told['id']}"}
        return result


Reply = tuple[int, Json | bytes, str | None]


def _error(status: int, error: str, message: str) -> Reply:
    return status, {"statusCode": status, "error": error, "message": message}, None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _file(content_type: str, body: bytes) -> tuple[str, str]:
    """The name and the content of the one file of a form."""
    form = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    parts = form.get_payload()
    assert isinstance(parts, list)
    (part,) = parts
    assert isinstance(part, Message)
    assert part.get_param("name", header="content-disposition") == "file"
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return part.get_filename() or "", content.decode("utf-8")


def basic(user: str, password: str) -> str:
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


@contextmanager
def serving(fake: FakeKibana, certified: Path | None = None) -> Iterator[FakeKibana]:
    """Serve it on a free port of this machine; over TLS with `node.crt` and `node.key`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            fake.asked.append((self.command, self.path, headers))
            status, told, location = fake.answered(self.command, self.path, headers, body)
            content = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(status)
            self.send_header(*fake.header)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            if location:
                self.send_header("location", location)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        scheme = "http"
        if certified:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certified / "node.crt", certified / "node.key")
            server.socket = context.wrap_socket(server.socket, server_side=True)
            scheme = "https"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        fake.url = f"{scheme}://127.0.0.1:{server.server_port}{fake.base_path}"
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()
