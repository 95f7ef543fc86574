"""Bad input, as a user meets it: the command in a process of its own, its status, and what it says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from perimetre.reports import FORMATS
from tests.conftest import ROOT
from tests.support import forked
from tests.support.sites import AGENCY

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

# What is overdue later is no bad input.
TODAY = "2026-11-22"
SCHEMA = json.loads((ROOT / "schemas" / "output" / "check.schema.json").read_text("utf-8"))
COMMAND = Path(sys.executable).with_name("perimetre")


def perimetre(
    *arguments: str | Path, cwd: Path, installed: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command, `installed` or as a module; whatever happens, it ends, and shows no traceback."""
    words, env = [*map(os.fspath, arguments)], {**os.environ, "LANG": "fr_FR.UTF-8", **environment}
    if installed:
        done = subprocess.run(
            [COMMAND, *words], cwd=cwd, env=env, capture_output=True, encoding="utf-8", timeout=forked.LONG
        )
    else:
        done = forked.run(cwd, forked.COMMAND, words, env)
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode in (0, 1, 2)
    return done


def checked(folder: Path) -> list[dict[str, object]]:
    """Return the errors that `check` finds in a folder; its status is 1, and its report has the published form."""
    done = perimetre("check", folder.name, "--format", "json", "--today", TODAY, cwd=folder.parent)
    report = json.loads(done.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    assert (done.returncode, done.stderr) == (1, "")
    errors = [one for one in report["diagnostics"] if one["severity"] == "error"]
    assert report["summary"]["errors"] == len(errors)
    return errors


@pytest.fixture
def playbooks(tmp_path: Path) -> Path:
    return Path(shutil.copytree(AGENCY, tmp_path / "playbooks"))


def empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def unreadable(folder: Path) -> None:
    file = folder / "brands/laiterie/scope.yml"
    file.chmod(0)
    if os.access(file, os.R_OK):
        # The superuser reads everything: what bears the name of a file and is none cannot be read by anybody.
        file.unlink()
        os.mkfifo(file)


def dead_link(folder: Path) -> None:
    file = folder / "brands/laiterie/scope.yml"
    file.unlink()
    file.symlink_to("nowhere.yml")


def binary(folder: Path) -> None:
    (folder / "brands/laiterie/scope.yml").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01" * 20)


def utf16(folder: Path) -> None:
    (folder / "brands/laiterie/scope.yml").write_bytes("rules: []\nred_lines: []\n".encode("utf-16"))


def latin1(folder: Path) -> None:
    (folder / "brands/laiterie/scope.yml").write_bytes("# modifié\nrules: []\nred_lines: []\n".encode("latin-1"))


def link_out(folder: Path) -> None:
    outside = folder.parent / "outside.yml"
    outside.write_text("rules: []\nred_lines: []\n", "utf-8")
    file = folder / "brands/laiterie/scope.yml"
    file.unlink()
    file.symlink_to(outside)


def link_loop(folder: Path) -> None:
    (folder / "brands/laiterie/again").symlink_to(folder)


def link_to_itself(folder: Path) -> None:
    file = folder / "brands/laiterie/scope.yml"
    file.unlink()
    file.symlink_to("scope.yml")


def no_scope(folder: Path) -> None:
    (folder / "brands/laiterie/scope.yml").unlink()


def no_handbook(folder: Path) -> None:
    (folder / "handbook.yml").unlink()


def huge(folder: Path) -> None:
    (folder / "brands/laiterie/scope.yml").write_text("# long\n" * 300_000, "utf-8")


def brackets(folder: Path) -> None:
    (folder / "brands/laiterie/scope.yml").write_text("rules: " + "[" * 50_000, "utf-8")


def bomb(folder: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    (folder / "brands/laiterie/scope.yml").write_text("\n".join(lines), "utf-8")


def empty_file(folder: Path) -> None:
    (folder / "brands/laiterie/scope.yml").write_text("", "utf-8")


def renamed(folder: Path) -> None:
    (folder / "brands/laiterie/scope.yml").rename(folder / "brands/laiterie/scope.yaml")


def two_brands_with_one_id(folder: Path) -> None:
    file = folder / "brands/musee/brand.yml"
    file.write_text(file.read_text("utf-8").replace("id: musee", "id: laiterie"), "utf-8")


def reference_to_nothing(folder: Path) -> None:
    file = folder / "brands/laiterie/scope.yml"
    text = file.read_text("utf-8")
    assert text.count("roles: [agency-team]") == 1
    file.write_text(text.replace("roles: [agency-team]", "roles: [agency-teem]"), "utf-8")


def circular_deputy(folder: Path) -> None:
    file = folder / "house/people.yml"
    role = "{id: client-director, "
    text = file.read_text("utf-8")
    assert text.count(role) == 1
    file.write_text(text.replace(role, role + "deputy: client-lead, "), "utf-8")


# What is done, the rule of the one error, the file that it names, and what its line holds (None: the file as a whole).
SPOILED: list[tuple[Callable[[Path], None], str, str, str | None]] = [
    (empty, "folder-empty", "playbooks", None),
    (unreadable, "file-unreadable", "playbooks/brands/laiterie/scope.yml", None),
    (dead_link, "file-link", "playbooks/brands/laiterie/scope.yml", None),
    (binary, "yaml-encoding", "playbooks/brands/laiterie/scope.yml", ""),
    (utf16, "yaml-encoding", "playbooks/brands/laiterie/scope.yml", ""),
    (latin1, "yaml-encoding", "playbooks/brands/laiterie/scope.yml", ""),
    (link_out, "file-link", "playbooks/brands/laiterie/scope.yml", None),
    (link_loop, "file-link", "playbooks/brands/laiterie/again", None),
    (link_to_itself, "file-link", "playbooks/brands/laiterie/scope.yml", None),
    (no_scope, "handbook-has-its-files", "playbooks/brands/laiterie/scope.yml", None),
    (no_handbook, "handbook-has-its-files", "playbooks/handbook.yml", None),
    (huge, "file-too-large", "playbooks/brands/laiterie/scope.yml", None),
    (brackets, "yaml-too-deep", "playbooks/brands/laiterie/scope.yml", ""),
    (empty_file, "yaml-empty", "playbooks/brands/laiterie/scope.yml", None),
    (renamed, "file-extension", "playbooks/brands/laiterie/scope.yaml", None),
    (two_brands_with_one_id, "id-is-unique", "playbooks/brands/musee/brand.yml", "id: laiterie"),
    (reference_to_nothing, "reference-resolves", "playbooks/brands/laiterie/scope.yml", "[agency-teem]"),
    (circular_deputy, "deputy-has-no-loop", "playbooks/house/people.yml", "deputy:"),
]


@pytest.mark.parametrize(("spoil", "rule", "file", "held"), SPOILED, ids=lambda value: getattr(value, "__name__", None))
def test_bad_input_is_one_error_where_it_is(
    playbooks: Path, spoil: Callable[[Path], None], rule: str, file: str, held: str | None
) -> None:
    spoil(playbooks)
    (error,) = checked(playbooks)
    assert (error["rule"], error["file"]) == (rule, file)
    assert error["message"] and error["hint"]
    assert (error["line"] is None) == (held is None)
    if held is not None:
        lines = (playbooks.parent / file).read_bytes().decode("utf-8", "replace").splitlines()
        assert held in lines[error["line"] - 1]


@pytest.mark.parametrize("form", FORMATS)
def test_status_does_not_depend_on_the_form_of_the_report(playbooks: Path, form: str) -> None:
    assert perimetre("check", "playbooks", "--format", form, "--today", TODAY, cwd=playbooks.parent).returncode == 0
    reference_to_nothing(playbooks)
    done = perimetre("check", "playbooks", "--format", form, "--today", TODAY, cwd=playbooks.parent)
    assert done.returncode == 1
    assert "agency-team" in done.stdout and done.stderr == ""


def test_aliases_that_would_explode_are_refused_one_by_one(playbooks: Path) -> None:
    bomb(playbooks)
    assert {one["rule"] for one in checked(playbooks)} == {"yaml-anchor", "yaml-alias"}


def test_annotations_for_github_stay_on_their_lines(playbooks: Path) -> None:
    file = playbooks / "handbook.yml"
    file.write_text(file.read_text("utf-8").replace("country: FR", 'country: "x::y%0A,z"'), "utf-8")
    done = perimetre("check", "playbooks", "--format", "github", "--today", TODAY, cwd=playbooks.parent)
    assert done.returncode == 1
    for line in done.stdout.splitlines():
        command, properties, said = line[2:].partition(" ")[0], *line[2:].partition(" ")[2].split("::", 1)
        assert line.startswith("::") and command in ("error", "warning", "notice")
        assert said and {"file", "title"} <= {one.partition("=")[0] for one in properties.split(",")}
    (error,) = [line for line in done.stdout.splitlines() if line.startswith("::error")]
    assert "file=playbooks/handbook.yml,line=" in error


def question(folder: Path, **changed: str) -> list[str | Path]:
    asked = {"brand": "laiterie", "role": "community-manager", "action": "hide", "channel": "page"} | changed
    return ["decide", "--path", folder, *(word for name, value in asked.items() for word in (f"--{name}", value))]


@pytest.mark.parametrize("where", ["nowhere", "file.yml", "playbooks/handbook.yml/below", "n\u00e9ant/l\u00e0"])
@pytest.mark.parametrize("command", ["check", "decide"])
def test_what_is_no_folder_cannot_run(playbooks: Path, command: str, where: str) -> None:
    (playbooks.parent / "file.yml").write_text("format: 1\n", "utf-8")
    arguments = ["check", where] if command == "check" else question(Path(where))
    done = perimetre(*arguments, cwd=playbooks.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert where in done.stderr


def test_missing_playbooks_of_the_current_folder_cannot_run(tmp_path: Path) -> None:
    done = perimetre("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "playbooks" in done.stderr


@pytest.mark.parametrize(
    ("spoil", "file"), [(one[0], one[2]) for one in SPOILED], ids=lambda value: getattr(value, "__name__", value)
)
def test_no_answer_is_drawn_from_a_handbook_with_errors(
    playbooks: Path, spoil: Callable[[Path], None], file: str
) -> None:
    spoil(playbooks)
    done = perimetre(*question(playbooks), cwd=playbooks.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert file in done.stderr


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("brand", "laitrie", "laiterie"),
        ("role", "community-manger", "community-manager"),
        ("action", "hid", "hide"),
        ("channel", "pge", "page"),
    ],
)
def test_question_about_nothing_is_told_what_there_is(playbooks: Path, name: str, typed: str, told: str) -> None:
    assert perimetre(*question(playbooks), cwd=playbooks.parent).returncode == 0
    done = perimetre(*question(playbooks, **{name: typed}), cwd=playbooks.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"`{typed}`" in done.stderr and f"`{told}`" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["check", "--format", "xml"], ["check", "--today", "hier"], ["nothing"], [], ["decide"], ["check", "a", "b"]],
)
def test_command_line_that_means_nothing_cannot_run(playbooks: Path, arguments: list[str]) -> None:
    done = perimetre(*arguments, cwd=playbooks.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "il manque COMMAND"),
        (["decide", "--brand", "laiterie"], "il manque --role, --action, --channel"),
        (["nothing"], "COMMAND : 'nothing' n’est pas proposé"),
        (["check", "--format", "xml"], "--format : 'xml' n’est pas proposé (au choix : "),
        (["check", "--format"], "--format : il manque une valeur"),
        (["check", "a", "b"], "pas de dossier `a`"),
        (["explain", "a", "b"], "en trop\u00a0: b"),
        (["check", "--verbose"], "en trop\u00a0: --verbose"),
        (["check", "--today", "hier"], "`hier` n’est pas une date."),
        (["check", "--today", "2026-02-30"], "`2026-02-30` n’est pas une date."),
        (["check", "--site-url", "handbook"], "`handbook` n’est pas l’adresse d’un site."),
        (["oncall", "--brand", "laiterie", "--at", "2026-12-25T25:40"], "suivie d’une heure"),
        (["oncall", "--brand", "laiterie", "--at", "9999-12-31T23:59"], "des années 1900 à 2100"),
        (["decide", "--done", "deux"], "`deux` n’est pas un nombre."),
    ],
)
def test_command_line_that_means_nothing_is_told_in_french(playbooks: Path, arguments: list[str], told: str) -> None:
    done = perimetre(*arguments, cwd=playbooks.parent, LC_ALL="fr_FR.UTF-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "usage:" not in done.stderr and "argument" not in done.stderr


def test_help_is_in_the_language_asked_for(playbooks: Path) -> None:
    french = perimetre("check", "--help", cwd=playbooks.parent, LC_ALL="fr_FR.UTF-8").stdout
    english = perimetre("check", "--help", cwd=playbooks.parent, LC_ALL="en_GB.UTF-8").stdout
    assert "afficher cette aide" in french and "show this" not in french
    assert "show this help" in english and "afficher" not in english


@pytest.mark.parametrize("output", ["nowhere/report.json", "playbooks", "playbooks/handbook.yml/report.json"])
def test_report_that_cannot_be_written_is_said(playbooks: Path, output: str) -> None:
    done = perimetre("check", "playbooks", "--output", output, cwd=playbooks.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert output in done.stderr


def test_report_goes_where_it_is_told_and_nowhere_else(playbooks: Path) -> None:
    done = perimetre("check", "--format", "json", "--output", "report.json", "--today", TODAY, cwd=playbooks.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    jsonschema.validate(json.loads((playbooks.parent / "report.json").read_text("utf-8")), SCHEMA)


def test_reader_that_leaves_is_no_failure_to_tell(playbooks: Path) -> None:
    bomb(playbooks)
    script = 'set -o pipefail; "$0" check | head -1; echo "${PIPESTATUS[0]}" >&2'
    done = subprocess.run(
        ["bash", "-c", script, COMMAND],
        cwd=playbooks.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=forked.LONG,
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr.strip() in ("1", "2")


@pytest.mark.parametrize("locale", ["C", "POSIX", "xx_XX.ISO-8859-1"])
def test_report_keeps_its_accents_in_any_locale(playbooks: Path, locale: str) -> None:
    reference_to_nothing(playbooks)
    spoken = {"LC_ALL": locale, "LANG": locale, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = perimetre("check", cwd=playbooks.parent, installed=True, **spoken)
    assert done.returncode == 1
    assert "n’existe" in done.stdout or "n’y a" in done.stdout or "é" in done.stdout


def test_accents_and_spaces_in_the_path_are_kept(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(AGENCY, tmp_path / "Équipe sociale" / "règles du métier"))
    reference_to_nothing(folder)
    (error,) = checked(folder)
    assert error["file"] == "règles du métier/brands/laiterie/scope.yml"
    text = perimetre("check", folder.name, cwd=folder.parent).stdout
    assert "règles du métier/brands/laiterie/scope.yml:" in text


def test_files_are_printed_from_the_repository_or_from_the_current_folder(playbooks: Path) -> None:
    reference_to_nothing(playbooks)
    inside = playbooks / "brands" / "laiterie"

    def printed(*arguments: str | Path, cwd: Path) -> str:
        done = perimetre("check", *arguments, "--format", "json", "--today", TODAY, cwd=cwd)
        (error,) = [one for one in json.loads(done.stdout)["diagnostics"] if one["severity"] == "error"]
        return error["file"]

    # Outside a repository: from the current folder, or from above the playbooks where these are elsewhere.
    assert printed("playbooks", cwd=playbooks.parent) == "playbooks/brands/laiterie/scope.yml"
    assert printed(".", cwd=playbooks) == "brands/laiterie/scope.yml"
    assert printed(playbooks, cwd=Path(playbooks.anchor)).endswith("playbooks/brands/laiterie/scope.yml")
    assert printed("../..", cwd=inside) == "playbooks/brands/laiterie/scope.yml"
    # In one: from its top, wherever the command is run.
    (playbooks.parent / ".git").mkdir()
    for cwd in (playbooks.parent, playbooks, inside, Path(playbooks.anchor)):
        assert printed(playbooks, cwd=cwd) == "playbooks/brands/laiterie/scope.yml"
