"""Answer one browser of this machine, and refuse any other page, program or machine.

Comes in: HTTP on the loopback interface. Goes out: the desk's pages. The address holds a token that opens the desk
once; this browser alone then has a cookie. The host and the origin of each request must be the desk's own, so that no
page of the web can read or post here, whatever name it gives to this machine.
"""

from __future__ import annotations

import hmac
import http.server
import secrets
import sys
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import LANGUAGES, Message, message, say
from perimetre.drivers.desk import pages
from perimetre.drivers.desk.work import Saved, Work
from perimetre.pipeline.adding.kinds import ADDITIONS
from perimetre.render import environment

LOOPBACK = "127.0.0.1"
# In bytes: the longest text that a form may hold is a tenth of it.
LARGEST = 256_000
_MOST_FIELDS = 2_000
# In seconds: how long a browser may keep the desk waiting for the rest of what it sends.
_PATIENCE = 20
# Of what was saved, as many as may still be read.
_SAVED = 32

_HERE = Path(__file__).parent / "assets"
_OF_THE_SITE = Path(environment.__file__).parent / "assets"
_ASSETS: Mapping[str, tuple[Path, str]] = {
    "/desk.css": (_HERE / "desk.css", "text/css; charset=utf-8"),
    "/desk.js": (_HERE / "desk.js", "text/javascript; charset=utf-8"),
    "/favicon.svg": (_OF_THE_SITE / "favicon.svg", "image/svg+xml"),
    **{
        f"/fonts/{name}": (_OF_THE_SITE / "fonts" / name, "font/woff2")
        for name in ("source-sans-3-latin-wght-normal.woff2", "source-serif-4-latin-wght-normal.woff2")
    },
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Without it a browser says of a form that its origin is nobody's.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class _RefusedError(Exception):
    """A request that is not answered."""

    def __init__(self, status: HTTPStatus, why: Message) -> None:
        super().__init__(why.text)
        self.status = status
        self.why = why


class DeskServer(http.server.ThreadingHTTPServer):
    """The desk on a port of this machine.

    Fields:
        work: what is read, looked at and saved.
        address: what opens it once, token included.
    """

    daemon_threads = True

    def __init__(self, work: Work, port: int = 0) -> None:
        """Listen on the loopback interface alone.

        Args:
            work: the person's desk.
            port: the port; 0: any that is free.

        Raises:
            OSError: the port is taken.
        """
        super().__init__((LOOPBACK, port), _Handler)
        self.work = work
        self.cookie = f"perimetre-desk-{self.server_port}"
        self._token: str | None = secrets.token_urlsafe(32)
        self._session = secrets.token_urlsafe(32)
        self._opening = threading.Lock()
        self._saved: dict[str, Saved] = {}
        self.address = f"http://{LOOPBACK}:{self.server_port}/?token={self._token}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """What a browser of this machine may call it."""
        return (f"{LOOPBACK}:{self.server_port}", f"localhost:{self.server_port}")

    def opened_by(self, token: str) -> str | None:
        """Return the secret of the session, to whoever has the token, once."""
        with self._opening:
            if self._token is None or not hmac.compare_digest(self._token.encode(), token.encode()):
                return None
            self._token = None
            return self._session

    def knows(self, secret: str) -> bool:
        """Say whether a browser is the one that opened the desk."""
        return hmac.compare_digest(self._session.encode(), secret.encode())

    def keep(self, saved: Saved) -> str:
        """Remember what was saved, to be shown, and return its name in the address."""
        name = secrets.token_urlsafe(9)
        self._saved[name] = saved
        for old in list(self._saved)[:-_SAVED]:
            del self._saved[old]
        return name

    def saved(self, name: str) -> Saved | None:
        """Return what was saved, by its name in the address."""
        return self._saved.get(name)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that has gone away; of anything else, what went wrong."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class _Handler(http.server.BaseHTTPRequestHandler):
    server: DeskServer
    protocol_version = "HTTP/1.1"
    server_version = "perimetre-desk"
    sys_version = ""
    timeout = _PATIENCE

    def do_GET(self) -> None:
        """Answer with a page, or with what a page is made of."""
        self._answer(self._get)

    def do_POST(self) -> None:
        """Take what a form posts."""
        self._answer(self._post)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the address may hold the token."""

    def _answer(self, do: Callable[[], None]) -> None:
        self._seen = False
        try:
            self._check_host()
            do()
        except _RefusedError as refused:
            # What was sent is not read: the connection ends with the answer.
            self.close_connection = True
            self._page("refused", refused.status, why=say(refused.why, self._language), is_known=self._seen)
        except PerimetreError as error:
            told = say(error.message, self._language)
            self._page("refused", HTTPStatus.CONFLICT, why=told, is_known=self._seen)
        except (ConnectionError, TimeoutError):
            raise
        except Exception:
            # A person waits for an answer; what went wrong is told where the desk was opened.
            self.server.handle_error(self.request, self.client_address)
            told = say(message("Something went wrong in the desk, and nothing is saved by it."), self._language)
            self._page("refused", HTTPStatus.INTERNAL_SERVER_ERROR, why=told, is_known=self._seen)

    @property
    def _language(self) -> str:
        return self.server.work.language

    # --- who may ask ---------------------------------------------------------------------------------------------

    def _check_host(self) -> None:
        """Refuse a name that is not this machine's: that of a page whose address now leads here.

        Raises:
            _RefusedError: the host is another's.
        """
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0] not in self.server.hosts:
            raise _RefusedError(HTTPStatus.FORBIDDEN, message("The desk answers under its own address alone."))

    def _check_session(self) -> None:
        cookies: SimpleCookie = SimpleCookie()
        try:
            cookies.load(self.headers.get("Cookie", ""))
        except CookieError:
            cookies = SimpleCookie()
        held = cookies.get(self.server.cookie)
        if held is None or not self.server.knows(held.value):
            raise _RefusedError(
                HTTPStatus.FORBIDDEN,
                message("This address opens the desk once, in one browser. Run `perimetre desk` again for another."),
            )
        self._seen = True

    def _check_origin(self) -> None:
        """Refuse what another page posts.

        Raises:
            _RefusedError: no origin is said, or it is not the desk's.
        """
        origins = self.headers.get_all("Origin") or []
        site = self.headers.get("Sec-Fetch-Site", "same-origin")
        if origins != [f"http://{self.headers['Host']}"] or site != "same-origin":
            raise _RefusedError(
                HTTPStatus.FORBIDDEN, message("Another page has sent this: nothing is read of it, nothing is written.")
            )

    # --- what is asked -------------------------------------------------------------------------------------------

    def _get(self) -> None:
        asked = urlsplit(self.path)
        query = parse_qs(asked.query, max_num_fields=20)
        if asked.path in _ASSETS:
            path, kind = _ASSETS[asked.path]
            self._send(HTTPStatus.OK, path.read_bytes(), kind)
            return
        if asked.path == "/" and "token" in query and self._open(query["token"][0]):
            return
        self._check_session()
        parts = asked.path.strip("/").split("/")
        work = self.server.work
        if asked.path == "/":
            self._page("home", groups=pages.groups(self._language), house=work.title())
        elif parts[0] == "form" and len(parts) == 2 and parts[1] in ADDITIONS:
            form = work.form(parts[1], query.get("brand", [None])[0])
            self._page("form", form=form, posted={}, looked=None, changed=(), notice="")
        elif parts[0] == "saved" and len(parts) == 2 and (saved := self.server.saved(parts[1])) is not None:
            left = ADDITIONS[saved.looked.form.kind].next
            self._page("saved", saved=saved, next=say(left, self._language) if left is not None else "")
        elif parts[0] == "language" and len(parts) == 2 and parts[1] in LANGUAGES:
            work.language = parts[1]
            self._redirect("/")
        else:
            raise _RefusedError(HTTPStatus.NOT_FOUND, message("There is no such page."))

    def _open(self, token: str) -> bool:
        """Let the browser in that has the token; say whether it was answered."""
        secret = self.server.opened_by(token)
        if secret is None:
            return False
        self._redirect("/", cookie=f"{self.server.cookie}={secret}; HttpOnly; SameSite=Strict; Path=/")
        return True

    def _post(self) -> None:
        self._check_session()
        self._check_origin()
        posted = self._posted()
        parts = urlsplit(self.path).path.strip("/").split("/")
        work, kind = self.server.work, parts[-1]
        if parts[0] == "rules" and len(parts) == 2:
            self._page("rules", looked=work.rules(parts[1]))
            return
        if len(parts) != 2 or parts[0] not in ("form", "check") or kind not in ADDITIONS:
            raise _RefusedError(HTTPStatus.NOT_FOUND, message("There is no such page."))
        brand = posted.pop("brand", [None])[0]
        if parts[0] == "check":
            self._page("check", looked=work.quick(kind, brand, posted))
            return
        shown_id = posted.pop("shown", [""])[0]
        if posted.pop("do", ["look"])[0] != "save":
            self._show(kind, brand, posted, "")
            return
        looked = work.shown(shown_id, kind, brand, posted)
        if looked is None:
            told = message(
                "What is filled in is not what was shown. Here is what it does now: save it if that is right."
            )
            self._show(kind, brand, posted, say(told, self._language))
        elif changed := work.changed(looked):
            told = message(
                "Nothing is saved: somebody has changed the file meanwhile. Below is what they changed, then what your "
                "form does to it now."
            )
            self._show(kind, brand, posted, say(told, self._language), changed)
        else:
            self._redirect(f"/saved/{quote(self.server.keep(work.save(looked)))}")

    def _show(
        self, kind: str, brand: str | None, posted: dict[str, list[str]], notice: str, changed: tuple[object, ...] = ()
    ) -> None:
        # With a script, what the rules find is asked for once the rest is shown.
        asks_later = bool(posted.pop("later", []))
        looked = self.server.work.look(kind, brand, posted, with_rules=not asks_later)
        status = HTTPStatus.OK if looked.id else HTTPStatus.UNPROCESSABLE_ENTITY
        self._page(
            "form", status, form=looked.form, posted=looked.posted, looked=looked, changed=changed, notice=notice
        )

    def _posted(self) -> dict[str, list[str]]:
        """Return what was posted, by field.

        Raises:
            _RefusedError: it is too long, of no said length, or is not what a form posts.
        """
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdecimal() or "Transfer-Encoding" in self.headers:
            raise _RefusedError(HTTPStatus.LENGTH_REQUIRED, message("The length of what is sent is not said."))
        if len(length) > 9 or int(length) > LARGEST:
            raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message("This is too long to be taken."))
        if self.headers.get_content_type() != "application/x-www-form-urlencoded":
            raise _RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message("This is not what a form sends."))
        body = self.rfile.read(int(length))
        try:
            return parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
        except ValueError as error:
            raise _RefusedError(HTTPStatus.BAD_REQUEST, message("This is not what a form sends.")) from error

    # --- what is answered ----------------------------------------------------------------------------------------

    def _page(self, name: str, status: HTTPStatus = HTTPStatus.OK, **things: object) -> None:
        self._send(status, pages.page(name, self._language, **things), "text/html; charset=utf-8")

    def _redirect(self, where: str, cookie: str = "") -> None:
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", where)
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self._end(b"")

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self._end(body)

    def _end(self, body: bytes) -> None:
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
