"""Where a file of the playbooks is begun, filled in: on the code hosts that can, from what `mkdocs.yml` says."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from perimetre.drivers.mkdocs.editing import edit_template
from perimetre.render.pages import EditTemplate
from tests.drivers.mkdocs.test_editing import configured

TEXT = 'id: 2026-11-22-alert-2240\nbecause: "Un reproche & une rumeur : 100 % faux"\n'
NAME = "2026-11-22-alert-2240.yml"
FOLDER = "brands/lumen/postures"
GITHUB, GITLAB = "https://github.com/maison/manuel", "https://gitlab.com/groupe/maison/manuel"
FORGE = "https://forge.example/maison/manuel"

# What `mkdocs.yml` says; the address before what is asked; what the path and the text are called there.
BEGUN = [
    ({"repo_url": GITHUB, "edit_uri": "edit/main/docs/"}, f"{GITHUB}/new/main", "filename", "value"),
    ({"repo_url": f"{GITHUB}/", "edit_uri": "edit/main/docs/"}, f"{GITHUB}/new/main", "filename", "value"),
    ({"repo_url": GITHUB, "edit_uri": "edit/release/2.0/docs/"}, f"{GITHUB}/new/release/2.0", "filename", "value"),
    ({"repo_url": FORGE, "edit_uri": "edit/main/docs/"}, f"{FORGE}/new/main", "filename", "value"),
    ({"repo_url": GITHUB, "edit_uri_template": "edit/main/docs/{path}"}, f"{GITHUB}/new/main", "filename", "value"),
    ({"repo_url": GITLAB, "edit_uri": "-/edit/main/docs/"}, f"{GITLAB}/-/new/main", "file_name", "content"),
    # GitLab sends an address without its hyphen on, and loses what is asked.
    ({"repo_url": GITLAB, "edit_uri": "edit/main/docs/"}, f"{GITLAB}/-/new/main", "file_name", "content"),
    ({"repo_url": FORGE, "edit_uri": "-/edit/main/docs/"}, f"{FORGE}/-/new/main", "file_name", "content"),
    # A GitLab of one's own is known by its name, by the icon that the theme shows, or because it is said.
    (
        {"repo_url": "https://gitlab.maison.example/a/b", "edit_uri": "edit/main/docs/"},
        "https://gitlab.maison.example/a/b/-/new/main",
        "file_name",
        "content",
    ),
    (
        {
            "repo_url": FORGE,
            "edit_uri": "edit/main/docs/",
            "theme": {"name": "material", "icon": {"repo": "simple/gitlab"}},
        },
        f"{FORGE}/-/new/main",
        "file_name",
        "content",
    ),
    (
        {"repo_url": FORGE, "edit_uri": "edit/main/docs/", "code_host": "gitlab"},
        f"{FORGE}/-/new/main",
        "file_name",
        "content",
    ),
    (
        {"repo_url": FORGE, "edit_uri": "edit/main/docs/", "code_host": "github"},
        f"{FORGE}/new/main",
        "filename",
        "value",
    ),
]


@pytest.mark.parametrize(("written", "address", "path", "text"), BEGUN, ids=[str(case[0]) for case in BEGUN])
def test_file_is_begun_on_the_host_with_its_path_and_its_text(
    tmp_path: Path, written: dict[str, Any], address: str, path: str, text: str
) -> None:
    edit = edit_of(tmp_path, written)
    assert edit is not None
    begun = urlsplit(edit.begun(FOLDER, NAME, TEXT))
    assert f"{begun.scheme}://{begun.netloc}{begun.path}" == address
    assert parse_qs(begun.query) == {path: [f"playbooks/{FOLDER}/{NAME}"], text: [TEXT]}


def edit_of(folder: Path, written: dict[str, Any]) -> EditTemplate | None:
    said = {key: value for key, value in written.items() if key != "code_host"}
    return edit_template(configured(folder, **said), folder / "playbooks", "playbooks", written.get("code_host", ""))


@pytest.mark.parametrize(
    "written",
    [
        {"repo_url": FORGE, "edit_uri": "_edit/main/docs/"},
        {"repo_url": FORGE, "edit_uri": "edit/main/docs/", "code_host": "forgejo"},
        {"repo_url": FORGE, "edit_uri": "edit/main/docs/", "code_host": "gitea"},
        {"repo_url": "https://codeberg.org/maison/manuel", "edit_uri": "_edit/main/docs/"},
    ],
    ids=str,
)
def test_on_gitea_and_forgejo_the_folder_is_in_the_address(tmp_path: Path, written: dict[str, Any]) -> None:
    edit = edit_of(tmp_path, written)
    assert edit is not None
    assert edit.of("playbooks/house/scope.yml") == f"{written['repo_url']}/_edit/main/playbooks/house/scope.yml"
    begun = urlsplit(edit.begun(FOLDER, NAME, TEXT))
    assert begun.path == f"/maison/manuel/_new/main/playbooks/{FOLDER}"
    assert parse_qs(begun.query) == {"filename": [NAME], "value": [TEXT]}


def test_gitlab_edits_under_its_hyphen(tmp_path: Path) -> None:
    for host in ("https://gitlab.maison.example/a/b", GITLAB):
        edit = edit_of(tmp_path, {"repo_url": host, "edit_uri": "edit/main/docs/"})
        assert edit is not None
        assert edit.of("playbooks/house/scope.yml") == f"{host}/-/edit/main/playbooks/house/scope.yml"


def test_folder_is_that_of_the_repository_wherever_one_stands(tmp_path: Path) -> None:
    config = configured(tmp_path, repo_url=GITHUB, edit_uri="edit/main/manual/docs/")
    # As files are printed: from the top of the repository, or from the playbooks themselves.
    for prefix in ("", "manual/playbooks"):
        edit = edit_template(config, tmp_path / "playbooks", prefix)
        assert edit is not None
        begun = parse_qs(urlsplit(edit.begun(FOLDER, NAME, TEXT)).query)
        assert begun["filename"] == [f"manual/playbooks/{FOLDER}/{NAME}"]


@pytest.mark.parametrize(
    "written",
    [
        {"edit_uri": "?query=docs/"},
        {"edit_uri": "#file=docs/"},
        {"edit_uri": "src/default/docs/", "repo_url": "https://bitbucket.org/maison/manuel"},
        {"edit_uri_template": "https://ide.example/?file={path!q}"},
        {"edit_uri_template": "edit/main/docs/{path_noext}.yml"},
    ],
    ids=str,
)
def test_host_that_cannot_fill_a_file_in_begins_none(tmp_path: Path, written: dict[str, str]) -> None:
    edit = edit_template(configured(tmp_path, **written), tmp_path / "playbooks", "playbooks")
    assert edit is not None
    assert edit.begun(FOLDER, NAME, TEXT) == ""
