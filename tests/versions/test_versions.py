"""What resets an acknowledgement and what does not: properties on random policies, and on the example house."""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any, cast, get_args, get_type_hints

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.base.frozen import dataclass
from perimetre.model import Brand, Part, Text
from perimetre.model.basics import File
from perimetre.model.building.build import build
from perimetre.model.voice import VoiceFile
from perimetre.pipeline.loading import load_sources
from perimetre.reading.parse import Document, parse
from perimetre.reading.sources import Collected, Source, collect
from perimetre.versions.acknowledgements import acknowledgement_states
from perimetre.versions.versions import Versions, roles_of
from tests.conftest import ROOT, examples
from tests.support.keys import house, sources
from tests.support.policies import AUTHORITIES, CHANNELS, GROUPS, PERIODS, ROLES, policies, rules

TODAY = dt.date(2026, 11, 22)
HOUSE = yaml.load((ROOT / "tests" / "cases" / "scope" / "house.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
Files = dict[str, Any]


def files_of(policy: dict[str, Any]) -> Files:
    """Return the files of a small house that has a policy, and something of all that a version counts."""
    files = copy.deepcopy(HOUSE)
    files["house/people.yml"]["roles"][0]["community_manager"] = True
    files["house/people.yml"]["people"] = [
        {"id": f"{role}-person", "name": "Quelqu’un", "contact": [{"mode": "phone", "value": "06 39 98 00 01"}]}
        for role in ROLES
    ]
    files["house/people.yml"]["assignments"] = [{"person": f"{role}-person", "role": role} for role in ROLES]
    files["house/people.yml"]["schedules"] = [
        {
            "id": "phone",
            "title": "Permanence",
            "regime": "duty",
            "role": "lead",
            "layers": [{"id": "all", "shifts": [{"days": ["mon"]}], "people": ["lead-person"]}],
        }
    ]
    files["house/escalation.yml"]["lines"].append(
        {
            "id": "for-trainees",
            "title": "Pour qui apprend",
            "match": {"roles": ["trainee"]},
            "steps": [{"after_minutes": 0, "call": ["phone"]}],
        }
    )
    files["house/duties.yml"] = {
        "duties": [
            {
                "id": "log",
                "trigger": {"on": "incident"},
                "acts": [{"text": "Écrire la main courante.", "who": "trainee"}],
                "within": "1h",
                "clock": "detection",
                "proof": "La main courante",
            }
        ]
    }
    step = {"kind": "action", "title": "Un geste", "clock": "detection"}
    files["house/crises/storm.yml"] |= {
        "lead": "lead",
        "steps": [
            {"id": "freeze", "act": "hide", "actor": "cm-on-duty", "within": "10min", "next": "decide", **step},
            {"id": "decide", "do": "Décider, ou non.", "within": "20min", "next": "rest", **step},
            {"id": "rest", "do": "Se reposer.", "actor": "trainee", "within": "1h", **step},
        ],
    }
    return files | {
        "house/scope.yml": {"groups": [{"id": id_, **fields} for id_, fields in GROUPS.items()], **policy["house"]},
        "house/periods.yml": {"periods": [{"id": id_, **fields} for id_, fields in PERIODS.items()]},
        "brands/lumen/channels.yml": {"channels": [{"id": id_, **fields} for id_, fields in CHANNELS.items()]},
        "brands/lumen/scope.yml": policy["brand"],
    }


def brand_of(files: Files) -> Brand:
    parsed = [parse(Source(path, path, json.dumps(data).encode())).document for path, data in files.items()]
    handbook = build([document for document in parsed if document]).handbook
    assert handbook is not None
    return handbook.brands[0]


def versions_of(files: Files) -> dict[str, str]:
    """Return the version of each role's holder."""
    brand = brand_of(files)
    versions = Versions(brand)
    return {role: versions.of_roles(roles_of(brand, f"{role}-person", TODAY)) for role in ROLES}


def changed(before: Files, after: Files) -> set[str]:
    old, new = versions_of(before), versions_of(after)
    return {role for role in ROLES if old[role] != new[role]}


SMALL = {"house": {"rules": [], "red_lines": []}, "brand": {"rules": [], "red_lines": []}}
many = settings(max_examples=examples(12, 120), deadline=None)


# --- what does not -------------------------------------------------------------------------------------------------


def shuffled(value: Any, chance: random.Random) -> Any:
    """Return the same data in another order: keys, and lists where order says nothing."""
    if isinstance(value, dict):
        pairs = list(value.items())
        chance.shuffle(pairs)
        return {
            key: [shuffled(item, chance) for item in inner]
            # The steps of a circuit follow one another; a crisis begins with its first.
            if key == "steps"
            else shuffled(inner, chance)
            for key, inner in pairs
        }
    if isinstance(value, list):
        items = [shuffled(item, chance) for item in value]
        chance.shuffle(items)
        return items
    return value


@many
@given(policy=policies(), seed=st.integers(0, 1000))
def test_order_of_files_keys_and_records_does_not_count(policy: dict[str, Any], seed: int) -> None:
    files = files_of(policy)
    assert changed(files, shuffled(files, random.Random(seed))) == set()


@many
@given(policy=policies())
def test_name_of_a_rule_and_what_explains_it_do_not_count(policy: dict[str, Any]) -> None:
    after = copy.deepcopy(policy)
    for owner in after.values():
        for rule in owner["rules"]:
            rule |= {"title": "Un titre", "because": "Une raison.", "last_reviewed_on": "2026-11-01", "owner": "lead"}
        for line in owner["red_lines"]:
            line |= {"id": line["id"] + "-renamed", "formerly": [line["id"]], "instead": ["Tout autre chose."]}
    assert changed(files_of(policy), files_of(after)) == set()


@many
@given(policy=policies())
def test_group_says_no_more_than_its_members(policy: dict[str, Any]) -> None:
    members = {"open-places": ["forum", "photo"], "delicate": ["health", "price"], "harsh": ["price"]}

    def spelt(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: spelt(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [name for id_ in value for name in members.get(str(id_), [spelt(id_)])]
        return value

    lists = {
        owner: {"rules": [spelt(rule) for rule in of["rules"]], "red_lines": [spelt(rule) for rule in of["red_lines"]]}
        for owner, of in policy.items()
    }
    assert changed(files_of(policy), files_of(lists)) == set()


def absent(files: Files) -> None:
    files["house/people.yml"]["schedules"][0]["absences"] = [
        {"person": "lead-person", "from": "2026-08-01", "to": "2026-08-31"}
    ]


def new_phone(files: Files) -> None:
    files["house/people.yml"]["people"][0]["contact"][0]["value"] = "06 39 98 00 02"


def other_hours(files: Files) -> None:
    files["house/people.yml"]["schedules"][0]["layers"][0]["shifts"][0]["days"] = ["tue"]


def colleague(files: Files) -> None:
    files["house/people.yml"]["people"].append({"id": "new", "name": "Une autre"})
    files["house/people.yml"]["assignments"].append({"person": "new", "role": "cm"})


def comma(files: Files) -> None:
    files["house/crises/storm.yml"]["steps"][1]["do"] = "Décider ou non"


def translation(files: Files) -> None:
    files["house/crises/storm.yml"]["steps"][1]["do"] = {"fr": "Décider, ou non.", "en": "Decide, or not."}


def same_delay(files: Files) -> None:
    files["house/validation.yml"]["circuits"][0]["steps"][0]["within"] = "60min"
    files["house/crises/storm.yml"]["steps"][2]["within"] = "60min"


def draft(files: Files) -> None:
    files["brands/lumen/scope.yml"]["rules"].append(
        {"id": "one-day", "authority": "forbidden", "instead": ["Rien."], "status": "draft"}
    )


@pytest.mark.parametrize(
    "change",
    [absent, new_phone, other_hours, colleague, comma, translation, same_delay, draft],
    ids=lambda c: c.__name__,
)
def test_what_is_no_change_of_the_perimeter_resets_nothing(change: Callable[[Files], None]) -> None:
    rule = {"id": "asks", "authority": "approve", "validation": ["one-yes"]}
    files = files_of({"house": {"rules": [rule], "red_lines": []}, "brand": {"rules": [], "red_lines": []}})
    after = copy.deepcopy(files)
    change(after)
    assert after != files
    assert changed(files, after) == set()


# --- what does -----------------------------------------------------------------------------------------------------


def spoken_to(rule: dict[str, Any]) -> set[str]:
    """Return the roles to which a rule that counts speaks, in one of its cases or another."""
    if rule.get("status") == "draft":
        return set()
    return set().union(*(named(rule) & named(case) for case in rule.get("any", [{}])))


def named(case: dict[str, Any]) -> set[str]:
    """Return the roles that a case names, or all but those that it leaves out; all where it says nothing."""
    roles = case.get("roles", ROLES)
    return set(ROLES) - set(roles["not"]) if isinstance(roles, dict) else set(roles)


@many
@given(policy=policies(), data=st.data())
def test_change_of_a_rule_resets_those_that_it_speaks_to_and_nobody_else(policy: dict[str, Any], data: Any) -> None:
    after = copy.deepcopy(policy)
    rule = data.draw(rules("one-more"))
    policy["brand"]["rules"].append(rule)
    other = data.draw(st.sampled_from([authority for authority in AUTHORITIES if authority != rule["authority"]]))
    after["brand"]["rules"].append(rule | {"authority": other})
    meant = spoken_to(rule)
    assert changed(files_of(policy), files_of(after)) == meant


@many
@given(policy=policies(), data=st.data())
def test_new_rule_resets_those_that_it_speaks_to_and_nobody_else(policy: dict[str, Any], data: Any) -> None:
    after = copy.deepcopy(policy)
    rule = data.draw(rules("one-more"))
    after[data.draw(st.sampled_from(["house", "brand"]))]["rules"].append(rule)
    meant = spoken_to(rule)
    assert changed(files_of(policy), files_of(after)) == meant


def test_rule_that_takes_in_one_more_role_resets_nobody_else() -> None:
    before, after = copy.deepcopy(SMALL), copy.deepcopy(SMALL)
    before["brand"]["rules"] = [{"id": "hides", "authority": "free", "actions": ["hide"], "roles": ["cm"]}]
    after["brand"]["rules"] = [{"id": "hides", "authority": "free", "actions": ["hide"], "roles": ["cm", "lead"]}]
    assert changed(files_of(before), files_of(after)) == {"lead"}


def test_exception_for_one_role_resets_nobody_else() -> None:
    before, after = copy.deepcopy(SMALL), copy.deepcopy(SMALL)
    rule = {"id": "hides", "authority": "approve", "validation": ["one-yes"], "actions": ["hide"]}
    before["brand"]["rules"], after["brand"]["rules"] = [rule], [rule | {"except": [{"roles": ["lead"]}]}]
    assert changed(files_of(before), files_of(after)) == {"lead"}


EVERYBODY = set(ROLES)


@pytest.mark.parametrize(
    ("file", "path", "value", "whom"),
    [
        ("house/validation.yml", ("circuits", 0, "steps", 0, "of"), ["trainee"], EVERYBODY),
        ("house/validation.yml", ("circuits", 0, "steps", 0, "on_timeout"), "consent", EVERYBODY),
        ("house/scope.yml", ("rules", 0, "conditions", 0, "value"), "Moins de 500 euros", EVERYBODY),
        ("house/scope.yml", ("rules", 0, "until"), "2027-01-31", EVERYBODY),
        ("house/scope.yml", ("rules", 0, "when", "minor"), True, EVERYBODY),
        ("house/escalation.yml", ("lines", 0, "steps", 0, "after_minutes"), 10, EVERYBODY),
        ("house/escalation.yml", ("lines", 0, "steps", 0, "call"), ["trainee"], EVERYBODY),
        ("house/escalation.yml", ("lines", 1, "repeat"), 2, {"trainee", "lead"}),
        ("house/crises/storm.yml", ("steps", 0, "within"), "15min", {"cm"}),
        ("house/crises/storm.yml", ("steps", 0, "act"), "delete", {"cm"}),
        ("house/crises/storm.yml", ("steps", 1, "do"), "Décider aussitôt.", {"lead"}),
        ("house/crises/storm.yml", ("steps", 2, "actor"), "cm", {"cm", "trainee"}),
        ("house/crises/storm.yml", ("start",), "rest", {"cm", "trainee"}),
        ("house/duties.yml", ("duties", 0, "within"), "2h", {"trainee"}),
        ("house/people.yml", ("assignments", 1, "role"), "cm", {"lead"}),
    ],
)
def test_real_change_resets_those_on_whom_it_bears(
    file: str, path: tuple[str | int, ...], value: object, whom: set[str]
) -> None:
    rule = {
        "id": "asks",
        "authority": "approve",
        "validation": ["one-yes"],
        "conditions": [{"kind": "state", "value": "Moins de 50 euros"}],
        "when": {"minor": False},
        "until": "2026-12-31",
        "reason": "Un essai.",
    }
    files = files_of({"house": {"rules": [rule], "red_lines": []}, "brand": {"rules": [], "red_lines": []}})
    if file == "house/people.yml":
        # Nobody but the one who changes roles: the phone stays with the role that they had.
        files["house/people.yml"]["schedules"] = []
    after = copy.deepcopy(files)
    inside = after[file]
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    assert changed(files, after) == whom


# --- the example house ---------------------------------------------------------------------------------------------

EXAMPLE = collect(ROOT / "playbooks")
DATA = {source.path: cast("Document", parse(source).document).data for source in EXAMPLE.sources}
# Strings that are data, whatever they look like.
EXACT = {"term", "forms", "exceptions", "terms", "must_contain", "shown_by", "pattern", "allowed", "required"}


def example(change: Callable[[str, Any], Any]) -> dict[tuple[str, str], str]:
    """Return the versions of the example after `change(path, data)` was made to each file: by brand, by role."""
    sources = []
    for source in EXAMPLE.sources:
        data = change(source.path, copy.deepcopy(DATA[source.path]))
        if data == DATA[source.path]:
            sources.append(source)
        else:
            sources.append(replace(source, content=json.dumps(data, ensure_ascii=False).encode()))
    loaded = load_sources(Collected(tuple(sources)), folder="playbooks")
    assert loaded.handbook is not None
    assert [diagnostic for diagnostic in loaded.diagnostics if diagnostic.severity == "error"] == []
    versions_of = {}
    for brand in loaded.handbook.brands:
        versions = Versions(brand)
        versions_of |= {(brand.id, role.id): versions.of_roles({role.id}) for role in brand.people.roles}
        versions_of[brand.id, "voice"] = versions.of_voice()
    return versions_of


@pytest.fixture(scope="module")
def as_it_is() -> dict[tuple[str, str], str]:
    return example(lambda _, data: data)


def repunctuated(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: repunctuated(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [repunctuated(item, key) for item in value]
    if not isinstance(value, str) or key in EXACT or " " not in value or not any(sign.isalpha() for sign in value):
        return value
    return value[:1].upper() + value[1:].replace("’", "'").replace(" ", " ").replace(" ", ",  ", 1) + " !"


@pytest.mark.slow
def test_punctuation_of_every_text_of_the_example_counts_for_nothing(as_it_is: dict[tuple[str, str], str]) -> None:
    assert len(as_it_is) > 40
    assert as_it_is == example(lambda _, data: repunctuated(data))


def test_text_that_only_explains_may_be_reworded_without_a_reset(as_it_is: dict[tuple[str, str], str]) -> None:
    explains = {"because", "reason", "description", "note", "purpose", "meaning", "tell", "evidence", "sources"}

    def reworded(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: "Autrement dit." if key in explains and isinstance(inner, str) else reworded(inner)
                for key, inner in value.items()
            }
        return [reworded(item) for item in value] if isinstance(value, list) else value

    assert as_it_is == example(lambda _, data: reworded(data))


def test_people_contacts_and_schedules_are_outside(as_it_is: dict[tuple[str, str], str]) -> None:
    def elsewhere(path: str, data: Any) -> Any:
        if path.endswith("people.yml"):
            for person in data.get("people", ()):
                person["contact"] = [{"mode": "phone", "value": "06 39 98 77 66"}]
                person.pop("trained", None)
            for schedule in data.get("schedules", ()):
                schedule["absences"] = []
                for layer in schedule["layers"]:
                    layer["rotation"]["people"].reverse()
        return data

    assert as_it_is == example(elsewhere)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "resets"),
    [
        (lambda voice: voice["lexicon"][0].update({"class": "forbidden"}), True),
        (lambda voice: voice["lexicon"].pop(), True),
        (lambda voice: voice["traits"].pop(), True),
        (lambda voice: voice["address"].update({"default": "tu"}), True),
        (lambda voice: voice["tone"]["base"].update({"humour": 5}), True),
        (lambda voice: voice["lexicon"].reverse(), False),
        (lambda voice: voice["lexicon"][0].update({"reason": "Pour d’autres raisons."}), False),
        (lambda voice: voice["traits"][0].update({"meaning": "Autrement dit."}), False),
    ],
)
def test_voice_has_its_own_version(
    as_it_is: dict[tuple[str, str], str], change: Callable[[Any], None], resets: bool
) -> None:
    def spoken(path: str, data: Any) -> Any:
        if path == "house/voice.yml":
            change(data)
        return data

    after = example(spoken)
    both = {("veillee", "voice"), ("osier-lin", "voice")}
    assert {whose for whose in as_it_is if as_it_is[whose] != after[whose]} == (both if resets else set())


# A free text of a record counts only where it is named (`versions/canonical.py`): each of the voice is here or there.
READ_AGAIN = {"Term.replace_by", "Mention.text"}
EXPLAINS = {
    *("Trait.title", "Trait.meaning", "Trait.not_", "Example.text", "Example.why", "ToneDimension.low"),
    *("ToneDimension.high", "ToneSetting.because", "AddressException.because", "Signature.example", "Term.title"),
    *("Term.reason", "Term.definition", "Guideline.title", "Guideline.good", "Guideline.bad", "Detect.casing"),
    *("Mechanic.title", "Mechanic.capitals", "Mechanic.links", "HashtagUse.casing", "Mention.title", "Mention.where"),
    *("Mention.when", "Mention.accepted"),
}


def texts_of(part: type[Part], met: set[type]) -> Iterator[str]:
    """Yield the texts that a part holds, and the parts in it, but what every record may carry."""
    met.add(part)
    hints = get_type_hints(part)

    def kinds(hint: Any) -> Iterator[type]:
        if isinstance(hint, type):
            yield hint
        for inner in get_args(hint):
            yield from kinds(inner)

    for field in fields(part):
        for kind in kinds(hints[field.name]):
            if kind is Text and field.name not in {"note", "sources"}:
                yield f"{part.__name__}.{field.name}"
            elif isinstance(kind, type) and issubclass(kind, Part) and kind not in met:
                yield from texts_of(kind, met)


def test_each_text_of_the_voice_is_to_be_read_again_or_only_explains() -> None:
    own = {f"{VoiceFile.__name__}.{field.name}" for field in fields(VoiceFile)}
    assert set(texts_of(VoiceFile, set())) - own == READ_AGAIN | EXPLAINS
    assert READ_AGAIN.isdisjoint(EXPLAINS)


@pytest.fixture(scope="module")
def speaking() -> Brand:
    """Return the brand of the small house that uses every key."""
    handbook = load_sources(Collected(sources(house())), folder="playbooks").handbook
    assert handbook is not None
    return handbook.brands[0]


def spoken_by(brand: Brand, voice: VoiceFile) -> str:
    return Versions(replace(brand, single={**brand.single, VoiceFile: voice})).of_voice()


def test_each_key_of_the_voice_is_to_be_read_again_or_is_set_aside(speaking: Brand) -> None:
    voice = speaking.voice
    keys = [field for field in fields(VoiceFile) if field.name not in {field.name for field in fields(File)}]
    unsaid = {key.name: replace(voice, **{key.name: key.default}) for key in keys}
    assert [name for name, changed in unsaid.items() if changed == voice] == []
    now = spoken_by(speaking, voice)
    assert {name for name, changed in unsaid.items() if spoken_by(speaking, changed) == now} == {
        "fallback_guide",
        "acknowledged_every",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceToCome(VoiceFile):
    """A voice with keys that nobody has named."""

    closing: Text | None = None
    greetings: tuple[Text, ...] = ()
    most_sentences: int | None = None


def test_a_key_that_the_voice_will_have_is_to_be_read_again_where_it_is_said(speaking: Brand) -> None:
    values = {field.name: getattr(speaking.voice, field.name) for field in fields(VoiceFile)}
    assert spoken_by(speaking, VoiceToCome(**values)) == spoken_by(speaking, speaking.voice)
    said = [
        {"closing": Text(plain="À bientôt.")},
        {"closing": Text(plain="À demain.")},
        {"greetings": (Text(plain="À bientôt."),)},
        {"greetings": (Text(plain="À"), Text(plain="bientôt"))},
        {"most_sentences": 3},
    ]
    versions = {spoken_by(speaking, VoiceToCome(**values, **more)) for more in said}
    assert len(versions | {spoken_by(speaking, speaking.voice)}) == len(said) + 1
    assert spoken_by(speaking, VoiceToCome(**values, closing=Text(plain="à bientôt !"))) in versions


# --- who has to read, and until when -------------------------------------------------------------------------------


def state_of(record: dict[str, Any] | None, today: dt.date = TODAY, **assignment: Any) -> tuple[str, bool]:
    """Return the state of the CM's perimeter, and whether it is late."""
    files = files_of(SMALL)
    files["house/people.yml"]["assignments"][0] |= assignment
    current = Versions(brand_of(files)).of_roles({"cm"})
    if record is not None:
        line = {"person": "cm-person", "what": "perimeter", "version": current, "on": "2026-01-10"} | record
        files["brands/lumen/acknowledgements.yml"] = {"every": "1y", "acknowledgements": [line]}
    (acknowledged,) = [
        state
        for state in acknowledgement_states(brand_of(files), today)
        if (state.person, state.what) == ("cm-person", "perimeter")
    ]
    assert acknowledged.current == current
    return acknowledged.state, acknowledged.is_late(today)


@pytest.mark.parametrize(
    ("record", "today", "assignment", "state"),
    [
        ({}, TODAY, {}, ("current", False)),
        ({"version": "v1:" + "0" * 64}, TODAY, {}, ("outdated", True)),
        (None, TODAY, {}, ("never", True)),
        (None, TODAY, {"from": "2026-11-09"}, ("never", False)),
        (None, TODAY, {"from": "2026-11-07"}, ("never", True)),
        ({}, dt.date(2027, 1, 10), {}, ("current", False)),
        ({}, dt.date(2027, 1, 11), {}, ("due-again", False)),
        ({}, dt.date(2027, 1, 25), {}, ("due-again", True)),
        ({"version": "to-complete"}, TODAY, {}, ("to-complete", False)),
        ({"on": "to-complete"}, TODAY, {}, ("to-complete", False)),
        ({"person": "lead-person"}, TODAY, {}, ("never", True)),
        ({"what": "voice"}, TODAY, {}, ("never", True)),
    ],
)
def test_state_and_grace(
    record: dict[str, Any] | None, today: dt.date, assignment: dict[str, str], state: tuple[str, bool]
) -> None:
    assert state_of(record, today, **assignment) == state


def test_version_read_once_holds_again_when_the_change_is_undone() -> None:
    files = files_of(SMALL)
    current = Versions(brand_of(files)).of_roles({"cm"})
    older = {"person": "cm-person", "what": "perimeter", "version": current, "on": "2026-09-10"}
    later = older | {"version": "v1:" + "f" * 64, "on": "2026-10-10"}
    files["brands/lumen/acknowledgements.yml"] = {"acknowledgements": [older, later]}
    (acknowledged,) = [state for state in acknowledgement_states(brand_of(files), TODAY) if state.person == "cm-person"]
    assert (acknowledged.state, acknowledged.on) == ("current", dt.date(2026, 9, 10))


def test_whoever_bears_another_id_keeps_what_they_acknowledged() -> None:
    files = files_of(SMALL)
    current = Versions(brand_of(files)).of_roles({"cm"})
    line = {"person": "cm-before", "what": "perimeter", "version": current, "on": "2026-09-10"}
    files["brands/lumen/acknowledgements.yml"] = {"acknowledgements": [line]}

    def state() -> str:
        states = acknowledgement_states(brand_of(files), TODAY)
        return next(state.state for state in states if (state.person, state.what) == ("cm-person", "perimeter"))

    (person,) = [person for person in files["house/people.yml"]["people"] if person["id"] == "cm-person"]
    person["formerly"] = ["cm-before"]
    assert state() == "current"


def test_those_who_have_left_or_are_not_there_yet_have_nothing_to_read() -> None:
    files = files_of(SMALL)
    files["house/people.yml"]["people"][0]["left_on"] = "2026-11-21"
    files["house/people.yml"]["assignments"][2]["from"] = "2026-12-01"
    assert {state.person for state in acknowledgement_states(brand_of(files), TODAY)} == {"lead-person"}


@pytest.mark.parametrize(
    ("day", "held"),
    [("2026-11-01", set()), ("2026-11-02", {"cm"}), ("2026-12-31", {"cm"}), ("2027-01-01", set())],
)
def test_role_is_held_from_the_first_day_of_an_assignment_to_the_last(day: str, held: set[str]) -> None:
    files = files_of(SMALL)
    (given,) = [assignment for assignment in files["house/people.yml"]["assignments"] if assignment["role"] == "cm"]
    given |= {"from": "2026-11-02", "to": "2026-12-31", "brands": ["lumen"]}
    assert roles_of(brand_of(files), "cm-person", dt.date.fromisoformat(day)) == held


def test_being_named_in_a_schedule_gives_no_role() -> None:
    files = files_of(SMALL)
    assert "lead-person" in files["house/people.yml"]["schedules"][0]["layers"][0]["people"]
    assert roles_of(brand_of(files), "lead-person", TODAY) == {"lead"}
    files["house/people.yml"]["assignments"] = []
    assert roles_of(brand_of(files), "lead-person", TODAY) == set()
