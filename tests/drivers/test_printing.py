"""What prints a PDF: what is missing is said, and what is printed comes whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perimetre.base.words import say
from perimetre.drivers import printing
from perimetre.drivers.cli.main import main
from perimetre.drivers.printing import NotPrintedError, browser, places, printed, sheets
from tests.support.sites import BASE


def test_a_machine_without_a_browser_is_told_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(printing, "_NAMES", ("no-such-browser",))
    monkeypatch.delenv(printing.BROWSER, raising=False)
    out = tmp_path / "kit.pdf"
    assert main(["export", "pdf", "--path", str(BASE), "--output", str(out), "--language", "en"]) == 2
    assert "Chromium, Chrome or Edge" in capsys.readouterr().err
    assert not out.exists()


def test_a_browser_that_is_named_and_is_not_there_is_refused() -> None:
    with pytest.raises(NotPrintedError) as refused:
        browser({printing.BROWSER: "/nowhere/chromium"})
    assert "/nowhere/chromium" in say(refused.value.message, "fr")


@pytest.mark.parametrize("ending", ["exit 3", "exit 0"])
def test_a_browser_that_prints_nothing_leaves_the_last_file(tmp_path: Path, ending: str) -> None:
    program = tmp_path / "browser"
    program.write_text(f"#!/bin/sh\necho broken >&2\n{ending}\n", "utf-8")
    program.chmod(0o755)
    with pytest.raises(NotPrintedError) as refused:
        printed(str(program), "<!doctype html>")
    assert "broken" in say(refused.value.message, "fr")


@pytest.mark.parametrize("more", [["folder"], ["--audience", "public"]])
def test_what_a_pdf_cannot_be_is_refused(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "pdf", *more, "--path", str(BASE)]) == 2
    assert capsys.readouterr().err.startswith("perimetre: ")


def test_pages_need_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "pages", "--path", str(BASE)]) == 2
    assert "export pages" in capsys.readouterr().err


# `browser` of the tests says whether this machine has one.
@pytest.mark.usefixtures("browser")
def test_a_document_is_printed_with_its_places() -> None:
    text = (
        '<!doctype html><html lang="fr"><title>Essai</title><p><a href="#two">2</a> <a href="#one">1</a></p>'
        '<h1 id="one">Un</h1><h2 id="two" style="break-before:page">Deux</h2></html>'
    )
    pdf = printed(browser({}), text)
    assert sheets(pdf) == 2
    assert places(pdf) == {"one": 1, "two": 2}
    assert re.search(rb"/Outlines\b", pdf) and re.search(rb"/StructTreeRoot\b", pdf)
