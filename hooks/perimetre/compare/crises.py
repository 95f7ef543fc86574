"""Compare what was prepared for a crisis: steps, clocks, ready statements, and what was agreed before it changed.

Comes in: a scenario or a procedure before and after, the name of a field. Goes out: what its change does, in sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from perimetre.base.words import Message, counted, message
from perimetre.compare.changes import Kind
from perimetre.compare.neutral import neutral
from perimetre.compare.saying import Later, apart, few, quoted
from perimetre.compare.weighed import Weighed
from perimetre.language.plain import plain
from perimetre.model.crisis import Crisis, CrisisStep, GivenApproval, PreparedQuestion, Statement, Workflow
from perimetre.model.delays import minutes
from perimetre.versions.canonical import words

# What a step does, of which a change is to be read; its delay is told apart.
_DELAY = frozenset({"within", "clock", "hours"})


def step_changes(before: Workflow, after: Workflow) -> Iterator[Weighed]:
    """Yield what becomes of the steps: those added, those removed, clocks that are longer or shorter, the rest."""
    old, new = ({step.id: step for step in workflow.steps} for workflow in (before, after))
    title = quoted(after.title or after.id)
    added = [new[id_] for id_ in new if id_ not in old]
    removed = [old[id_] for id_ in old if id_ not in new]
    if added:
        names = few(map(_name, added))
        yield Weighed(
            "added",
            counted("{title}: new step {names}.", "{title}: new steps {names}.", len(added), title=title, names=names),
        )
    if removed:
        names = few(map(_name, removed))
        yield Weighed(
            "removed",
            counted(
                "{title}: no more step {names}.",
                "{title}: no more steps {names}.",
                len(removed),
                title=title,
                names=names,
            ),
        )
    changed: list[CrisisStep] = []
    delays: dict[Kind, list[Message]] = {}
    for id_ in (id_ for id_ in new if id_ in old):
        if neutral(old[id_], leave=_DELAY) != neutral(new[id_], leave=_DELAY):
            changed.append(new[id_])
        if neutral(old[id_].delay) != neutral(new[id_].delay):
            kind, sentence = _delay(old[id_], new[id_])
            delays.setdefault(kind, []).append(sentence)
    for kind, sentences in sorted(delays.items()):
        yield Weighed(kind, message("{title}: {delays}.", title=title, delays=apart(sentences)))
    if changed:
        names = few(map(_name, changed))
        yield Weighed(
            "review",
            counted(
                "{title}: this step changes, to be read: {names}.",
                "{title}: these steps change, to be read: {names}.",
                len(changed),
                title=title,
                names=names,
            ),
        )
    order = [id_ for id_ in new if id_ in old]
    if not added and not removed and not changed and not delays and order != [id_ for id_ in old if id_ in new]:
        yield Weighed("editorial", message("{title}: the steps are written in another order.", title=title))


def _name(step: CrisisStep) -> Message:
    return quoted(step.title or step.do or step.id, 60)


def _delay(before: CrisisStep, after: CrisisStep) -> tuple[Kind, Message]:
    old, new = minutes(before.within), minutes(after.within)
    kind: Kind = "review"
    if before.clock == after.clock and old != new:
        kind = "weakened" if new is None or (old is not None and new > old) else "strengthened"
    return kind, message(
        "{step} within {after} (before: {before})", step=_name(after), after=_within(after), before=_within(before)
    )


def _within(step: CrisisStep) -> object:
    if step.within is None:
        return message("no delay")
    within = step.within
    return Later(lambda language: plain(getattr(within, "within", None) or within, language))


def statement_changes(before: Crisis, after: Crisis) -> Iterator[Weighed]:
    """Yield what becomes of the ready statements: those agreed anew, those changed under an agreement given before."""
    old, new = ({said.id: said for said in crisis.statements} for crisis in (before, after))
    title = quoted(after.title or after.id)
    for kind, alone in (
        ("added", [new[i] for i in new if i not in old]),
        ("removed", [old[i] for i in old if i not in new]),
    ):
        if alone:
            names = few(quoted(said.title or said.id, 60) for said in alone)
            sentence = message("{title}: new ready statement: {names}.", title=title, names=names)
            if kind == "removed":
                sentence = message("{title}: this ready statement is no more: {names}.", title=title, names=names)
            yield Weighed(kind, sentence)  # type: ignore[arg-type]
    stale: list[Statement] = []
    agreed: list[Statement] = []
    others: list[Statement] = []
    channels: list[Statement] = []
    for id_ in (id_ for id_ in new if id_ in old):
        if neutral(old[id_]) == neutral(new[id_]):
            continue
        if new[id_].agreements and _given(old[id_].agreements) != _given(new[id_].agreements):
            agreed.append(new[id_])
        elif new[id_].agreements and _wordings(old[id_]) != _wordings(new[id_]):
            stale.append(new[id_])
        elif neutral(old[id_], leave=("channels",)) == neutral(new[id_], leave=("channels",)):
            channels.append(new[id_])
        else:
            others.append(new[id_])
    yield from _of_statements(title, stale, agreed, channels, others)


def _of_statements(
    title: Message,
    stale: Sequence[Statement],
    agreed: Sequence[Statement],
    channels: Sequence[Statement],
    others: Sequence[Statement],
) -> Iterator[Weighed]:
    def names(several: Sequence[Statement]) -> object:
        return few(quoted(said.title or said.id, 60) for said in several)

    if stale:
        sentence = message(
            "{title}: the words changed after they were agreed, to be agreed again: {names}.",
            title=title,
            names=names(stale),
        )
        yield Weighed("review", sentence, stale=tuple(map(name_of, stale)))
    if agreed:
        sentence = message(
            "{title}: these ready statements are agreed anew: {names}.", title=title, names=names(agreed)
        )
        yield Weighed("review", sentence, agreed=tuple(map(name_of, agreed)))
    if channels:
        yield Weighed(
            "review",
            message("{title}: these statements leave on other channels: {names}.", title=title, names=names(channels)),
        )
    if others:
        yield Weighed(
            "review",
            message("{title}: these ready statements change, to be read: {names}.", title=title, names=names(others)),
        )


def _given(agreements: Iterable[GivenApproval]) -> object:
    """Return who agreed and when, whichever form says it; a later end, or another note, is no new agreement."""
    return {(given.by, given.on, given.at) for given in agreements}


def _wordings(said: Statement) -> object:
    return tuple(neutral(text.text) for text in said.wordings if text.text is not None)


def question_changes(before: Crisis, after: Crisis) -> Iterator[Weighed]:
    """Yield what becomes of the prepared answers: those agreed anew, those changed under an agreement given before."""
    old = {name_of(question): question for question in before.questions}
    both = [(old[name_of(question)], question) for question in after.questions if name_of(question) in old]
    agreed = [new for old_, new in both if new.approved_by and _agreement(old_) != _agreement(new)]
    stale = [
        new
        for old_, new in both
        if new.approved_by and _agreement(old_) == _agreement(new) and neutral(old_.a) != neutral(new.a)
    ]
    title = quoted(after.title or after.id)
    if stale:
        sentence = message(
            "{title}: the answer changed after it was agreed, to be agreed again: {names}.",
            title=title,
            names=_asked(stale),
        )
        yield Weighed("review", sentence, stale=tuple(map(name_of, stale)))
    if agreed:
        sentence = message(
            "{title}: these prepared answers are agreed anew: {names}.", title=title, names=_asked(agreed)
        )
        yield Weighed("review", sentence, agreed=tuple(map(name_of, agreed)))
    if not stale and not agreed:
        yield Weighed("review", message("{title}: the prepared answers change, to be read.", title=title))


def name_of(text: Statement | PreparedQuestion | Crisis) -> str:
    """Return by what a text is known from one state to another; a scenario stands for its key messages."""
    if isinstance(text, Crisis):
        return "language_elements"
    return text.id if isinstance(text, Statement) else words(text.q)


def element_changes(before: Crisis, after: Crisis) -> Iterator[Weighed]:
    """Yield that the key messages change, and whether that is under an agreement given before."""
    title = quoted(after.title or after.id)
    if after.approval and neutral(after.approval) == neutral(before.approval):
        sentence = message("{title}: the key messages changed after they were agreed, to be agreed again.", title=title)
        yield Weighed("review", sentence, stale=(name_of(after),))
    else:
        yield Weighed("review", message("{title}: the key messages change, to be read.", title=title))


def approval_changes(_: Crisis, after: Crisis) -> Iterator[Weighed]:
    """Yield that the key messages are agreed anew."""
    if after.approval:
        sentence = message("{title}: the key messages are agreed anew.", title=quoted(after.title or after.id))
        yield Weighed("review", sentence, agreed=(name_of(after),))


def _asked(questions: Iterable[PreparedQuestion]) -> object:
    return few(quoted(question.q or "", 60) for question in questions)


def _agreement(question: PreparedQuestion) -> object:
    return question.approved_by, question.approved_at, question.version


def exit_changes(_: Crisis, after: Crisis) -> Iterator[Weighed]:
    """Yield that the end of the crisis is told otherwise."""
    yield Weighed(
        "review",
        message("{title}: when the crisis is over changes, to be read.", title=quoted(after.title or after.id)),
    )
