"""Draft the perimeter: the matrix, the actions of each mission, the rules, red lines, duties, periods, requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from perimetre.base.words import message
from perimetre.language.labels import AUTHORITIES
from perimetre.model import Action, Rule
from perimetre.perimeter.copies import red_lines_of
from perimetre.perimeter.questions import RANK
from perimetre.render import views
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.instead import Without, without

# The headings under which rules are read: those that hold back most first, advice last.
_RULES_BY_LEVEL = (
    ("forbidden", message("What is forbidden")),
    ("escalate", message("What is passed on")),
    ("approve", message("What needs an approval first")),
    ("notify", message("What is done, then told")),
    ("template", message("What is done with a ready answer")),
    ("free", message("What is free")),
    ("none", message("What has no level: to be decided, or advice")),
)


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of the perimeter of a brand."""
    brand = desk.the_brand
    missions = desk.actions_by_mission()
    if desk.cm_roles and desk.channels:
        yield desk.draft(
            "perimeter",
            message("May I…? The perimeter"),
            "perimeter/matrix.html",
            kind="scope",
            description=message("What the community manager may do, action by action and channel by channel."),
            boost=1.2,
            missions=missions,
            channels=desk.channels,
            columns=lambda role: views.columns(
                desk, role, [action.id for actions in missions.values() for action in actions], desk.channels
            ),
            roles=desk.cm_roles,
            answer=desk.answer,
            besides=desk.besides,
            hours_of=desk.hours_of,
            own_channels=desk.own_channels,
            levels=AUTHORITIES,
            by_level=lambda role: views.by_level(desk, role, desk.own_channels),
            at_other_hours=lambda role: views.at_other_hours(desk, role, desk.own_channels),
        )
        for key, actions in missions.items():
            yield _actions(desk, key, actions)
    yield from desk.page_of(
        "perimeter/rules",
        message("The rules of the perimeter"),
        "perimeter/rules.html",
        records=brand.scope.rules,
        named="rules",
        kind="scope",
        parent="perimeter",
        levels=_RULES_BY_LEVEL,
        rules_of=_rules_of,
        groups=desk.seen(brand.scope.groups),
        edition=brand.scope.edition,
        missing=_missing(desk),
    )
    # What is only advised comes last.
    red_lines = sorted(red_lines_of(brand), key=lambda line: line.is_advice)
    yield from desk.page_of(
        "perimeter/red-lines",
        message("The red lines"),
        "perimeter/red-lines.html",
        records=red_lines,
        named="lines",
        kind="scope",
        parent="perimeter",
        boost=1.2,
    )
    yield from desk.page_of(
        "perimeter/duties",
        message("Duties: what must be done"),
        "perimeter/duties.html",
        records=brand.duties.duties,
        named="duties",
        kind="duties",
        parent="perimeter",
    )
    yield from desk.page_of(
        "perimeter/periods",
        message("Periods that change the rules"),
        "perimeter/periods.html",
        records=brand.periods.periods,
        named="periods",
        kind="periods",
        parent="perimeter",
    )
    doors = desk.seen(brand.requests.doors)
    if doors or (brand.requests.pressures and not desk.is_public):
        yield desk.draft(
            "perimeter/requests",
            message("I am asked to…: the doors of the house"),
            "perimeter/requests.html",
            kind="requests",
            parent="perimeter",
            doors=doors,
            pressures=() if desk.is_public else brand.requests.pressures,
        )


def _rules_of(rules: Iterable[Rule], level: str) -> tuple[Rule, ...]:
    """Return the rules of a level, in the order in which they are written."""
    return tuple(rule for rule in rules if (rule.authority or "none") == level)


def _missing(desk: Desk) -> Mapping[str, tuple[views.Missing, ...]]:
    """Return, by rule, the acts that it allows on channels that it names and that some of them do not offer."""
    return {
        clause.rule.id: views.missing(
            sorted(clause.matcher.actions),
            [channel for channel in desk.channels if channel.id in clause.matcher.channels],
        )
        for clause in desk.clauses
        if clause.matcher.actions and clause.matcher.channels and RANK[clause.authority] <= RANK["approve"]
    }


def _without(desk: Desk, role: str, action: str) -> Iterator[Without]:
    """Return the channels that do not offer an act, with what the role may do there instead."""
    answers = {channel.id: desk.answer(role, action, channel.id) for channel in desk.channels}
    lacks = {channel: answer.lack for channel, answer in answers.items() if answer.lack is not None}
    return without(desk, desk.question(role, action, ""), lacks)


def _actions(desk: Desk, key: str, actions: tuple[Action, ...]) -> PageDraft:
    mission = desk.values.mission_keys.get(key)
    ids = [action.id for action in actions]
    return desk.draft(
        f"perimeter/actions/{key}",
        mission.label if mission else key,
        "perimeter/actions.html",
        kind="scope",
        parent="perimeter",
        keywords=desk.words("actions", ids) + desk.words("mission_keys", (key,)),
        boost=1.2,
        description=mission.definition if mission else None,
        mission=mission,
        actions=actions,
        roles=desk.cm_roles,
        by_channel=lambda role, action: views.by_channel(desk, role, action),
        without=lambda role, action: tuple(_without(desk, role, action)),
        levels_of=lambda role, action: views.levels(desk, role, action),
        hours_of=desk.hours_of,
        channels=[channel.id for channel in desk.channels],
        turns=lambda role, action: views.turns(desk, role=role, action=action, named=True),
        keywords_of=lambda action: desk.words("actions", (action,)),
    )
