"""Serve a folder on a port of this machine, as a host does, for the tests in a browser."""

from __future__ import annotations

import contextlib
import functools
import http.server
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serve files, and say nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Still(Quiet):
    """Serve a site that nobody changes: a browser may keep what its pages share, and asks for it once."""

    def end_headers(self) -> None:
        """Say what may be kept."""
        if "/assets/" in self.path or "/search/" in self.path:
            self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()


class Server(http.server.ThreadingHTTPServer):
    """Answers browsers, which leave before the end of an answer when their page is left."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that has gone away; of anything else, what went wrong."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def served(folder: Path, handler: type[http.server.SimpleHTTPRequestHandler] = Quiet) -> Iterator[tuple[str, Server]]:
    """Serve a folder while the context lasts; yield its address, which ends with a slash, and the server."""
    with Server(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", server
        server.shutdown()
        thread.join()
