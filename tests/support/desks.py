"""Open a desk on a house of a test, and ask it as a browser does, or as a stranger would."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import html
import http.client
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from perimetre.drivers.desk.server import DeskServer
from perimetre.drivers.desk.work import Work

Values = Mapping[str, str | Sequence[str]]


@dataclass
class DeskAnswer:
    """What the desk answered."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def words(self) -> str:
        """What a reader sees of it, without its tags."""
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", self.text)).split())

    @property
    def shown(self) -> str:
        """What is posted to save what was shown; "" where nothing can be."""
        found = re.search(r'name="shown" value="([^"]*)"', self.text)
        return found[1] if found else ""


@dataclass
class DeskClient:
    """A browser that has opened the desk, or that has not.

    Fields:
        server: the desk.
        cookie: what it holds of the desk; "": it has not opened it.
    """

    server: DeskServer
    cookie: str = ""

    @property
    def host(self) -> str:
        """What the desk is called by the browser."""
        return f"127.0.0.1:{self.server.server_port}"

    def open(self) -> DeskClient:
        """Open the desk by its address, and return the browser."""
        answer = self.ask("GET", self.server.address.partition(self.host)[2])
        assert answer.status == 303, answer.text
        self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        return self

    def ask(self, method: str, path: str, body: str | None = None, **headers: str | None) -> DeskAnswer:
        """Ask, with the headers of a browser but for those that are given (`None`: it does not send it)."""
        sent: dict[str, str | None] = {"Host": self.host, "Cookie": self.cookie or None}
        if body is not None:
            sent |= {
                "Origin": f"http://{self.host}",
                "Content-Type": "application/x-www-form-urlencoded",
                "Content-Length": str(len(body.encode())),
            }
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=60)
        with contextlib.closing(connection):
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(body.encode() if body is not None else None)
            response = connection.getresponse()
            return DeskAnswer(response.status, dict(response.getheaders()), response.read().decode("utf-8", "replace"))

    def get(self, path: str) -> DeskAnswer:
        """Go to a page."""
        return self.ask("GET", path)

    def post(self, path: str, values: Values) -> DeskAnswer:
        """Send a form."""
        return self.ask("POST", path, urlencode(values, doseq=True))

    def save(self, kind: str, values: Values) -> DeskAnswer:
        """Look at what a form does, save it, and go where that leads."""
        looked = self.post(f"/form/{kind}", values)
        assert looked.shown, looked.words
        saved = self.post(f"/form/{kind}", {**values, "do": "save", "shown": looked.shown})
        return self.get(saved.headers["Location"]) if saved.status == 303 else saved


@contextlib.contextmanager
def desk_of(playbooks: Path, language: str = "fr") -> Iterator[DeskServer]:
    """Open the desk of a house while the context lasts."""
    options = argparse.Namespace(path=playbooks, language=language, today=dt.date(2026, 11, 22))
    with DeskServer(Work(options)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
