"""Say whose yes is needed: how many of them, who may object or say no, within what time, and what silence means."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from perimetre.base.words import Message, counted, message
from perimetre.language import delays, describe, typography
from perimetre.language.labels import word
from perimetre.model import Circuit, Role
from perimetre.model.delays import Delay, latest
from perimetre.model.validation import CircuitStep
from perimetre.perimeter.questions import Agreement
from perimetre.reports.answer_words import AnswerWords
from perimetre.reports.delays import as_data as delay_as_data
from perimetre.reports.delays import written


def lines(words: AnswerWords, agreement: Agreement) -> Iterator[str]:
    """Yield an agreement in words: its steps in order, then, each under its step, what else bears on it."""
    circuit = agreement.circuit
    steps = " → ".join(words.say(_asked(words, step)) for step in circuit.steps)
    yield words.say(message("{title}: {steps}", title=words.text(circuit.title) or circuit.id, steps=steps))
    for n, step in enumerate(circuit.steps, start=1):
        for besides in _besides(words, step):
            several = len(circuit.steps) > 1
            yield words.say(message("step {n}: {words}", n=n, words=besides) if several else besides)
    yield from map(words.say, _of_the_whole(words, circuit))


def as_data(words: AnswerWords, agreement: Agreement) -> dict[str, object]:
    """Return an agreement as JSON says it."""
    circuit = agreement.circuit
    return {
        "rule": agreement.rule.id,
        "circuit": circuit.id,
        "total_within": written(circuit.total_within),
        "recuse": list(circuit.recuse),
        "distinct_by": circuit.distinct_by,
        "emergency": None
        if circuit.emergency is None
        else {
            "who": list(circuit.emergency.who),
            "log": words.text(circuit.emergency.log) or None,
            "reviewed_within": written(circuit.emergency.reviewed_within),
        },
        "steps": [_step_as_data(words, step) for step in circuit.steps],
    }


def _step_as_data(words: AnswerWords, step: CircuitStep) -> dict[str, object]:
    objection = step.objection
    return {
        "need": step.need,
        "n": step.n,
        "share": step.share,
        "of": list(step.of),
        "skill": words.text(step.skill) or None,
        "veto": list(step.veto),
        "quorum": step.quorum,
        "objection": None
        if objection is None
        else {"by": list(objection.by), "reasoned": bool(objection.reasoned), "then": step.on_objection},
        "within": written(latest(step.within)),
        "delay": delay_as_data(words, step.within),
        "not_before": written(step.not_before),
        "hours": step.hours,
        "how": words.text(step.how) or None,
        "on_timeout": step.on_timeout,
    }


def _asked(words: AnswerWords, step: CircuitStep) -> Message | str:
    """Return who is asked, how many of them must agree, and within what time."""
    who = _how_many(words, step)
    if step.within is None:
        return who
    if isinstance(step.within, Delay):
        return message("{people}: {delay}", people=who, delay=delays.delay(step.within, words.language))
    delay = words.delay(step.within)
    if step.hours is None:
        return message("{people}, within {delay}", people=who, delay=delay)
    return message("{people}, within {delay} ({hours})", people=who, delay=delay, hours=word("hours", step.hours))


def _how_many(words: AnswerWords, step: CircuitStep) -> Message | str:
    people = words.people(step.of, "and" if step.need == "all" else "or")
    if step.need == "n":
        return counted(
            "{count} agreement among {people}", "{count} agreements among {people}", step.n or 1, people=people
        )
    if step.need == "share":
        return message("{share}% among {people}", share=step.share or 100, people=people)
    if len(step.of) < 2 and step.need in ("any", "all", None):
        return people
    match step.need:
        case "any":
            return message("{people} (one is enough)", people=people)
        case "all":
            return message("{people} (all of them)", people=people)
        case "majority":
            return message("a majority among {people}", people=people)
        case "two-thirds":
            return message("two thirds among {people}", people=people)
        case _:
            return people


def _besides(words: AnswerWords, step: CircuitStep) -> Iterator[Message | str]:
    if step.not_before is not None:
        yield message("a yes counts after {delay} only", delay=words.delay(step.not_before))
    if step.how is not None:
        yield message("asked this way: {how}", how=words.text(step.how))
    if step.hours == "theirs":
        for role in filter(None, (words.brand.find(Role, who) for who in step.of)):
            if role.hours:
                said = describe.hours(role.hours, words.language, functools.partial(words.title, "period"))
                hours = typography.SEMICOLONS[words.language].join(said)
                yield message("{who} answers: {hours}", who=words.who(role.id), hours=hours)
    if step.skill is not None:
        yield message("with this skill: {skill}", skill=words.text(step.skill))
    if step.quorum is not None:
        yield counted(
            "quorum: {count} person at least takes part", "quorum: {count} people at least take part", step.quorum
        )
    if step.veto:
        yield message("veto: {people}", people=words.people(step.veto, "or"))
    objection = step.objection
    if objection is not None and objection.by:
        who = words.people(objection.by, "or")
        yield (
            message("may object, giving their reasons: {people}", people=who)
            if objection.reasoned
            else message("may object: {people}", people=who)
        )
    if step.on_objection in ("reject", "next"):
        yield word("on_objection", step.on_objection)
    elif step.on_objection is not None:
        yield message("after an objection: {circuit}", circuit=words.title("circuit", step.on_objection))
    if step.on_timeout is not None:
        yield word("on_timeout", step.on_timeout)


def _of_the_whole(words: AnswerWords, circuit: Circuit) -> Iterator[Message]:
    if circuit.total_within is not None:
        yield message("in all: {delay}", delay=words.delay(circuit.total_within))
    if circuit.distinct_by is not None:
        yield message("from different {voices}", voices=word("distinct_by", circuit.distinct_by))
    if circuit.recuse:
        yield message("does not take part: {people}", people=words.people(circuit.recuse, "or"))
    emergency = circuit.emergency
    if emergency is not None and emergency.who:
        yield message("in an emergency, may decide alone: {people}", people=words.people(emergency.who, "or"))
        if emergency.log is not None:
            yield message("then written down: {log}", log=words.text(emergency.log))
        if emergency.reviewed_within is not None:
            yield message("then looked at again within {delay}", delay=words.delay(emergency.reviewed_within))
