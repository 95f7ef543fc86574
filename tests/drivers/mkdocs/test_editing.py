"""Where the edit button leads: to the YAML of the page, whichever of MkDocs’ two settings says it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig

from perimetre.drivers.mkdocs.editing import edit_template
from tests.support.sites import build, make_small_house, reconfigure

REPOSITORY = "https://forge.example/maison/manuel"
FILE = "playbooks/brands/lumen/scope.yml"
QUOTED = "playbooks%2Fbrands%2Flumen%2Fscope.yml"

# What `mkdocs.yml` says, and where the file is edited.
ADDRESSES = [
    ({"edit_uri": "edit/main/docs/"}, f"{REPOSITORY}/edit/main/{FILE}"),
    ({"edit_uri": "edit/main/docs"}, f"{REPOSITORY}/edit/main/{FILE}"),
    ({"edit_uri": "?query=docs/"}, f"{REPOSITORY}?query={FILE}"),
    ({"edit_uri": "?query="}, f"{REPOSITORY}?query=/{FILE}"),
    ({"edit_uri": "#file=manual/docs/"}, f"{REPOSITORY}#file=manual/{FILE}"),
    ({"edit_uri": "https://other.example/edit/docs/", "repo_url": None}, f"https://other.example/edit/{FILE}"),
    ({"edit_uri_template": "edit/main/docs/{path}"}, f"{REPOSITORY}/edit/main/{FILE}"),
    ({"edit_uri_template": "edit/main/docs/{path_noext}.yml?plain"}, f"{REPOSITORY}/edit/main/{FILE}?plain"),
    ({"edit_uri_template": "https://ide.example/?file={path!q}"}, f"https://ide.example/?file={QUOTED}"),
    (
        {"edit_uri_template": "https://ide.example/?file=docs%2F{path!q}&at=main"},
        f"https://ide.example/?file={QUOTED}&at=main",
    ),
    ({"edit_uri_template": "https://ide.example/{path}"}, f"https://ide.example/{FILE}"),
    ({"edit_uri_template": "?mode=edit&path=docs/{path}"}, f"{REPOSITORY}?mode=edit&path={FILE}"),
    ({"edit_uri": ""}, None),
    ({"repo_url": None}, None),
]


def configured(folder: Path, **written: Any) -> MkDocsConfig:
    """Return what MkDocs makes of a configuration; the folder of the pages written by hand is `docs`."""
    (folder / "docs").mkdir(exist_ok=True)
    config = MkDocsConfig(config_file_path=str(folder / "mkdocs.yml"))
    given = {"site_name": "Manuel", "docs_dir": str(folder / "docs"), "repo_url": REPOSITORY, **written}
    config.load_dict({key: value for key, value in given.items() if value is not None})
    assert config.validate()[0] == []
    return config


@pytest.mark.parametrize(("written", "address"), ADDRESSES, ids=[str(written) for written, _ in ADDRESSES])
def test_file_is_edited_where_mkdocs_says(tmp_path: Path, written: dict[str, str | None], address: str | None) -> None:
    edit = edit_template(configured(tmp_path, **written), tmp_path / "playbooks", "playbooks")
    assert (edit.of(FILE) if edit else None) == address


def test_file_keeps_its_address_whatever_it_is_printed_from(tmp_path: Path) -> None:
    config = configured(tmp_path, edit_uri="edit/main/manual/docs/")
    for prefix in ("", "playbooks", "work/manual/playbooks"):
        edit = edit_template(config, tmp_path / "playbooks", prefix)
        assert edit is not None
        printed = f"{prefix}/brands/lumen/scope.yml".lstrip("/")
        assert edit.of(printed) == f"{REPOSITORY}/edit/main/manual/{FILE}"


def test_name_that_an_address_cannot_hold_is_quoted(tmp_path: Path) -> None:
    config = configured(tmp_path, edit_uri="edit/main/docs/")
    edit = edit_template(config, tmp_path / "règles #1 {100%}", "règles #1 {100%}")
    assert edit is not None
    address = edit.of("règles #1 {100%}/brands/lumen/scope.yml")
    assert address == f"{REPOSITORY}/edit/main/r%C3%A8gles%20%231%20%7B100%25%7D/brands/lumen/scope.yml"


@pytest.mark.slow
def test_every_page_of_a_site_that_has_a_template_opens_its_file(tmp_path: Path) -> None:
    folder = make_small_house(tmp_path)
    reconfigure(folder, ("edit_uri: .*", 'edit_uri_template: "https://ide.example/?file=docs/{path}&line"'))
    done = build(folder, "--strict")
    assert done.returncode == 0, done.stderr
    addresses = {
        found
        for page in (folder / "site" / "lumen").rglob("index.html")
        for found in re.findall(r'<a href="([^"]*)"[^>]*rel="edit"', page.read_text("utf-8"))
    }
    assert len(addresses) > 5
    for address in addresses:
        before, _, rest = address.partition("?file=")
        file, _, after = rest.partition("&")
        assert (before, after) == ("https://ide.example/", "line")
        assert (folder / file).is_file(), address
