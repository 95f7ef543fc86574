"""`perimetre init`: a house of its own in one command, which checks clean, grows by `new`, and comes into service."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.base.diagnostics import Diagnostic
from perimetre.drivers import folders_begun
from perimetre.drivers.cli.main import main
from perimetre.pipeline.beginning.beginning import LONGEST_NAME, AnswerError, Answers, begun, clean_name, load_begun
from perimetre.pipeline.beginning.left import left_to_decide
from perimetre.pipeline.loading import judged, load
from tests.conftest import ROOT

TODAY = date(2026, 11, 22)
CHANNELS = ("Instagram", "LinkedIn", "Avis Google")
MARK = "to-complete-is-completed"
Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Run a command in an empty folder: the exit status, what it printed, what it noticed."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, "--today", "2026-11-22"])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def answers(**said: Any) -> Answers:
    usual: dict[str, Any] = {"name": "Maison Exemple", "brand": "Aubrée & Fils", "language": "fr", "country": "FR"}
    return Answers(**{**usual, "channels": CHANNELS, "host": "github", "today": TODAY, **said})


def amiss(folder: Path) -> list[Diagnostic]:
    """Return all that the check finds in a folder but what is left to complete."""
    return [found for found in judged(load(folder / "playbooks"), TODAY).diagnostics if found.rule != MARK]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "country", "channels"),
    [
        ("fr", "FR", CHANNELS),
        ("en", "GB", CHANNELS),
        ("fr", "CH", ()),
        ("en", "JP", ("Newsletter", "newsletter", "🎉")),
    ],
)
def test_house_that_begins_checks_clean(
    ran: Ran, tmp_path: Path, language: str, country: str, channels: tuple[str, ...]
) -> None:
    said = ["--channels", *channels] if channels else []
    asked = ["--name", "Maison « Été »", "--brand", "Aubrée & Fils", "--country", country]
    status, out, err = ran("init", "house", *asked, "--language", language, *said)
    assert (status, err) == (0, "")
    assert amiss(tmp_path / "house") == []
    left = left_to_decide(load(tmp_path / "house" / "playbooks"))
    assert left
    # What the command printed says of each what to write.
    assert all(f"{one.key}: {one.hint}" in out for one in left)
    assert all(one.hint for one in left), [one for one in left if not one.hint]


EXECUTIVE = ["--employment", "executive"]
# The house of the guide: two community managers, a director, an agency at weekends, three channels.
PEOPLE = [
    [
        "person",
        "--name",
        "Claire Danton",
        "--role",
        "communications-director",
        "--contact-ref",
        "claire-mobile",
        *EXECUTIVE,
    ],
    ["person", "--name", "Paul Veber", "--role", "managing-director", "--contact-ref", "paul-mobile", *EXECUTIVE],
    [
        *("agency", "--name", "Les Veilleurs", "--phone", "01 99 00 12 01", "--scope", "La modération du week-end."),
        *("--from", "2026-11-01", "--to", "2028-12-31", "--reviewed-by", "communications-director"),
    ],
    *(
        [
            *("person", "--brand", "aubree-fils", "--name", name, "--role", "community-manager"),
            *("--employment", "employee", "--phone", "01 99 00 12 10", "--immersed-on", "2026-10-01"),
        ]
        for name in ("Inès Marel", "Hugo Lemaire")
    ),
    *(
        [
            *(
                "person",
                "--brand",
                "aubree-fils",
                "--name",
                name,
                "--role",
                "duty-moderator",
                "--phone",
                "01 99 00 12 01",
            ),
            *("--agency", "les-veilleurs", "--from", "2026-11-01", "--to", "2028-12-31", "--immersed-on", "2026-11-10"),
        ]
        for name in ("Nour Sabri", "Basile Croze")
    ),
]
# The directory, which git does not keep.
CONTACTS = """contacts:
  - {id: claire-mobile, value: "06 39 98 12 01"}
  - {id: paul-mobile, value: "06 39 98 12 02"}
"""
OTHERS = [
    ["channel", "--brand", "aubree-fils", "--name", "Threads", "--kind", "social", "--state", "planned"],
    ["template", "--name", "Avez-vous un catalogue ?", "--case", "question"],
    ["crisis", "--name", "Une panne du site", "--kind", "outage"],
    ["operation", "--brand", "aubree-fils", "--name", "Le concours de mars", "--kind", "contest"],
    ["place", "--brand", "aubree-fils", "--name", "Boutique de Nice"],
    ["rule", "--name", "Parler des soldes", "--authority", "approve", "--actions", "publish", "--topics", "price"],
    ["absence", "--person", "ines-marel", "--from", "2026-12-07", "--to", "2026-12-08"],
    ["swap", "--person", "hugo-lemaire", "--instead-of", "ines-marel", "--from", "2026-12-21", "--to", "2026-12-22"],
]
# What the house alone knows, as it writes it.
DECIDED = {
    "two_factor": "true",
    "target": "80",
    "status": "pre-approved\n    approvals: [{by: communications-director, on: 2026-11-20}]",
    "exercised_on": "[2026-11-20]",
    "secretary": "community-manager",
    "terms": "[Claire Danton]",
    "address": "recours@exemple.example.org",
}


def _decided(mark: re.Match[str]) -> str:
    return f"{mark[1]}: {DECIDED.get(mark[1], 'Tout est dit.')}"


def complete(folder: Path) -> None:
    """Write what the house has decided in the place of each mark, and who has a turn."""
    (folder / "house" / "contacts.yml").write_text(CONTACTS, "utf-8")
    house, brand = folder / "house" / "people.yml", folder / "brands" / "aubree-fils" / "people.yml"
    text = house.read_text("utf-8")
    text = text.replace(
        "{person: to-complete, role: duty-director}",
        "{person: claire-danton, role: duty-director}\n  - {person: paul-veber, role: duty-director}",
    )
    text = text.replace("people: to-complete", "people: [claire-danton, paul-veber]", 1)
    house.write_text(text.replace("people: to-complete", "people: [paul-veber, claire-danton]"), "utf-8")
    text = brand.read_text("utf-8").replace("people: to-complete", "people: [ines-marel, hugo-lemaire]")
    # The weekend's schedule stands ready behind hash signs.
    text = re.sub(r"(?m)^  # - id: weekend\n(?:  #.*\n)+", lambda found: found[0].replace("\n  # ", "\n  ")[4:], text)
    text = text.replace("- id: weekend", "  - id: weekend", 1)
    text = re.sub(r"people: \[(?:premiere-personne|first-person), .*?\]", "people: [nour-sabri, basile-croze]", text)
    brand.write_text(text, "utf-8")
    for file in folder.rglob("*.yml"):
        text = re.sub(
            r"(\w+): to-complete\b",
            lambda mark: f"{mark[1]}: {DECIDED.get(mark[1], 'Tout est dit.')}",
            file.read_text("utf-8"),
        )
        file.write_text(text, "utf-8")
    settings_ = folder / "handbook.yml"
    settings_.write_text(f"in_service: true\n{settings_.read_text('utf-8')}", "utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_house_of_the_guide_comes_into_service(
    ran: Ran, tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = ["--name", "Maison Exemple", "--brand", "Aubrée & Fils", "--country", "FR", "--language", language]
    assert ran("init", "house", *name, "--channels", *CHANNELS)[0] == 0
    monkeypatch.chdir(tmp_path / "house")
    for added in PEOPLE:
        status, _, err = ran("new", *added)
        assert (status, err) == (0, ""), added
    # Each role that waited for somebody is held by them, and waits no more.
    assert {one.key for one in left_to_decide(load(Path("playbooks")))} >= {"people"}
    assert (tmp_path / "house/playbooks/brands/aubree-fils/people.yml").read_text("utf-8").count("to-complete") == 1
    complete(Path("playbooks"))
    found = {each.rule for each in amiss(Path())}
    # Nobody has read it yet: that is told, and is all.
    assert found == {"acknowledgement-is-current", "voice-is-acknowledged-by-every-cm"}
    assert left_to_decide(load(Path("playbooks"))) == ()
    # And it grows.
    for added in OTHERS:
        assert ran("new", *added)[0] == 0, added


def test_weekend_of_which_the_hash_signs_alone_were_taken_off_is_aligned_by_fix(ran: Ran, tmp_path: Path) -> None:
    assert ran("init", "house", "--name", "Maison", "--language", "fr")[0] == 0
    people = tmp_path / "house/playbooks/brands/maison/people.yml"
    before, dash, weekend = people.read_text("utf-8").partition("  # - id: weekend")
    people.write_text(before + (dash + weekend).replace("  #", "  "), "utf-8")
    ran("check", str(people), "--fix")
    assert [one["id"] for one in yaml.safe_load(people.read_text("utf-8"))["schedules"]] == ["desk", "weekend"]


# What is shorter to read than to translate twice: a template of one language has the form of the other.
@pytest.mark.parametrize("country", ["FR", "BE"])
def test_both_languages_have_one_form(country: str) -> None:
    def form(held: Any) -> Any:
        if isinstance(held, dict):
            return {key: form(value) for key, value in held.items() if key not in ("lexicon", "address")}
        return [form(item) for item in held] if isinstance(held, list) else None

    houses = [begun(answers(language=language, country=country)) for language in ("fr", "en")]
    assert houses[0].keys() == houses[1].keys()
    for path in houses[0]:
        if path.startswith("playbooks/"):
            french, english = (form(yaml.safe_load(house[path])) for house in houses)
            for key in (french or {}).keys() if isinstance(french, dict) else ():
                if key not in ("triggers", "exit", "facts"):
                    assert french[key] == english[key], (path, key)


def test_marks_of_both_languages_are_the_same() -> None:
    def marks(language: str) -> list[tuple[str, int]]:
        return [(one.key, one.count) for one in left_to_decide(load_begun(begun(answers(language=language))))]

    assert marks("fr") == marks("en")


@settings(max_examples=15)
@given(name=st.text(max_size=LONGEST_NAME), brand=st.text(max_size=LONGEST_NAME), channel=st.text(max_size=40))
def test_any_name_makes_a_house_or_is_refused(name: str, brand: str, channel: str) -> None:
    try:
        cleaned = clean_name(name), clean_name(brand), clean_name(channel)
    except AnswerError:
        return
    loaded = load_begun(begun(answers(name=name, brand=brand, channels=(channel,))))
    assert loaded.handbook is not None
    assert loaded.handbook.house is not None
    (made,) = loaded.handbook.brands
    said = (loaded.handbook.house.brand.name, made.brand.name, made.channels.channels[0].title)
    assert tuple(str(text.plain if hasattr(text, "plain") else text) for text in said) == cleaned


NAMES = {
    "accents": ("Éléonore & Cie", "eleonore-cie"),
    "an emoji": ("🕯️ Veillée", "veillee"),
    "an emoji alone": ("🕯️", "brand"),
    "another writing": ("東京", "brand"),
    "YAML": ("{a: [b], *c, &d !e # f: 'g' \"h\"", "a-b-c-d-e-f-g-h"),
    "a template": ("<< name >> {{ x }} <% if %>", "name-x-if"),
    "a number": ("1664", "1664"),
    "a day": ("2026-11-30", "2026-11-30"),
    "yes": ("no", "no"),
    "the house": ("House", "brand-house"),
    "to complete": ("To complete", "brand-to-complete"),
    "a long one": ("Maison " + "très " * 17, "maison-tres-tres-tres-tres-tres-tres-tres-tres-tres-tres-tres-tr"),
}


@pytest.mark.parametrize(("name", "id_"), NAMES.values(), ids=NAMES)
def test_name_is_quoted_and_the_id_made_of_it(name: str, id_: str) -> None:
    files = begun(answers(name=name, brand=name))
    loaded = load_begun(files)
    assert loaded.handbook is not None
    assert [brand.id for brand in loaded.handbook.brands] == [id_]
    assert yaml.safe_load(re.sub("!!python.*", "", files["mkdocs.yml"]))["site_name"] == clean_name(name)


@pytest.mark.parametrize("name", ["360", "0", "1e3", "true", "null", "2026-11-30", "12:30"])
def test_channel_named_like_something_else_is_a_channel(name: str) -> None:
    loaded = load_begun(begun(answers(channels=("Instagram", name))))
    assert loaded.handbook is not None
    ids = tuple(channel.id for channel in loaded.handbook.brands[0].channels.channels)
    assert len(ids) == 2
    assert loaded.handbook.house is not None
    spoken = {tuple(text.channels) for crisis in loaded.handbook.house.crises for text in crisis.statements}
    assert spoken == {ids}


def test_second_of_two_channels_of_one_long_name_has_one_hyphen() -> None:
    # The sixtieth sign of the id is a hyphen.
    name = f"{'a' * 59} {'b' * 10}"
    files = begun(answers(channels=(name, name)))
    channels = yaml.safe_load(files["playbooks/brands/aubree-fils/channels.yml"])["channels"]
    assert [channel["id"] for channel in channels] == [f"{'a' * 59}-bbbb", f"{'a' * 59}-2"]


def test_currency_is_that_in_which_one_counts() -> None:
    countries = {"FR": "EUR", "HT": "HTG", "CH": "CHF", "PS": "ILS", "BT": "BTN"}
    held = {code: begun(answers(country=code))["playbooks/handbook.yml"] for code in countries}
    assert {code: yaml.safe_load(text)["currency"] for code, text in held.items()} == countries


def in_folder(path: Path, text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_folder_that_is_not_empty_is_left_as_it_is(ran: Ran, tmp_path: Path) -> None:
    in_folder(tmp_path / "house" / "notes.txt", "à garder")
    status, out, err = ran("init", "house", "--name", "Maison", "--language", "en")
    assert (status, out) == (2, "")
    assert "`notes.txt`" in err
    assert [path.name for path in (tmp_path / "house").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("stands_in_it", [True, False])
def test_empty_repository_is_filled(
    ran: Ran, tmp_path: Path, stands_in_it: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_folder(tmp_path / "house" / ".git" / "HEAD", "ref: refs/heads/main\n")
    if stands_in_it:
        monkeypatch.chdir(tmp_path / "house")
    status, _, _ = ran("init", "." if stands_in_it else "house", "--name", "Maison", "--language", "fr")
    assert status == 0
    names = {path.name for path in (tmp_path / "house").iterdir()}
    assert names == {
        ".git",
        ".gitattributes",
        ".github",
        ".gitignore",
        ".perimetre-init.json",
        ".perimetre",
        ".vscode",
        "README.md",
        "docs",
        "mkdocs.yml",
        "playbooks",
        "requirements.txt",
    }


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ([], "--name"),
        (["--name", "Maison", "--language", "en"], "--country"),
        (["--name", " \u200b "], "shows nothing"),
        (["--name", "x" * (LONGEST_NAME + 1)], f"{LONGEST_NAME}"),
        (["--name", "to-complete"], "`to-complete`"),
        (["--name", "Maison", "--channels", ",", " , "], "one channel at least"),
        (["--name", "Maison", "--output", "nowhere/out.txt"], "nowhere/out.txt"),
        (["--name", "Maison", "--output", "."], "`.`"),
        (["--name", "Maison", "--country", "ZZ"], "`ZZ`"),
        (["--name", "Maison", "--country", "France"], "`FR`"),
    ],
)
def test_what_is_missing_or_unknown_is_said(ran: Ran, tmp_path: Path, asked: list[str], told: str) -> None:
    language = [] if "--language" in asked else ["--language", "en"]
    country = ["--country", "FR"] if asked and "--country" not in asked and language else []
    status, out, err = ran("init", "house", *asked, *language, *country)
    assert (status, out) == (2, "")
    assert told in err
    assert not (tmp_path / "house").exists()


def test_file_in_the_place_of_the_folder_is_refused(ran: Ran, tmp_path: Path) -> None:
    in_folder(tmp_path / "house", "un fichier")
    assert ran("init", "house", "--name", "Maison", "--language", "fr")[0] == 2
    assert (tmp_path / "house").read_text("utf-8") == "un fichier"


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize(
    ("stopped", "told"), [(OSError(28, os.strerror(28)), os.strerror(28)), (KeyboardInterrupt(), "")]
)
def test_nothing_is_half_written(
    ran: Ran, tmp_path: Path, is_there: bool, stopped: BaseException, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> bool:
        raise stopped

    monkeypatch.setattr(folders_begun, "_begin_repository", stop)
    if is_there:
        (tmp_path / "a").mkdir()
    named = ["--name", "Maison", "--language", "en", "--country", "GB"]
    status, out, err = ran("init", "a" if is_there else "a/b/house", *named)
    assert (status, out) == (2, "")
    assert told in err
    assert list(tmp_path.rglob("*")) == ([tmp_path / "a"] if is_there else [])


def test_house_is_begun_without_git(ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    status, out, _ = ran("init", "house", "--name", "Maison", "--language", "en", "--country", "GB")
    assert status == 0
    assert "git init" in out
    assert not (tmp_path / "house" / ".git").exists()


# A git older than 2.28 knows no `--initial-branch`.
OLD_GIT = """#!/bin/sh
case "$*" in *--initial-branch*) exit 129 ;; esac
exec {git} "$@"
"""


@pytest.mark.parametrize("is_old", [True, False])
def test_repository_is_begun_by_any_git_wherever_it_is_called_from(
    ran: Ran, tmp_path: Path, is_old: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_old:
        in_folder(tmp_path / "bin" / "git", OLD_GIT.format(git=shutil.which("git")))
        (tmp_path / "bin" / "git").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    # A hook of git says where its own repository is.
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other.git"))
    status, out, _ = ran("init", "house", "--name", "Maison", "--language", "en", "--country", "GB")
    assert (status, "git init" in out) == (0, False)
    assert (tmp_path / "house/.git/HEAD").read_text() == "ref: refs/heads/main\n"
    assert not (tmp_path / "other.git").exists()


@pytest.mark.parametrize(
    ("folder", "shown"), [("e\x1b[31mred", "e<U+001B>[31mred"), (os.fsdecode(b"b\xff"), "b\ufffd")]
)
def test_folder_of_any_name_is_shown_without_orders(ran: Ran, tmp_path: Path, folder: str, shown: str) -> None:
    named = ["--name", "Maison", "--language", "en", "--country", "GB"]
    assert ran("init", folder, *named, "--output", "out.txt") == (0, "", "")
    assert (tmp_path / "out.txt").read_text("utf-8").startswith(f"`{shown}`: ")


def test_channels_are_apart_by_commas_as_by_blanks(ran: Ran, tmp_path: Path) -> None:
    named = ["--name", "Maison", "--language", "fr", "--channels", "Instagram, LinkedIn", "Avis Google"]
    assert ran("init", "house", *named)[0] == 0
    channels = yaml.safe_load((tmp_path / "house/playbooks/brands/maison/channels.yml").read_text("utf-8"))["channels"]
    assert [channel["id"] for channel in channels] == ["instagram", "linkedin", "avis-google"]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have somebody type lines at a terminal."""

    def type_(*lines: str) -> None:
        waiting: Iterator[str] = iter([f"{line}\n" for line in lines])
        monkeypatch.setattr("sys.stdin", _Terminal(waiting))
        monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)

    return type_


class _Terminal:
    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return next(self._lines, "")


def test_what_no_option_says_is_asked(ran: Ran, tmp_path: Path, typed: Callable[..., None]) -> None:
    typed(
        "de",
        "en",
        "",
        "Example House",
        "Bright & Co",
        "Britain",
        "gb",
        ",",
        "\u200b",
        "Instagram, Trustpilot",
        "gitlab",
    )
    status, _, err = ran("init", "house")
    assert status == 0, err
    assert "`Britain`" in err
    house = tmp_path / "house"
    assert (house / ".gitlab-ci.yml").exists()
    assert not (house / ".github").exists()
    kinds = [
        one["kind"]
        for one in yaml.safe_load((house / "playbooks/brands/bright-co/channels.yml").read_text())["channels"]
    ]
    assert kinds == ["social", "review-site"]


def test_who_leaves_the_questions_leaves_nothing(ran: Ran, tmp_path: Path, typed: Callable[..., None]) -> None:
    typed("fr", "Maison")
    assert ran("init", "house")[0] == 2
    assert not (tmp_path / "house").exists()


def test_requirements_pin_the_version_that_made_the_house() -> None:
    version = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version is not None
    pinned = (ROOT / "hooks/perimetre/drivers/ci/house/requirements.txt").read_text("utf-8")
    assert f"perimetre[site]=={version[1]}" in pinned
    assert shutil.which("git")
