"""The HTTP door of the Bot API, straight on Tornado's server: a call costs as little as it can."""

import asyncio
import hmac
import json
from collections.abc import Awaitable
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from tornado.httputil import (
    HTTPFile,
    HTTPHeaders,
    HTTPInputError,
    HTTPMessageDelegate,
    HTTPServerRequest,
    ResponseStartLine,
    parse_body_arguments,
)

from bot.rehearsal.desk import Desk, Reply
from bot.rehearsal.world import World

Files = dict[str, tuple[str, bytes]]
_UNAUTHORISED = Reply(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
_UNREADABLE = Reply(400, {"ok": False, "error_code": 400, "description": "Bad Request: unreadable body"})


class BotCall(HTTPMessageDelegate):
    """One HTTP request to ``/bot<token>/<method>``."""

    def __init__(self, request: HTTPServerRequest, desk: Desk, token: str) -> None:
        self._request = request
        self._desk = desk
        self._token = token
        self._body: list[bytes] = []
        self._task: asyncio.Task[None] | None = None

    def headers_received(self, start_line: Any, headers: HTTPHeaders) -> Awaitable[None] | None:
        return None

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        self._body.append(chunk)
        return None

    def finish(self) -> None:
        token, _, method = unquote(self._request.path).removeprefix("/bot").partition("/")
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            self._reply(_UNAUTHORISED)
            return
        try:
            given, files = _parameters(self._request, b"".join(self._body))
        except (ValueError, HTTPInputError):
            self._reply(_UNREADABLE)
            return
        answer = self._desk.answer(method, given, files)
        if isinstance(answer, Reply):
            self._reply(answer)
        else:
            if self._request.connection is not None:
                self._request.connection.set_close_callback(self.on_connection_close)  # type: ignore[attr-defined]
            self._task = asyncio.get_running_loop().create_task(self._wait(answer))

    def on_connection_close(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _wait(self, answer: Awaitable[Reply]) -> None:
        self._reply(await answer)

    def _reply(self, reply: Reply) -> None:
        match reply.deed:
            case "answer":
                _write(self._request, reply.status, json.dumps(reply.body).encode(), "application/json")
            case "cut":
                self._request.connection.stream.close()  # type: ignore[union-attr]
            case "silence":
                """The client gives up and closes; nothing is ever answered."""


class FileCall(HTTPMessageDelegate):
    """One HTTP request to ``/file/bot<token>/<file_path>``."""

    def __init__(self, request: HTTPServerRequest, world: World, token: str) -> None:
        self._request = request
        self._world = world
        self._token = token

    def finish(self) -> None:
        token, _, path = unquote(self._request.path).removeprefix("/file/bot").partition("/")
        file = self._world.files.find(path.rpartition("/")[2])
        if not hmac.compare_digest(token.encode(), self._token.encode()) or file is None:
            _write(self._request, 404, b'{"ok":false,"error_code":404,"description":"Not Found"}')
            return
        _write(self._request, 200, file.content, file.mime)

    def on_connection_close(self) -> None:
        """Nothing is under way."""


def _parameters(request: HTTPServerRequest, body: bytes) -> tuple[dict[str, Any], Files]:
    """What the query string and the body give, and the uploaded files by part name."""
    given: dict[str, Any] = dict(parse_qsl(request.query, keep_blank_values=True)) if request.query else {}
    kind = request.headers.get("Content-Type", "")
    if not body:
        return given, {}
    if kind.startswith("application/json"):
        content = json.loads(body)
        if not isinstance(content, dict):
            raise ValueError("not an object")
        return given | content, {}
    if kind.startswith("multipart/"):
        arguments: dict[str, list[bytes]] = {}
        files: dict[str, list[HTTPFile]] = {}
        parse_body_arguments(kind, body, arguments, files)
        given |= {name: values[-1].decode() for name, values in arguments.items()}
        return given, {name: (parts[-1].filename, parts[-1].body) for name, parts in files.items()}
    return given | dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True)), {}


def _write(request: HTTPServerRequest, status: int, body: bytes, kind: str = "application/json") -> None:
    connection = request.connection
    if connection is None:
        return
    headers = HTTPHeaders({"Content-Type": kind, "Content-Length": str(len(body))})
    connection.write_headers(ResponseStartLine("HTTP/1.1", status, ""), headers, body)
    connection.finish()


def attachment(name: str) -> str:
    """A Content-Disposition that keeps the file's name, whatever letters it has."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
