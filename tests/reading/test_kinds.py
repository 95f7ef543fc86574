"""What a file is, by its path; and what is said of a file, or a folder, that is in no known place."""

from __future__ import annotations

import pytest

from perimetre.base.suggest import closest
from perimetre.base.words import say
from perimetre.reading.filing import Filed, Misplaced, brands_of, check_places, kind_of
from perimetre.reading.kinds import KINDS, REQUIRED


@pytest.mark.parametrize(
    ("path", "kind", "origin", "name"),
    [
        ("handbook.yml", "handbook", "handbook", "handbook"),
        ("house/scope.yml", "scope", "house", "scope"),
        ("house/crises/boycott.yml", "crisis", "house", "boycott"),
        ("brands/lumen/channels.yml", "channels", "lumen", "channels"),
        ("brands/lumen/operations/noel-2026.yml", "operation", "lumen", "noel-2026"),
        ("brands/lumen/decisions/2026-11-22-geste-commercial.yml", "decision", "lumen", "2026-11-22-geste-commercial"),
        ("brands/lumen/postures/2026-11-22-greve.yml", "posture", "lumen", "2026-11-22-greve"),
        ("brands/lumen/lessons/2026-11-22-greve.yml", "lesson", "lumen", "2026-11-22-greve"),
    ],
)
def test_path_tells_the_kind_and_the_owner(path: str, kind: str, origin: str, name: str) -> None:
    assert kind_of(path) == Filed(kind=KINDS[kind], origin=origin, name=name)


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.place == "file"], ids=lambda kind: kind.id)
def test_every_file_of_a_brand_may_also_be_the_house_s(kind: object) -> None:
    path = f"{kind.id}.yml"  # type: ignore[attr-defined]
    for folder in ("house", "brands/lumen"):
        filed = kind_of(f"{folder}/{path}")
        assert isinstance(filed, Filed)
        assert filed.kind is kind


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("handbok.yml", "Did you mean `handbook.yml`?"),
        ("channels.yml", "Put it in `house/channels.yml` or in `brands/<brand>/channels.yml`."),
        ("house/chanels.yml", "Did you mean `house/channels.yml`?"),
        ("house/Channels.yml", "Did you mean `house/channels.yml`?"),
        ("brands/lumen/channel.yaml", "Did you mean `brands/lumen/channels.yml`?"),
        ("brands/lumen/crisis/boycott.yml", "Did you mean `brands/lumen/crises/boycott.yml`?"),
        ("brands/lumen/crises/boycott.yaml", "Did you mean `brands/lumen/crises/boycott.yml`?"),
        ("brands/lumen/crises/Boycott.yml", "A file's name is its id"),
        (
            "brands/lumen/decisions/geste.yml",
            "named by its day and a few words: `decisions/2026-11-22-a-few-words.yml`",
        ),
        ("brands/lumen/postures/greve.yml", "named by its day and a few words: `postures/2026-11-22-a-few-words.yml`"),
        ("brands/lumen/posture/2026-11-22-greve.yml", "`brands/lumen/postures/2026-11-22-greve.yml`?"),
        ("brands/channels.yml", "Put it in a brand's folder: `brands/<brand>/channels.yml`."),
        ("brand/lumen/channels.yml", "Did you mean `brands/lumen/channels.yml`?"),
        ("lumen/channels.yml", "Did you mean `brands/lumen/channels.yml`?"),
        ("huose/scope.yml", "Did you mean `house/scope.yml`?"),
        ("brands/Lumen/channels.yml", "Rename it `brands/lumen/`."),
        ("brands/house/channels.yml", "give the brand's folder another name"),
        ("brands/lumen/handbook.yml", "at the top of the playbooks"),
        ("brands/lumen/recettes.yml", "the reference of the format names them all"),
    ],
)
def test_misplaced_file_is_told_where_it_was_meant_to_be(path: str, meant: str) -> None:
    misplaced = kind_of(path)
    assert isinstance(misplaced, Misplaced)
    assert meant in say(misplaced.hint, "en")


def judged(*paths: str) -> list[tuple[str, str, str]]:
    findings = check_places({path: f"playbooks/{path}" for path in paths}, folder="playbooks")
    return [(finding.rule, finding.file, say(finding.message, "en")) for finding in findings]


SMALL = ("handbook.yml", *(f"brands/lumen/{kind}.yml" for kind in REQUIRED))


def test_small_handbook_has_its_files() -> None:
    assert judged(*SMALL) == []


def test_house_does_not_stand_for_a_file_that_a_brand_must_have() -> None:
    paths = [path for path in SMALL if not path.endswith("scope.yml")]
    assert judged(*paths, "house/scope.yml") == [
        ("handbook-has-its-files", "playbooks/brands/lumen/scope.yml", "The brand `lumen` has no `scope.yml`.")
    ]


def test_required_file_under_a_slip_of_its_name_is_said_once() -> None:
    paths = [path.replace("channels.yml", "chanels.yml") for path in SMALL]
    assert [rule for rule, *_ in judged(*paths)] == ["file-has-a-place"]


@pytest.mark.parametrize(
    ("paths", "file", "hint"),
    [
        (
            ["brands/lumen copie/brand.yml", "brands/lumen copie/scope.yml", "brands/lumen copie/crises/a.yml"],
            "brands/lumen copie",
            "It looks like a copy of `brands/lumen/`: delete it.",
        ),
        (["brands/Lune & Cie/brand.yml", "brands/Lune & Cie/scope.yml"], "brands/Lune & Cie", "`brands/lune-cie/`"),
        (["brands/Lumén/brand.yml", "brands/Lumén/voice.yml"], "brands/Lumén", "Move its files to `brands/lumen/`."),
        (["brands/lumen/crise/a.yml", "brands/lumen/crise/b.yml"], "brands/lumen/crise", "`brands/lumen/crises/`"),
        (
            ["house/divers/a.yml", "house/divers/b.yml"],
            "house/divers",
            "`crises/`, `operations/`, `postures/`, `lessons/` or `decisions/`",
        ),
        (["brands/lumen/people (1).yml"], "brands/lumen/people (1).yml", "a copy of `people.yml`: delete it"),
        (["brands/lumen/scope - Copie (2).yml"], "brands/lumen/scope - Copie (2).yml", "a copy of `scope.yml`"),
        (["brands/lumen/Copie de brand.yml"], "brands/lumen/Copie de brand.yml", "a copy of `brand.yml`"),
    ],
)
def test_folder_or_copy_that_has_no_place_is_one_error(paths: list[str], file: str, hint: str) -> None:
    every = {path: f"playbooks/{path}" for path in (*SMALL, *paths)}
    (finding,) = check_places(every, folder="playbooks")
    assert (finding.rule, finding.file) == ("file-has-a-place", f"playbooks/{file}")
    assert hint in say(finding.hint, "en")


def test_handbook_without_its_file_or_any_brand_is_told_so() -> None:
    assert [file for _, file, _ in judged("house/scope.yml")] == ["playbooks/handbook.yml", "playbooks/brands"]


def test_brands_are_the_folders_that_have_a_file() -> None:
    assert brands_of([*SMALL, "brands/aube/scope.yml", "brands/Non/scope.yml", "house/scope.yml"]) == ("aube", "lumen")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("titel", "title"),
        ("Titlé", "title"),
        ("descripton", "description"),
        ("reply-wihtin", "reply_within"),
        ("kind", "kind"),
        ("couleur", None),
        ("x", None),
        ("", None),
    ],
)
def test_nearest_word_is_at_most_a_third_away(typed: str, meant: str | None) -> None:
    assert closest(typed, ["title", "kind", "description", "reply_within"]) == meant


def test_another_word_in_the_place_of_one_is_no_slip() -> None:
    assert closest("gifts-are-promised", ["gifts-are-apologised"]) is None
    assert closest("good-buzz", ["bad-buzz"]) is None
    assert closest("gifts-ar-promissed", ["gifts-are-promised"]) == "gifts-are-promised"
    assert closest("badbuzz", ["bad-buzz"]) == "bad-buzz"


def test_swapped_letters_are_one_slip() -> None:
    assert closest("uhos", ["huos"]) == "huos"
    assert closest("abc", ["cba"]) is None
