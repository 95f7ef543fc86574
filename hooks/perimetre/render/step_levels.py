"""Gather how far those may go whom the steps of a crisis or of a procedure ask to act, in the short form of a step.

A part of the stage render. Comes in: a desk, a scenario or a procedure. Goes out: the levels of each step. Decides
nothing: the room `perimeter` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from perimetre.base.frozen import dataclass
from perimetre.model import Workflow
from perimetre.perimeter.questions import AUTHORITIES, IMPOSSIBLE, RANK, Question
from perimetre.render.desk import Desk
from perimetre.render.surroundings import Cases, together


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLevel:
    """One level of what a step asks.

    Fields:
        asked: what is asked, of the first role on the first channel.
        is_instead: whether that is not the act of the step, but what takes its place on these channels.
        roles, channels: whose level it is, and where; none is said where it is everybody's, everywhere.
        is_everybodys, everywhere: whether these are all whom the step asks, all the channels on which it does.
        authority: the level; `impossible` where these channels do not offer the act.
        but: whether some case is stricter.
        agreements: the circuits whose yes it needs.
        milder: where it waits for somebody, the cases in which it does not.
        sterner: the cases in which it is stricter.
        informed: who is told of it.
    """

    asked: Question
    is_instead: bool
    roles: tuple[str, ...]
    channels: tuple[str, ...]
    is_everybodys: bool
    everywhere: bool
    authority: str
    but: bool
    agreements: tuple[str, ...]
    milder: tuple[Cases, ...]
    sterner: tuple[Cases, ...]
    informed: tuple[str, ...]


_Form = tuple[str, bool, tuple[str, ...], tuple[Cases, ...], str | None, str]


def step_levels(desk: Desk, workflow: Workflow) -> Mapping[str, tuple[StepLevel, ...]]:
    """Return the levels of the steps that name an act, by id of step, the freest first.

    A step asked of somebody of whom no rule speaks has none. Roles and channels that the readers may not see are left
    out: their ids stand in the page.
    """
    roles = {role.id for role in desk.seen(desk.the_brand.people.roles)}
    channels = {channel.id for channel in desk.channels}
    shown = {
        id: tuple(question for question in questions if question.role in roles and question.channel in channels)
        for id, questions in desk.asked_by(workflow).items()
    }
    acts = {step.id: step.act for step in workflow.steps}
    return {id: tuple(_levels(desk, acts[id], questions)) for id, questions in shown.items() if questions}


def _levels(desk: Desk, act: str | None, questions: tuple[Question, ...]) -> list[StepLevel]:
    of_roles: dict[str, dict[_Form, list[Question]]] = {}
    for question in questions:
        of_roles.setdefault(question.role, {}).setdefault(_form(desk, question), []).append(question)
    # Roles that have the same levels on the same channels are told together.
    alike: dict[tuple[_Form, tuple[str, ...]], list[list[Question]]] = {}
    for forms in of_roles.values():
        for form, asked in forms.items():
            alike.setdefault((form, tuple(question.channel for question in asked)), []).append(asked)
    channels = _each(question.channel for question in questions)
    levels = [
        StepLevel(
            asked=asked[0][0],
            is_instead=asked[0][0].action != act,
            roles=(roles := _each(questions[0].role for questions in asked)),
            channels=where,
            is_everybodys=len(roles) == len(of_roles),
            everywhere=len(where) == len(channels),
            authority=authority,
            but=but,
            agreements=agreements,
            milder=milder,
            sterner=together(case for each in asked for question in each for case in desk.besides_of(question).sterner),
            informed=_informed(desk, (question for each in asked for question in each)),
        )
        for ((authority, but, agreements, milder, _, _), where), asked in alike.items()
    ]
    return sorted(levels, key=lambda level: (*AUTHORITIES, IMPOSSIBLE).index(level.authority))


def _form(desk: Desk, question: Question) -> _Form:
    """Return what is shown of an answer, the posture, the act: questions that differ in none are told together."""
    answer, besides = desk.ask(question), desk.besides_of(question)
    waits = answer.lack is None and RANK[answer.authority] >= RANK["approve"]
    milder = tuple(cases for cases in besides.milder if RANK[cases.authority] < RANK["approve"]) if waits else ()
    circuits = tuple(agreement.circuit.id for agreement in answer.agreements) if waits else ()
    return answer.shown, besides.is_sterner, circuits, milder, question.posture, question.action


def _informed(desk: Desk, questions: Iterable[Question]) -> tuple[str, ...]:
    return _each(told.who for question in questions for told in desk.ask(question).inform if told.who is not None)


def _each(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
