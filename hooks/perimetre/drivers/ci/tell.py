"""Tell people on the code host, once: `python -P -m perimetre.drivers.ci.tell comment|issue FILE`.

Comes in: a file of Markdown, and what the host says of the run in its variables. Goes out: one comment of the pull
request (`comment`), or one open issue (`issue`, whose title is the first heading): made, brought up to date, and taken
away where the file is empty. The text is sent as it is, never read by a shell. Only what this very machine's account
wrote is touched, whatever marks others put into theirs.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import message, say

MARKS = {"comment": "<!-- perimetre: change -->", "issue": "<!-- perimetre: due -->"}
_BOT = "github-actions[bot]"
# A page of the host's list, and as many pages as are looked through.
_PER_PAGE, _PAGES = 100, 30


class HostError(PerimetreError):
    """The code host refuses, or does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBefore:
    """What was told before: its id on the host, and its text."""

    id: int
    body: str


class Host(Protocol):
    """What a code host can be asked, of comments or of issues."""

    def told(self) -> Iterator[ToldBefore]:
        """Yield what this account has told before, the oldest first."""

    def make(self, body: str) -> None:
        """Tell something new."""

    def update(self, id_: int, body: str) -> None:
        """Put another text in the place of one."""

    def remove(self, id_: int) -> None:
        """Take it away: a comment goes, an issue is closed."""


def tell(host: Host, mark: str, text: str) -> None:
    """Have the host tell a text once, in the place of what was told before; nothing, where the text is empty.

    Args:
        host: where.
        mark: what tells it from anything else that this account writes; nobody sees it.
        text: Markdown.
    """
    before = [told for told in host.told() if told.body.startswith(mark)]
    body = f"{mark}\n{text.strip()}\n" if text.strip() else ""
    if body and not before:
        host.make(body)
    elif body and before[0].body.strip() != body.strip():
        host.update(before[0].id, body)
    for told in before[1:] if body else before:
        host.remove(told.id)


class _Api:
    """The requests that one makes of a host."""

    def __init__(self, address: str, headers: Mapping[str, str]) -> None:
        self._address = address.rstrip("/")
        self._headers = {**headers, "Content-Type": "application/json", "User-Agent": "perimetre"}

    def ask(self, method: str, path: str, sent: object = None) -> Any:
        content = json.dumps(sent).encode() if sent is not None else None
        request = urllib.request.Request(
            f"{self._address}{path}", data=content, headers=dict(self._headers), method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                read = answer.read()
        except urllib.error.HTTPError as error:
            raise HostError(
                message("The code host refuses ({code}): {method} {path}.", code=error.code, method=method, path=path)
            ) from error
        except OSError as error:
            raise HostError(message("The code host does not answer: {reason}.", reason=str(error))) from error
        try:
            return json.loads(read) if read else None
        except ValueError as error:
            reason = message("what it says is not JSON")
            raise HostError(message("The code host does not answer: {reason}.", reason=reason)) from error

    def pages(self, path: str) -> Iterator[Mapping[str, Any]]:
        join = "&" if "?" in path else "?"
        for page in range(1, _PAGES + 1):
            records = self.ask("GET", f"{path}{join}per_page={_PER_PAGE}&page={page}")
            yield from records
            if len(records) < _PER_PAGE:
                return


class _GitHubComments:
    """The comments of the pull request of the event that runs this."""

    def __init__(self, api: _Api, repository: str, number: int) -> None:
        self._api = api
        self._comments = f"/repos/{repository}/issues/comments"
        self._of_the_request = f"/repos/{repository}/issues/{number}/comments"

    def told(self) -> Iterator[ToldBefore]:
        for comment in self._api.pages(self._of_the_request):
            if _writer(comment) == _BOT:
                yield ToldBefore(id=comment["id"], body=comment["body"] or "")

    def make(self, body: str) -> None:
        self._api.ask("POST", self._of_the_request, {"body": body})

    def update(self, id_: int, body: str) -> None:
        self._api.ask("PATCH", f"{self._comments}/{id_}", {"body": body})

    def remove(self, id_: int) -> None:
        self._api.ask("DELETE", f"{self._comments}/{id_}")


class _GitHubIssues:
    """The open issues of the repository."""

    def __init__(self, api: _Api, repository: str) -> None:
        self._api = api
        self._issues = f"/repos/{repository}/issues"

    def told(self) -> Iterator[ToldBefore]:
        for issue in self._api.pages(f"{self._issues}?state=open&creator={urllib.parse.quote(_BOT)}&direction=asc"):
            if _writer(issue) == _BOT and "pull_request" not in issue:
                yield ToldBefore(id=issue["number"], body=issue["body"] or "")

    def make(self, body: str) -> None:
        self._api.ask("POST", self._issues, {"title": _title(body), "body": body})

    def update(self, id_: int, body: str) -> None:
        self._api.ask("PATCH", f"{self._issues}/{id_}", {"title": _title(body), "body": body})

    def remove(self, id_: int) -> None:
        self._api.ask("PATCH", f"{self._issues}/{id_}", {"state": "closed"})


class _GitLabNotes:
    """The notes of the merge request of the pipeline that runs this."""

    def __init__(self, api: _Api, project: str, number: str) -> None:
        self._api = api
        self._notes = f"/projects/{urllib.parse.quote(project, safe='')}/merge_requests/{number}/notes"
        self._me = api.ask("GET", "/user")["id"]

    def told(self) -> Iterator[ToldBefore]:
        for note in self._api.pages(f"{self._notes}?sort=asc"):
            if _author(note) == self._me and not note.get("system"):
                yield ToldBefore(id=note["id"], body=note["body"] or "")

    def make(self, body: str) -> None:
        self._api.ask("POST", self._notes, {"body": body})

    def update(self, id_: int, body: str) -> None:
        self._api.ask("PUT", f"{self._notes}/{id_}", {"body": body})

    def remove(self, id_: int) -> None:
        self._api.ask("DELETE", f"{self._notes}/{id_}")


class _GitLabIssues:
    """The open issues of the project."""

    def __init__(self, api: _Api, project: str) -> None:
        self._api = api
        self._issues = f"/projects/{urllib.parse.quote(project, safe='')}/issues"
        self._me = api.ask("GET", "/user")["id"]

    def told(self) -> Iterator[ToldBefore]:
        for issue in self._api.pages(f"{self._issues}?state=opened&author_id={self._me}&sort=asc"):
            if _author(issue) == self._me:
                yield ToldBefore(id=issue["iid"], body=issue["description"] or "")

    def make(self, body: str) -> None:
        self._api.ask("POST", self._issues, {"title": _title(body), "description": body})

    def update(self, id_: int, body: str) -> None:
        self._api.ask("PUT", f"{self._issues}/{id_}", {"title": _title(body), "description": body})

    def remove(self, id_: int) -> None:
        self._api.ask("PUT", f"{self._issues}/{id_}", {"state_event": "close"})


def _writer(record: Mapping[str, Any]) -> object:
    """Return the name of whoever wrote something on GitHub; None where the account is gone."""
    return (record["user"] or {}).get("login")


def _author(record: Mapping[str, Any]) -> object:
    """Return the id of whoever wrote something on GitLab; None where the account is gone."""
    return (record["author"] or {}).get("id")


def _title(body: str) -> str:
    """Return the first heading of a text."""
    heading = next((line for line in body.splitlines() if line.startswith("# ")), "# Périmètre")
    return heading.removeprefix("# ")[:200]


def host_of(what: str, variables: Mapping[str, str]) -> Host:
    """Return where to tell it, from the variables that the code host gives to what it runs.

    Raises:
        HostError: this runs on no code host that is known, or a variable is missing.
    """
    try:
        if variables.get("GITHUB_ACTIONS") == "true":
            headers = {
                "Authorization": f"Bearer {variables['GITHUB_TOKEN']}",
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": "2022-11-28",
            }
            api = _Api(variables["GITHUB_API_URL"], headers)
            repository = variables["GITHUB_REPOSITORY"]
            if what == "issue":
                return _GitHubIssues(api, repository)
            event = json.loads(Path(variables["GITHUB_EVENT_PATH"]).read_text("utf-8"))
            return _GitHubComments(api, repository, int(event["pull_request"]["number"]))
        if variables.get("GITLAB_CI") == "true":
            api = _Api(variables["CI_API_V4_URL"], {"PRIVATE-TOKEN": variables["PERIMETRE_TOKEN"]})
            if what == "issue":
                return _GitLabIssues(api, variables["CI_PROJECT_ID"])
            return _GitLabNotes(api, variables["CI_PROJECT_ID"], variables["CI_MERGE_REQUEST_IID"])
    except KeyError as error:
        raise HostError(
            message("`{name}` is missing, without which nobody can be told.", name=error.args[0])
        ) from error
    raise HostError(message("This runs neither on GitHub nor on GitLab, so nobody can be told."))


def main(arguments: Sequence[str] | None = None) -> int:
    """Tell people; return 0, or 2 where they could not be told."""
    parser = argparse.ArgumentParser(prog="tell", description="Tell people on the code host, once.")
    parser.add_argument("what", choices=tuple(MARKS))
    parser.add_argument("file", type=Path)
    parser.add_argument("--language", default="fr")
    options = parser.parse_args(arguments)
    try:
        tell(host_of(options.what, os.environ), MARKS[options.what], options.file.read_text("utf-8"))
    except PerimetreError as error:
        sys.stderr.write(f"perimetre: {say(error.message, options.language)}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
