"""A brand under another has what that one says, by the law that unites house and brand."""

from __future__ import annotations

import datetime as dt

import pytest

from perimetre.cover import Cover
from perimetre.model import Brand, Handbook
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import Question
from perimetre.reports.decision import Teller
from tests.model.test_model import BASE, loaded
from tests.render.test_places import pages_of

DAY = dt.date(2026, 11, 23)
EMPTY = {"channels": "channels", "objectives": "objectives", "people": "roles", "escalation": "lines", "scope": "rules"}


def under(id_: str, above: str, **files: str) -> dict[str, str]:
    """Return the files of a brand under another: those that it must have, and more."""
    brand = {f"brands/{id_}/{kind}.yml": f"{name}: []\n" for kind, name in EMPTY.items()}
    brand[f"brands/{id_}/brand.yml"] = f"id: {id_}\nname: {id_.title()}\nstage: launch\nwithin: {above}\n"
    return brand | {f"brands/{id_}/{kind}.yml": text for kind, text in files.items()}


def handbook_of(*several: dict[str, str]) -> Handbook:
    files = dict(BASE)
    for more in several:
        files |= more
    built = loaded(files)
    assert [one for one in built.diagnostics if one.severity == "error"] == []
    assert built.handbook is not None
    return built.handbook


def brand(handbook: Handbook, id_: str) -> Brand:
    wanted = handbook.brand(id_)
    assert wanted is not None
    return wanted


RULE = "rules:\n  - {id: %s, actions: [hide], authority: approve, validation: [brand-lead-alone]}\nred_lines: []\n"


def test_rules_add_up_from_the_house_down() -> None:
    handbook = handbook_of(
        under("breeze", "sirocco", scope=RULE % "breeze-hides"), under("gust", "breeze", scope=RULE % "gust-hides")
    )
    gust = brand(handbook, "gust")
    assert [rule.origin for rule in gust.scope.rules] == ["house"] * 3 + ["sirocco", "breeze", "gust"]
    assert gust.above == ("breeze", "sirocco")
    assert brand(handbook, "sirocco").above == ()
    assert [rule.origin for rule in brand(handbook, "sirocco").scope.rules] == ["house"] * 3 + ["sirocco"]
    assert [rule.origin for rule in brand(handbook, "lumen").scope.rules] == ["house"] * 3 + ["lumen"]


def test_what_stands_above_is_named_below_and_never_the_other_way_round() -> None:
    breeze = brand(handbook_of(under("breeze", "sirocco")), "breeze")
    assert breeze.find("channel", "sirocco-page") is not None
    assert [channel.id for channel in breeze.channels.channels][-1:] == ["forum"]
    assert breeze.brand.name is not None and breeze.brand.name.in_("fr") == "Breeze", "who one is is one's own"
    people = "roles:\n  - {id: lookout, title: Vigie, side: brand}\n"
    files = {**BASE, **under("breeze", "sirocco", people=people)}
    files["brands/sirocco/people.yml"] = files["brands/sirocco/people.yml"].replace(
        "side: brand\npeople", "side: brand\n    deputy: lookout\npeople"
    )
    assert "lookout" in files["brands/sirocco/people.yml"]
    (error,) = [one for one in loaded(files).diagnostics if one.severity == "error"]
    assert (error.rule, error.file) == ("reference-resolves", "playbooks/brands/sirocco/people.yml")


def test_each_level_may_replace_what_the_one_above_it_has() -> None:
    chief = "roles:\n  - {id: chief, title: Cheffe, side: brand, replaces: brand-lead}\n"
    captain = "roles:\n  - {id: captain, title: Capitaine, side: brand, replaces: chief}\n"
    handbook = handbook_of(under("breeze", "sirocco", people=chief), under("gust", "breeze", people=captain))
    gust, breeze = brand(handbook, "gust"), brand(handbook, "breeze")
    assert gust.find("role", "brand-lead") is gust.find("role", "chief") is gust.find("role", "captain")
    assert "captain" in [role.id for role in gust.people.roles]
    assert not {"chief", "brand-lead"} & {role.id for role in gust.people.roles}
    assert gust.validation.circuits[0].steps[0].of == ("captain",)
    assert breeze.validation.circuits[0].steps[0].of == ("chief",)
    assert brand(handbook, "sirocco").validation.circuits[0].steps[0].of == ("brand-lead",)


def test_a_rule_of_the_level_above_is_set_aside_only_where_it_allows_it() -> None:
    derogation = (
        "rules:\n  - {id: freer, actions: [hide], authority: free, derogates: [sirocco-hide], reason: Un essai., "
        "until: 2027-01-31}\nred_lines: []\n"
    )
    files = {**BASE, **under("breeze", "sirocco", scope=derogation)}
    assert [one.rule for one in loaded(files).diagnostics] == ["derogation-is-allowed"]


def test_a_page_says_whose_rule_it_is_and_what_is_above() -> None:
    pages = pages_of(loaded({**BASE, **under("breeze", "sirocco")}))
    assert "rule of Marque sirocco" in pages["breeze/perimeter/rules"]
    assert "rule of" not in pages["sirocco/perimeter/rules"]
    assert "<dt>Under</dt>" in pages["breeze/identity"]


GESTURES = """
rules:
  - {id: small, actions: [hide], when: {amount: {up_to: {EUR: 30, CHF: 33}}}, authority: free}
  - {id: large, actions: [hide], when: {amount: {above: {EUR: 30, CHF: 33}}}, authority: escalate}
red_lines: []
"""


@pytest.mark.parametrize(
    ("id_", "amount", "authority", "shown"),
    [("lumen", 31, "escalate", "30"), ("breeze", 31, "free", "33"), ("gust", 31, "free", "33")],
)
def test_a_level_reads_its_own_currency_of_what_is_said_in_each(
    id_: str, amount: int, authority: str, shown: str
) -> None:
    swiss = under("breeze", "sirocco")
    swiss["brands/breeze/brand.yml"] += "currency: CHF\n"
    handbook = handbook_of({"house/scope.yml": GESTURES}, no_rules("lumen"), swiss, under("gust", "breeze"))
    there = brand(handbook, id_)
    perimeter = Perimeter(handbook, there)
    channel = there.channels.channels[0].id
    at = dt.datetime(2026, 11, 23, 11)
    asked = Question(role="brand-lead", action="hide", channel=channel, at=at, facts={"amount": amount})
    assert perimeter.decide(asked).authority == authority
    unasked = perimeter.decide(Question(role="brand-lead", action="hide", channel=channel, at=at))
    text = Teller(handbook, there, asked, "en", lambda place: (place.file, 1)).as_text(unasked)
    assert shown in text and ("CHF" in text) is (id_ != "lumen")


def no_rules(id_: str) -> dict[str, str]:
    return {f"brands/{id_}/scope.yml": "rules: []\nred_lines: []\n"}


@pytest.mark.parametrize("named", ["[sirocco]", "[south]", "[breeze, gust, sirocco]"])
def test_a_level_and_a_group_stand_for_the_brands_beneath(named: str) -> None:
    steps = "steps: [{after_minutes: 0, call: [brand-lead]}]"
    lines = f"lines:\n  - {{id: told, title: Ligne, default: true, brands: {named}, {steps}}}\n"
    groups = "groups:\n  - {id: south, of: brands, members: [windy]}\n  - {id: windy, of: brands, members: [sirocco]}\n"
    handbook = handbook_of(
        {"house/escalation.yml": lines, "house/scope.yml": f"{groups}rules: []\nred_lines: []\n"},
        no_rules("lumen"),
        under("breeze", "sirocco"),
        under("gust", "breeze"),
    )
    concerned = {
        one.id for one in handbook.brands if any(line.id == "told" for line in Cover(handbook, one, DAY, 1).lines)
    }
    assert concerned == {"sirocco", "breeze", "gust"}


def test_a_level_that_is_named_is_not_the_one_above_it() -> None:
    handbook = handbook_of(under("breeze", "sirocco"))
    assert brand(handbook, "breeze").is_among(["breeze"]) and not brand(handbook, "sirocco").is_among(["breeze"])
    assert not brand(handbook, "lumen").is_among(["sirocco"])
