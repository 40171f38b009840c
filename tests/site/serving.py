"""Two little servers on this machine: one gives out the site, the other remembers what reaches it."""

from __future__ import annotations

import functools
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self

from tests.site.building import BELOW, MISSING


class _Server:
    def __init__(self, handler: Any) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class Served(_Server):
    """Gives out the site's files, below a path and at the root, as static hosts do."""

    def __init__(self, folder: Path) -> None:
        super().__init__(functools.partial(_Files, directory=str(folder)))
        self.root = self.origin + "/"
        self.below = self.origin + BELOW


class _Files(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(BELOW) if path.startswith(BELOW) else path)

    def send_error(self, code: int, *_: Any) -> None:
        body = (Path(self.directory) / MISSING).read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Sink(_Server):
    """Answers every request with nothing, and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: set[str] = set()
        super().__init__(functools.partial(_Remembering, self.asked))


class _Remembering(BaseHTTPRequestHandler):
    def __init__(self, asked: set[str], *request: Any) -> None:
        self._asked = asked
        super().__init__(*request)

    def do_GET(self) -> None:
        self._asked.add(self.path.strip("/"))
        self.send_response(HTTPStatus.NO_CONTENT)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()

    def do_POST(self) -> None:
        self.do_GET()

    def do_OPTIONS(self) -> None:
        self.do_GET()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
