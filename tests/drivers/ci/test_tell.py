"""One comment and one issue, on a code host of ours that answers as GitHub and GitLab do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from perimetre.drivers.ci.tell import MARKS, main

BOT, ME, STRANGER = "github-actions[bot]", 7, 8
ORDERS = "$(touch ran) `touch ran` ${{ secrets.X }} \"'\\ été 💡"


class CodeHost(ThreadingHTTPServer):
    """Holds comments and issues, by the forms of GitHub and of GitLab; whoever writes is the bot."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.records: dict[int, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.refuses = False
        self.speaks = ""

    def add(self, author: str, body: str, **more: Any) -> int:
        number = len(self.records) + 1
        ours = author == BOT
        self.records[number] = {
            "id": number,
            "number": number,
            "iid": number,
            "user": {"login": author},
            "author": {"id": ME if ours else STRANGER},
            "body": body,
            "description": body,
            "state": "open",
            **more,
        }
        return number

    def open(self) -> list[str]:
        return [record["body"] for record in self.records.values() if record["state"] == "open"]


class _Answers(BaseHTTPRequestHandler):
    server: CodeHost

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, value: object, code: int = 200) -> None:
        self.send_response(code)
        self.end_headers()
        self.wfile.write((self.server.speaks or json.dumps(value)).encode())

    def _sent(self) -> Mapping[str, Any]:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")

    def _do(self) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append(f"{self.command} {parts.path}")
        authorised = self.headers.get("Authorization") == "Bearer t" or self.headers.get("PRIVATE-TOKEN") == "t"
        if self.server.refuses or not authorised:
            self._answer({}, 403)
        elif parts.path == "/user":
            self._answer({"id": ME})
        elif self.command == "GET":
            asked = parse_qs(parts.query)
            page, size = int(asked["page"][0]), int(asked["per_page"][0])
            shown = [record for record in self.server.records.values() if record["state"] == "open"]
            self._answer(shown[(page - 1) * size : page * size])
        elif self.command == "POST":
            sent = self._sent()
            self._answer(
                {"id": self.server.add(BOT, sent.get("body", sent.get("description")), title=sent.get("title"))}
            )
        elif self.command == "DELETE":
            self.server.records.pop(int(parts.path.rpartition("/")[2]))
            self._answer({}, 200)
        else:
            sent = dict(self._sent())
            closed = sent.pop("state_event", sent.get("state"))
            record = self.server.records[int(parts.path.rpartition("/")[2])]
            body = sent.get("body", sent.get("description", record["body"]))
            record.update(sent, body=body, description=body, state="closed" if closed else record["state"])
            self._answer(record)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _do  # noqa: N815 - the names that the server calls


@pytest.fixture(params=["github", "gitlab"])
def host(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CodeHost]:
    made = CodeHost()
    threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
    address = f"http://127.0.0.1:{made.server_port}"
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 12}}), "utf-8")
    for name in ("GITHUB_ACTIONS", "GITLAB_CI", "http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    variables = {
        "github": {
            "GITHUB_ACTIONS": "true",
            "GITHUB_TOKEN": "t",
            "GITHUB_API_URL": address,
            "GITHUB_REPOSITORY": "maison/manuel",
            "GITHUB_EVENT_PATH": str(event),
        },
        "gitlab": {
            "GITLAB_CI": "true",
            "PERIMETRE_TOKEN": "t",
            "CI_API_V4_URL": address,
            "CI_PROJECT_ID": "34",
            "CI_MERGE_REQUEST_IID": "12",
        },
    }
    for name, value in variables[request.param].items():
        monkeypatch.setenv(name, value)
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def told(tmp_path: Path) -> Path:
    return tmp_path / "told.md"


@pytest.mark.parametrize("what", MARKS)
def test_it_is_told_once_brought_up_to_date_and_taken_away(host: CodeHost, told: Path, what: str) -> None:
    stranger = host.add("stranger", "Nice.")
    told.write_text(f"# What this change does\n\n{ORDERS}\n", "utf-8")
    for _ in range(3):
        assert main([what, str(told)]) == 0
    assert host.open() == ["Nice.", f"{MARKS[what]}\n# What this change does\n\n{ORDERS}\n"]
    assert sum(asked.startswith(("POST", "PATCH", "PUT")) for asked in host.asked) == 1
    if what == "issue":
        assert [record["title"] for record in host.records.values() if record.get("title")] == ["What this change does"]
    told.write_text("# Something else\n", "utf-8")
    assert main([what, str(told)]) == 0
    assert host.open() == ["Nice.", f"{MARKS[what]}\n# Something else\n"]
    told.write_text("", "utf-8")
    for _ in range(2):
        assert main([what, str(told)]) == 0
    assert host.open() == ["Nice."] and stranger in host.records
    told.write_text("# Again\n", "utf-8")
    assert main([what, str(told)]) == 0
    assert host.open() == ["Nice.", f"{MARKS[what]}\n# Again\n"]


@pytest.mark.parametrize("what", MARKS)
def test_what_others_wrote_is_never_touched_whatever_its_mark(host: CodeHost, told: Path, what: str) -> None:
    trap = f"{MARKS[what]}\nNothing changes, trust me."
    host.add("stranger", trap)
    # An account that is gone has no name any more.
    host.records[host.add("gone", trap)].update(user=None, author=None)
    told.write_text("# True\n", "utf-8")
    assert main([what, str(told)]) == 0
    told.write_text("", "utf-8")
    assert main([what, str(told)]) == 0
    assert host.open() == [trap, trap]


def test_it_is_found_past_the_first_page_and_the_others_of_ours_go(host: CodeHost, told: Path) -> None:
    for number in range(230):
        host.add("stranger", f"Comment {number}.")
    for _ in range(2):
        host.add(BOT, f"{MARKS['comment']}\nOld.")
    told.write_text("# New\n", "utf-8")
    assert main(["comment", str(told)]) == 0
    assert [body for body in host.open() if body.startswith("<!--")] == [f"{MARKS['comment']}\n# New\n"]


def test_a_refusal_is_one_line_and_leaves_with_two(
    host: CodeHost, told: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told.write_text("# New\n", "utf-8")
    host.speaks = "<html>Sign in</html>"
    assert main(["comment", str(told), "--language", "en"]) == 2
    assert "what it says is not JSON" in capsys.readouterr().err
    host.refuses = True
    assert main(["comment", str(told), "--language", "en"]) == 2
    assert capsys.readouterr().err.startswith("perimetre: The code host refuses (403): GET /")
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    monkeypatch.delenv("PERIMETRE_TOKEN", raising=False)
    assert main(["comment", str(told), "--language", "en"]) == 2
    assert "_TOKEN` is missing" in capsys.readouterr().err


def test_elsewhere_nobody_is_told(
    told: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("GITHUB_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    told.write_text("# New\n", "utf-8")
    assert main(["issue", str(told), "--language", "en"]) == 2
    assert "neither on GitHub nor on GitLab" in capsys.readouterr().err
