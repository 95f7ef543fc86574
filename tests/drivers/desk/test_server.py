"""The desk answers one browser of this machine: whoever else asks is refused, and nothing is read or written."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from perimetre.drivers.cli.main import main
from perimetre.drivers.desk.server import LARGEST, DeskServer
from perimetre.pipeline.adding.kinds import ADDITIONS
from tests.support.desks import DeskClient, desk_of
from tests.support.repositories import SETTINGS, Repo, small_repository

ABSENCE = "person=agathe&from=2026-12-24&to=2026-12-31"


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    return small_repository(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def server(repo: Repo) -> Iterator[DeskServer]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        with desk_of(repo.top / "playbooks") as opened:
            yield opened


@pytest.fixture(scope="module")
def client(server: DeskServer) -> DeskClient:
    return DeskClient(server).open()


def test_the_address_opens_the_desk_once(client: DeskClient, server: DeskServer) -> None:
    assert client.get("/").status == 200
    # Whoever reads the address over a shoulder, or in the history of a terminal, comes too late.
    second = DeskClient(server).get(server.address.partition(client.host)[2])
    assert second.status == 403 and "Set-Cookie" not in second.headers
    assert "perimetre desk" in second.words
    assert server.server_address[0] == "127.0.0.1"


def test_the_cookie_is_for_this_browser_and_no_script(repo: Repo) -> None:
    with desk_of(repo.top / "playbooks") as other:
        path = other.address.partition("/?")[2]
        cookie = DeskClient(other).get(f"/?{path}").headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and str(other.server_port) in cookie
        # Another desk of the same machine has another.
        assert DeskClient(other, cookie="perimetre-desk=x").get("/").status == 403


STRANGERS = {
    "no cookie": {"Cookie": None},
    "another's cookie": {"Cookie": "perimetre-desk-1=abc"},
    "a page of the web": {"Origin": "https://evil.example"},
    "a page without an address": {"Origin": "null"},
    "a program that says no origin": {"Origin": None},
    "another port of this machine": {"Origin": "http://127.0.0.1:1"},
    "another site, as the browser says": {"Sec_Fetch_Site": "cross-site"},
    "another site of this machine": {"Sec_Fetch_Site": "same-site"},
    "a name that now leads here": {"Host": "evil.example", "Origin": "http://evil.example"},
    "no host": {"Host": None},
}


@pytest.mark.parametrize("path", ["/form/absence", "/check/absence", "/rules/abc"])
@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_is_refused(client: DeskClient, repo: Repo, stranger: str, path: str) -> None:
    before = repo.state()
    answer = client.ask("POST", path, ABSENCE, **STRANGERS[stranger])
    assert answer.status == 403, answer.text
    assert "Agathe" not in answer.text
    assert repo.state() == before


@pytest.mark.parametrize("stranger", ["no cookie", "another's cookie", "a name that now leads here", "no host"])
@pytest.mark.parametrize("path", ["/", "/form/absence", "/saved/abc"])
def test_a_stranger_reads_nothing(client: DeskClient, stranger: str, path: str) -> None:
    answer = client.ask("GET", path, **{**STRANGERS[stranger], "Origin": None})
    assert answer.status == 403 and "Agathe" not in answer.text and "maison d’essai" not in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content_Length": str(LARGEST + 1)}, 413),
        ({"Content_Length": "9" * 40}, 413),
        ({"Content_Length": None}, 411),
        ({"Content_Length": "-1"}, 411),
        ({"Transfer_Encoding": "chunked"}, 411),
        ({"Content_Type": "multipart/form-data; boundary=x"}, 415),
        ({"Content_Type": "text/plain"}, 415),
    ],
)
def test_what_is_too_long_or_no_form_is_not_read(client: DeskClient, headers: dict[str, str], status: int) -> None:
    assert client.ask("POST", "/form/absence", ABSENCE, **headers).status == status


def test_what_is_not_said_in_utf_8_or_has_too_many_fields_is_refused(client: DeskClient) -> None:
    assert client.ask("POST", "/form/absence", "person=%ff").status == 400
    assert client.ask("POST", "/form/absence", "&".join(["a=1"] * 3_000)).status == 400


@pytest.mark.parametrize(
    "path", ["/form/nothing", "/form/absence/x", "/saved/nothing", "/language/xx", "/../etc/passwd", "/fonts/../x"]
)
def test_what_is_not_there_is_said(client: DeskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status == 404 and "Le bureau" in answer.words


def test_every_page_forbids_what_is_not_the_desk_s(client: DeskClient) -> None:
    for answer in (client.get("/"), client.get("/form/absence"), client.get("/nothing"), client.get("/desk.js")):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "http://" not in answer.text.replace("http://www.w3.org", "") and "https://" not in answer.text


HOSTILE = "\"><script>alert(1)</script>{{ 7*7 }}{% raw %}'<img src=x onerror=alert(1)>"


@pytest.mark.parametrize("kind", ["term", "template", "variant", "period", "channel"])
def test_what_is_typed_is_text_wherever_it_is_shown(client: DeskClient, kind: str) -> None:
    form = client.get(f"/form/{kind}").text
    assert "<script>" not in form
    names = (*ADDITIONS[kind].needs, *ADDITIONS[kind].takes, "shown", "brand", "do", HOSTILE)
    for path in (f"/form/{kind}", f"/check/{kind}"):
        answer = client.post(path, dict.fromkeys(names, HOSTILE))
        assert answer.status in (200, 422)
        assert "<script>alert" not in answer.text and "<img" not in answer.text and "49" not in answer.text


def test_every_kind_has_its_form_with_every_option_of_new(client: DeskClient) -> None:
    home = client.get("/").text
    for kind, addition in ADDITIONS.items():
        assert f'href="/form/{kind}"' in home, kind
        form = client.get(f"/form/{kind}").text
        for name in (*addition.needs, *addition.takes):
            assert f'id="field-{name}"' in form, (kind, name)


def test_the_other_language_is_one_link_away(client: DeskClient) -> None:
    assert 'lang="fr"' in client.get("/form/absence").text
    assert client.get("/language/en").headers["Location"] == "/"
    assert 'lang="en"' in client.get("/form/absence").text and "Add an absence" in client.get("/form/absence").words
    client.get("/language/fr")


def test_a_port_that_is_none_or_is_taken_is_said(
    server: DeskServer, repo: Repo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo.top)
    for port in ("0", "x", "65536", str(server.server_port)):
        assert main(["desk", "--no-browser", "--language", "en", "--port", port]) == 2
        assert "port" in capsys.readouterr().err


def test_nothing_of_the_address_is_logged(capfd: pytest.CaptureFixture[str], client: DeskClient) -> None:
    client.get("/?token=abc")
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["desk", "--no-browser", "--language", "en", "--path", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_the_command_says_its_address_and_ends_by_ctrl_c(repo: Repo) -> None:
    # Begun by what hears no Ctrl-C (a job in the background, a CI), a program would hear none either.
    hearing = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    program = f"{hearing} from perimetre.drivers.cli.main import main; raise SystemExit(main())"
    command = [sys.executable, "-c", program, "desk"]
    options = ["--no-browser", "--language", "en", "--path", str(repo.top / "playbooks")]
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[-1]
            with urllib.request.urlopen(address.partition("?")[0] + "desk.css", timeout=30) as answer:
                assert answer.status == 200
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, told) == (0, "perimetre: The desk is closed. What was saved is in the files.\n")
