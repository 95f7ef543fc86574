"""Speak with the language server that editors run, `yaml-language-server`, as an editor set in French would.

Every wait is bounded: a server that says nothing fails the test, and holds nothing up.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

SERVER = ROOT / "node_modules" / "yaml-language-server"
SECONDS = 60.0


class Editor:
    """A session of an editor in a folder: files are opened and closed, and asked about at a place.

    A place is a line and a character, both from 0, as the protocol counts them.
    """

    def __init__(self, folder: Path, settings: Mapping[str, Any], language: str = "fr") -> None:
        """Start the server.

        Args:
            folder: the one that the editor has open.
            settings: its settings, by full name, as `.vscode/settings.json` holds them.
            language: that of the editor.
        """
        self._folder = folder
        self._settings = settings
        self._count = 0
        self._version = 0
        self._asked_settings = threading.Event()
        self._answers: dict[int, queue.Queue[Any]] = {}
        self._said: queue.Queue[Any] = queue.Queue()
        self._process = subprocess.Popen(
            ["node", str(SERVER / "bin" / "yaml-language-server"), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()
        markdown = {"documentationFormat": ["markdown"], "snippetSupport": True}
        capabilities = {
            "textDocument": {
                "completion": {"completionItem": markdown},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {},
            },
            "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
        }
        self._ask(
            "initialize",
            {
                "processId": None,
                "locale": language,
                "rootUri": folder.as_uri(),
                "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}],
                "capabilities": capabilities,
                "initializationOptions": {"l10nPath": str(SERVER / "l10n")},
            },
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": self._sections()})
        # It asks for the settings; what it says of a file before it has them is of no schema.
        assert self._asked_settings.wait(SECONDS)
        self.diagnostics({"begun.yml": "begun: true\n"})

    def close(self) -> None:
        """Stop the server."""
        self._process.kill()
        self._listening.join(SECONDS)
        self._process.communicate()

    def diagnostics(self, texts: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
        """Open files with their texts, and return what the editor underlines in each, by file."""
        addresses = {(self._folder / file).as_uri(): file for file in texts}
        for address, file in addresses.items():
            self._open(address, texts[file])
        found: dict[str, list[dict[str, Any]]] = {}
        while len(found) < len(texts):
            said = self._said.get(timeout=SECONDS)
            found[addresses[said["uri"]]] = said["diagnostics"]
        for address in addresses:
            self._close(address)
        return found

    def completions(self, file: str, text: str, places: list[tuple[int, int]]) -> list[list[dict[str, Any]]]:
        """Open a file with a text, and return what the editor proposes at each place."""
        answers = self._at("textDocument/completion", file, text, places)
        return [(answer or {"items": []})["items"] for answer in answers]

    def hovers(self, file: str, text: str, places: list[tuple[int, int]]) -> list[str]:
        """Open a file with a text, and return what the editor shows of the word at each place."""
        answers = self._at("textDocument/hover", file, text, places)
        return [answer["contents"]["value"] if answer else "" for answer in answers]

    def _at(self, method: str, file: str, text: str, places: list[tuple[int, int]]) -> list[Any]:
        address = (self._folder / file).as_uri()
        self._open(address, text)
        try:
            return [
                self._ask(
                    method,
                    {"textDocument": {"uri": address}, "position": {"line": line, "character": character}},
                )
                for line, character in places
            ]
        finally:
            self._close(address)

    def _open(self, address: str, text: str) -> None:
        # The server holds what it read of a version of a file, however often that is opened.
        self._version += 1
        document = {"uri": address, "languageId": "yaml", "version": self._version, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})

    def _close(self, address: str) -> None:
        self._tell("textDocument/didClose", {"textDocument": {"uri": address}})
        # The server says that nothing is wrong in what is closed: what it says later is of what is opened then.
        while self._said.get(timeout=SECONDS) != {"uri": address, "diagnostics": []}:
            pass

    def _sections(self) -> dict[str, Any]:
        sections: dict[str, Any] = {}
        for name, value in self._settings.items():
            section, _, key = name.partition(".")
            inner = sections.setdefault(section, {})
            *path, last = key.split(".")
            for step in path:
                inner = inner.setdefault(step, {})
            inner[last] = value
        return sections

    def _ask(self, method: str, params: Any) -> Any:
        self._count += 1
        answers = self._answers[self._count] = queue.Queue()
        self._send({"id": self._count, "method": method, "params": params})
        answer = answers.get(timeout=SECONDS)
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            size = int(header.partition(b":")[2])
            while stream.readline().strip():
                pass
            self._hear(json.loads(stream.read(size)))

    def _hear(self, message: dict[str, Any]) -> None:
        if "method" not in message:
            self._answers[message["id"]].put(message)
        elif message["method"] == "workspace/configuration":
            sections = self._sections()
            asked = [sections.get(item["section"], {}) for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": asked})
            self._asked_settings.set()
        elif message["method"] == "textDocument/publishDiagnostics":
            self._said.put(message["params"])
        elif "id" in message:
            self._send({"id": message["id"], "result": None})
