"""What `mkdocs.yml` says of the handbook: nothing misspelt is passed over; mistakes are told in the site’s language."""

from __future__ import annotations

from pathlib import Path

import pytest

from perimetre.base.words import say
from perimetre.drivers.mkdocs.settings import SettingsError, SiteSettings, read_settings
from tests.support.sites import build, make_small_house, reconfigure

WHERE = "extra.perimetre"


@pytest.mark.parametrize(
    ("written", "variables", "expected"),
    [
        (None, {}, SiteSettings()),
        ({}, {}, SiteSettings(folder="playbooks", audience="internal")),
        ({"folder": "manuel/fiches"}, {}, SiteSettings(folder="manuel/fiches")),
        ({"audience": "public"}, {}, SiteSettings(audience="public")),
        ({"audience": "public"}, {"PERIMETRE_AUDIENCE": "restricted"}, SiteSettings(audience="restricted")),
        ({"compartments": ["winter"]}, {}, SiteSettings(compartments=("winter",))),
        ({}, {"PERIMETRE_COMPARTMENTS": "winter, merger"}, SiteSettings(compartments=("winter", "merger"))),
        ({"compartments": ["winter"]}, {"PERIMETRE_COMPARTMENTS": ""}, SiteSettings()),
        ({"history": 0}, {}, SiteSettings(history=0)),
        ({"offline": False}, {}, SiteSettings(offline=False)),
    ],
)
def test_setting_that_is_not_written_has_its_default(
    written: object, variables: dict[str, str], expected: SiteSettings
) -> None:
    assert read_settings(written, WHERE, variables, "fr") == expected


@pytest.mark.parametrize(
    ("written", "variables", "told"),
    [
        ({"audiance": "public"}, {}, ["`audiance`", "`audience`"]),
        ({"dossier": "playbooks"}, {}, ["`dossier`", "`folder`", "`audience`"]),
        ({"folder": 3}, {}, ["`folder`", "`3`"]),
        ({"folder": None}, {}, ["`folder`"]),
        ({"folder": " "}, {}, ["`folder`"]),
        ({"audience": "everybody"}, {}, ["`everybody`", "`public`", "`internal`", "`restricted`"]),
        ({"audience": ["public"]}, {}, ["`public`", "`internal`", "`restricted`"]),
        ({"audience": None}, {}, ["`public`", "`internal`", "`restricted`"]),
        ({"compartments": "winter"}, {}, ["`compartments`", "`winter`", "`handbook.yml`"]),
        ({"compartments": [3]}, {}, ["`compartments`"]),
        ({"compartments": None}, {}, ["`compartments`"]),
        ({"history": "all"}, {}, ["`history`", "`all`", "`history: 12`"]),
        ({"history": -1}, {}, ["`history`", "`-1`"]),
        ({"history": True}, {}, ["`history`", "`True`"]),
        ({"offline": "no"}, {}, ["`offline`", "`no`", "`offline: false`"]),
        ({"offline": None}, {}, ["`offline`"]),
        (["audience"], {}, ["`extra.perimetre`"]),
        ("internal", {}, ["`extra.perimetre`"]),
        ({}, {"PERIMETRE_AUDIENCE": ""}, ["`PERIMETRE_AUDIENCE`", "`public`"]),
        ({"audience": "public"}, {"PERIMETRE_AUDIENCE": ""}, ["`PERIMETRE_AUDIENCE`"]),
        ({}, {"PERIMETRE_AUDIENCE": "Public"}, ["`Public`", "`public`"]),
        ({"foldre": "x", "audience": 1}, {}, ["`foldre`", "`folder`", "`1`"]),
        ({"code_host": "gitlub"}, {}, ["`code_host`", "`gitlub`", "`gitlab`", "`forgejo`"]),
        ({"code_host": None}, {}, ["`code_host`"]),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_setting_that_means_nothing_is_refused(
    written: object, variables: dict[str, str], told: list[str], language: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(written, WHERE, variables, language)
    text = say(refused.value.message, language)
    assert [part for part in told if part not in text] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "variables", "told"),
    [
        ([("    audience: internal", "    audiance: public")], {}, "n’a pas de réglage `audiance`. Vouliez-vous dire"),
        ([], {"PERIMETRE_AUDIENCE": ""}, "La variable `PERIMETRE_AUDIENCE` est vide."),
        ([], {"PERIMETRE_COMPARTMENTS": "hiver"}, "Il n’y a pas de cercle `hiver` dans `handbook.yml`."),
        (
            [("  language: fr", "  language: en"), ("    folder: playbooks", "    folder: [a]")],
            {},
            "In `extra.perimetre`",
        ),
    ],
    ids=["unknown", "empty variable", "unknown compartment", "in English"],
)
def test_build_with_a_wrong_setting_ends_with_one_error(
    tmp_path: Path, changes: list[tuple[str, str]], variables: dict[str, str], told: str
) -> None:
    folder = make_small_house(tmp_path)
    reconfigure(folder, *changes)
    done = build(folder, **variables)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["docs", "mkdocs.yml", "playbooks"]
