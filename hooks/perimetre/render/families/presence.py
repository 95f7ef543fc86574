"""Draft where the brand speaks and who speaks for it: channels, roles, missions, objectives."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol, TypeVar

from perimetre.base.words import message
from perimetre.language.labels import WORDS
from perimetre.model import Channel, Procedure
from perimetre.perimeter.indicators import Measured, measured
from perimetre.perimeter.matching import expanded
from perimetre.render import views
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.moderation import modes_of


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of the channels, roles, missions and objectives of a brand."""
    yield from _channels(desk)
    yield from _roles(desk)
    yield from _missions(desk)
    yield from desk.page_of(
        "objectives",
        message("Objectives"),
        "missions/objectives.html",
        records=desk.the_brand.objectives.objectives,
        named="objectives",
        kind="objectives",
        measured=_measured(desk),
    )


def _measured(desk: Desk) -> Mapping[str, Sequence[Measured]]:
    """Return the indicators by their objective, each with its readings."""
    by_objective: dict[str, list[Measured]] = {}
    for indicator in measured(desk.the_brand):
        by_objective.setdefault(indicator.objective.id, []).append(indicator)
    return by_objective


def _channels(desk: Desk) -> Iterator[PageDraft]:
    channels = desk.seen(desk.the_brand.channels.channels)
    if not channels:
        return
    yield desk.draft(
        "channels",
        message("Channels"),
        "channels/index.html",
        kind="channels",
        channels=channels,
        by_ownership=tuple(_by_ownership(channels)),
        procedures=_procedures(desk, lambda procedure: procedure.kind in ("channel-opening", "channel-closing")),
    )
    kept = [channel for channel in channels if channel.access is not None and channel.state != "retired"]
    if kept and not desk.is_public:
        yield desk.draft(
            "accounts",
            message("Register of accounts"),
            "channels/accounts.html",
            kind="channels",
            parent="channels",
            channels=kept,
            without_account={id for id, kind in desk.values.channel_kinds.items() if not kind.account},
        )
    for channel in channels:
        kinds = (channel.kind,) if channel.kind else ()
        yield desk.draft(
            f"channels/{channel.id}",
            channel.title or channel.id,
            "channels/channel.html",
            kind="channels",
            head=channel,
            parent="channels",
            keywords=(*desk.words("channel_kinds", kinds), desk.say(channel.network), channel.handle or ""),
            description=channel.audience,
            channel=channel,
            roles=desk.cm_roles,
            levels=lambda role, id=channel.id: views.by_level(desk, role, [id]),
            at_other_hours=lambda role, id=channel.id: views.at_other_hours(desk, role, [id]),
            hours_of=desk.hours_of,
            turns=lambda role, id=channel.id: views.turns(desk, role=role, channel=id, named=True),
            red_lines=views.red_lines_for(desk, channel=channel.id),
            missing=views.missing(desk.values.actions, (channel,)),
            mechanics=_for_channel(desk.seen(desk.the_brand.voice.mechanics), channel),
            settings=_for_channel(desk.the_brand.voice.tone.settings if desk.the_brand.voice.tone else (), channel),
            signatures=_for_channel(desk.the_brand.voice.signature, channel),
            moderation=modes_of(desk, channel),
            procedures=_procedures(desk, partial(_on_channel, desk, channel.id)),
        )


def _procedures(desk: Desk, bears: Callable[[Procedure], bool]) -> tuple[Procedure, ...]:
    """Return the procedures that readers may see and that bear on what a page shows; the public sees none."""
    procedures = () if desk.is_public else desk.seen(desk.the_brand.procedures.procedures)
    return tuple(filter(bears, procedures))


def _on_channel(desk: Desk, channel: str, procedure: Procedure) -> bool:
    groups = {group.id: group.members for group in desk.the_brand.scope.groups}
    return channel in expanded(procedure.channels, groups)


def _in_mission(mission: str, procedure: Procedure) -> bool:
    return mission in procedure.missions


def _by_ownership(channels: Sequence[Channel]) -> Iterator[tuple[str | None, list[Channel]]]:
    """Return the channels by whose place it is, ours first; the active ones before the others."""
    for ownership in (*WORDS["ownership"], None):
        ours = [channel for channel in channels if channel.ownership == ownership]
        if ours:
            yield ownership, sorted(ours, key=lambda channel: channel.state != "active")


class OfChannels(Protocol):
    """A part that says something of some channels, perhaps of kinds of channels too."""

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels, or groups of them, by id."""


P = TypeVar("P", bound=OfChannels)


def _for_channel(parts: Iterable[P], channel: Channel) -> tuple[P, ...]:
    """Return the parts that name the channel or its kind."""
    return tuple(
        part
        for part in parts
        if channel.id in part.channels or (channel.kind and channel.kind in getattr(part, "channel_kinds", ()))
    )


def _roles(desk: Desk) -> Iterator[PageDraft]:
    brand = desk.the_brand
    roles = desk.seen(brand.people.roles)
    if not roles or desk.is_public:
        return
    people = desk.seen(brand.people.people)
    yield desk.draft(
        "roles",
        message("Roles and people"),
        "roles/index.html",
        kind="people",
        roles=roles,
        people=[person for person in people if not person.has_left(desk.today)],
        trainings=desk.seen(brand.people.trainings),
        assignments=desk.assignments,
        procedures=_procedures(desk, lambda procedure: procedure.kind in ("arrival", "departure")),
    )
    missions = desk.seen(brand.missions.missions)
    for role in roles:
        draft = desk.draft(
            f"roles/{role.id}",
            role.title or role.id,
            "roles/role.html",
            kind="people",
            head=role,
            parent="roles",
            keywords=(desk.say(role.plural),) if role.plural else (),
            description=role.purpose,
            role=role,
            holders=[assignment for assignment in desk.assignments if assignment.role == role.id],
            missions=[
                mission
                for mission in missions
                if mission.raci and role.id in (mission.raci.accountable, *mission.raci.responsible)
            ],
            schedules=[schedule for schedule in desk.seen(brand.people.schedules) if schedule.role == role.id],
            levels=(views.by_level(desk, role.id, desk.own_channels) if _is_ruled(desk, role.id) else ()),
            changes=(views.at_other_hours(desk, role.id, desk.own_channels) if _is_ruled(desk, role.id) else ()),
            ready=views.with_ready_answers(desk, role.id, desk.own_channels) if _is_ruled(desk, role.id) else (),
            channels=desk.channels,
            own_channels=desk.own_channels,
            hours_of=desk.hours_of,
            leads=[crisis for crisis in desk.seen(brand.crises) if crisis.lead == role.id],
            circuits=[
                circuit
                for circuit in desk.seen(brand.validation.circuits)
                if any(role.id in (*step.of, *step.veto) for step in circuit.steps)
            ],
        )
        yield dataclasses.replace(draft, role=role.id)


def _is_ruled(desk: Desk, role: str) -> bool:
    """Say whether some rule names the role: else every answer would be that of anybody."""
    return any(clause.matcher.roles and role in clause.matcher.roles for clause in desk.clauses) or any(
        cm_role.id == role for cm_role in desk.cm_roles
    )


def _missions(desk: Desk) -> Iterator[PageDraft]:
    missions = desk.seen(desk.the_brand.missions.missions)
    if not missions:
        return
    yield desk.draft(
        "missions",
        message("Missions"),
        "missions/index.html",
        kind="missions",
        missions=missions,
    )
    by_key = desk.actions_by_mission()
    for mission in missions:
        own = tuple(action.id for action in by_key.get(mission.key or "", ()))
        yield desk.draft(
            f"missions/{mission.id}",
            mission.title or mission.id,
            "missions/mission.html",
            kind="missions",
            head=mission,
            parent="missions",
            keywords=desk.words("mission_keys", (mission.key,) if mission.key else ()),
            description=mission.purpose,
            mission=mission,
            procedures=_procedures(desk, partial(_in_mission, mission.id)),
            actions=tuple(dict.fromkeys((*own, *mission.actions))),
            roles=desk.cm_roles,
            levels_of=lambda role, action: views.levels(desk, role, action),
            channels=[channel.id for channel in desk.channels],
            hours_of=desk.hours_of,
        )
