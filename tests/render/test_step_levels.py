"""The steps of a scenario show what the perimeter answers in the situation that the scenario makes."""

from __future__ import annotations

import datetime as dt

import pytest

from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected, Source
from perimetre.render.desk import Desk
from perimetre.render.readers import Readers
from perimetre.render.step_levels import StepLevel, step_levels
from tests.support.rule_cases import files_of

SCENARIO = "# file: house/crises/bad-buzz.yml\n"
SCOPE = "# file: brands/lumen/scope.yml\nrules:\n"
SEVERITY = """# file: house/escalation.yml
severities:
  - id: high
    number: 3
    title: Haute
    criteria: {any: [{text: Un signe.}]}
    cover: always
    leads: social-lead
    cm_may_speak: "yes"
"""
HOLD = (
    "{id: hold, kind: action, title: Dire, act: publish, says: [holding-statement], statement: waiting,"
    " actor: cm-on-duty}"
)
PHASES = "[{id: first-hour, title: Un, from: Un signe.}, {id: later, title: Deux, from: Un autre.}]"
STATEMENT = "{id: waiting, text: Nous lisons tout., channels: [page], phase: first-hour}"


def levels_of(example: str) -> dict[str, tuple[StepLevel, ...]]:
    files, _ = files_of(example)
    sources = tuple(Source(path, f"playbooks/{path}", text.encode()) for path, text in sorted(files.items()))
    handbook = load_sources(Collected(sources), folder="playbooks").handbook
    assert handbook is not None
    readers = Readers(language="fr", today=dt.date(2026, 11, 23))
    desk = Desk(handbook=handbook, readers=readers, brand=handbook.brands[0])
    return dict(step_levels(desk, handbook.brands[0].crises[0]))


def only(levels: tuple[StepLevel, ...]) -> StepLevel:
    (level,) = levels
    return level


def test_a_step_shows_what_community_managers_may_do_there() -> None:
    levels = levels_of("")
    assert only(levels["keep"]).authority == "free"
    assert only(levels["hold"]).authority == "notify"
    assert "over" not in levels
    assert only(levels["hold"]).is_everybodys


def test_a_step_is_judged_in_the_posture_that_its_severity_opens() -> None:
    rule = "  - {id: alert, roles: [team], actions: [publish], posture: alert, authority: escalate}\n"
    assert only(levels_of(SCOPE + rule + SEVERITY)["hold"]).authority == "notify"
    assert only(levels_of(SCOPE + rule + SEVERITY + "    opens: {posture: alert}\n")["hold"]).authority == "escalate"


def test_a_worse_posture_that_is_declared_already_holds() -> None:
    rule = "  - {id: alert, roles: [team], actions: [publish], posture: alert, authority: escalate}\n"
    declared = """# file: brands/lumen/brand.yml
postures:
  - id: storm
    level: alert
    declared_by: social-lead
    declared_at: 2026-11-20T09:00
    until: 2026-11-30T09:00
    lifted_by: [communications-director]
    because: Un essai.
"""
    assert only(levels_of(SCOPE + rule + declared)["hold"]).authority == "escalate"


def test_a_step_is_judged_in_the_phase_of_what_it_publishes() -> None:
    rule = (
        "  - {id: hush, roles: [team], actions: [publish], phase: [%s], authority: forbidden, instead: [Attendre.]}\n"
    )
    scenario = f"{SCENARIO}phases: {PHASES}\nsteps: [{HOLD}]\nstatements: [{STATEMENT}]\n"
    assert only(levels_of(SCOPE + rule % "first-hour" + scenario)["hold"]).authority == "forbidden"
    assert only(levels_of(SCOPE + rule % "later" + scenario)["hold"]).authority == "notify"


def test_roles_that_may_not_the_same_are_told_apart_and_whose_agreement_is_said() -> None:
    rule = "  - {id: night, roles: [night-moderator], actions: [publish], authority: approve,"
    rule += " validation: [lead-agreement]}\n"
    day, night = levels_of(SCOPE + rule)["hold"]
    assert (day.roles, day.authority, day.agreements) == (("community-manager",), "notify", ())
    assert (night.roles, night.authority, night.agreements) == (("night-moderator",), "approve", ("lead-agreement",))
    assert not day.is_everybodys


def test_a_case_in_which_a_step_need_not_wait_is_said() -> None:
    rules = """  - id: help-waits
    roles: [team]
    actions: [alert]
    authority: escalate
    except: [{when: {danger: true}}]
"""
    call = only(levels_of(SCOPE + rules)["call"])
    assert call.authority == "escalate"
    assert [cases.authority for cases in call.milder] == ["free"]


def test_a_role_that_readers_may_not_see_is_not_named() -> None:
    files, _ = files_of("")
    people = files["house/people.yml"].replace(
        "{id: night-moderator,", "{id: night-moderator, confidentiality: restricted,"
    )
    assert people != files["house/people.yml"]
    level = only(levels_of("# file: house/people.yml (new)\n" + people)["hold"])
    assert level.roles == ("community-manager",)


@pytest.mark.parametrize("actor", ["legal-counsel", "directors"])
def test_somebody_of_whom_no_rule_speaks_has_no_level(actor: str) -> None:
    steps = f"steps: [{{id: keep, kind: action, title: Garder, act: capture, actor: {actor}}}]\n"
    assert levels_of(SCENARIO + steps) == {}


def test_an_answer_in_public_is_one_in_private_where_a_channel_offers_no_other() -> None:
    channels = """# file: brands/lumen/channels.yml
channels:
  - {id: page, title: Page, kind: social, ownership: owned, state: active, audience: Qui lit.}
  - {id: inbox, title: Boîte, kind: messaging, ownership: owned, state: active, audience: Qui lit.}
"""
    step = HOLD.replace("act: publish", "act: reply-public")
    ready = "{id: waiting, text: Nous lisons tout., channels: [page], texts: [{channels: [inbox], text: Nous lisons.}]}"
    scenario = f"{SCENARIO}steps: [{step}]\nstatements: [{ready}]\n"
    rule = "  - {id: hold-in-private, roles: [team], actions: [reply-private], authority: free}\n"
    private, public = levels_of(channels + SCOPE + rule + scenario)["hold"]
    assert (public.channels, public.asked.action, public.authority) == (("page",), "reply-public", "notify")
    assert (private.channels, private.asked.action, private.authority) == (("inbox",), "reply-private", "free")
    assert (public.is_instead, private.is_instead) == (False, True)
