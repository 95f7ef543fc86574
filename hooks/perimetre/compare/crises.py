"""Compare what was prepared for a crisis: steps, clocks, ready statements, and what was agreed before it changed.

Comes in: a scenario or a procedure before and after, the name of a field. Goes out: what its change does, in sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from perimetre.base.words import Message, counted, message
from perimetre.compare.changes import Kind
from perimetre.compare.fields import field_phrases
from perimetre.compare.neutral import neutral
from perimetre.compare.saying import Later, Names, apart, few, quoted
from perimetre.compare.weighed import Part, Weighed, of_parts, of_phrases
from perimetre.language.plain import plain
from perimetre.model import Named
from perimetre.model.crisis import Crisis, CrisisStep, PreparedQuestion, Statement, Workflow
from perimetre.model.delays import minutes

# What a step does, of which a change is to be read; its delay is told apart.
_DELAY = frozenset({"within", "clock", "hours"})


def step_changes(before: Workflow, after: Workflow, names: Names) -> Iterator[Weighed]:
    """Yield what becomes of the steps: those added, those removed, clocks that are longer or shorter, the rest."""
    old, new = ({step.id: step for step in workflow.steps} for workflow in (before, after))
    title = quoted(after.title or after.id)
    added = [new[id_] for id_ in new if id_ not in old]
    removed = [old[id_] for id_ in old if id_ not in new]
    if added:
        steps = few(map(_name, added))
        yield Weighed(
            "added",
            counted("{title}: new step {steps}.", "{title}: new steps {steps}.", len(added), title=title, steps=steps),
        )
    if removed:
        steps = few(map(_name, removed))
        yield Weighed(
            "removed",
            counted(
                "{title}: no more step {steps}.",
                "{title}: no more steps {steps}.",
                len(removed),
                title=title,
                steps=steps,
            ),
        )
    changed: list[Part] = []
    delays: dict[Kind, list[Message]] = {}
    for id_ in (id_ for id_ in new if id_ in old):
        if neutral(old[id_], leave=_DELAY) != neutral(new[id_], leave=_DELAY):
            phrases = _phrases(before, after, old[id_], new[id_], names, leave=_DELAY)
            changed.append((_name(new[id_]), phrases))
        if neutral(old[id_].delay) != neutral(new[id_].delay):
            kind, sentence = _delay(old[id_], new[id_])
            delays.setdefault(kind, []).append(sentence)
    for kind, sentences in sorted(delays.items()):
        yield Weighed(kind, message("{title}: {delays}.", title=title, delays=apart(sentences)))
    if changed:
        steps = few(name for name, _ in changed)
        what = counted("{title}, step {steps}", "{title}, steps {steps}", len(changed), title=title, steps=steps)
        yield of_parts("review", what, changed)
    order = [id_ for id_ in new if id_ in old]
    if not added and not removed and not changed and not delays and order != [id_ for id_ in old if id_ in new]:
        yield Weighed("editorial", message("{title}: the steps are written in another order.", title=title))


def _phrases(
    before: Workflow, after: Workflow, old: Named, new: Named, names: Names, leave: Collection[str] = ()
) -> tuple[Message, ...]:
    """Return what becomes of a part of a workflow, whose other parts have the names that they bear there."""
    return field_phrases(old, new, names, leave=leave, around=(before, after))


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


def statement_changes(before: Crisis, after: Crisis, names: Names) -> Iterator[Weighed]:
    """Yield what becomes of the ready statements; those whose words changed under an agreement given before."""
    old, new = ({said.id: said for said in crisis.statements} for crisis in (before, after))
    title = quoted(after.title or after.id)
    added = [_titled(new[id_]) for id_ in new if id_ not in old]
    removed = [_titled(old[id_]) for id_ in old if id_ not in new]
    if added:
        yield Weighed("added", message("{title}: new ready statement: {names}.", title=title, names=few(added)))
    if removed:
        words = {"title": title, "names": few(removed)}
        yield Weighed("removed", message("{title}: this ready statement is no more: {names}.", **words))
    stale: list[Part] = []
    others: list[Part] = []
    for id_ in (id_ for id_ in new if id_ in old):
        if neutral(old[id_]) == neutral(new[id_]):
            continue
        same_words = [_wordings(said) for said in (old[id_], new[id_])]
        is_stale = same_words[0] != same_words[1] and new[id_].agreements and new[id_].agreements == old[id_].agreements
        part = _titled(new[id_]), _phrases(before, after, old[id_], new[id_], names)
        (stale if is_stale else others).append(part)
    if stale:
        what = _stale(title, (name for name, _ in stale))
        yield of_parts("review", what, stale, message("{what}.", what=what))
    if others:
        said = few(name for name, _ in others)
        what = counted(
            "{title}, ready statement {said}", "{title}, ready statements {said}", len(others), title=title, said=said
        )
        yield of_parts("review", what, others)


def _titled(said: Statement) -> Message:
    return quoted(said.title or said.id, 60)


def _stale(title: Message, names: Iterable[Message]) -> Message:
    words = {"title": title, "names": few(names)}
    return message("{title}: the words changed after they were agreed, to be agreed again, {names}", **words)


def _wordings(said: Statement) -> object:
    return tuple(neutral(text.text) for text in said.wordings if text.text is not None)


def question_changes(before: Crisis, after: Crisis, names: Names) -> Iterator[Weighed]:
    """Yield what becomes of the prepared answers; those that changed under an agreement given before."""
    title = quoted(after.title or after.id)
    old = {neutral(question.q): question for question in before.questions}
    stale = [
        question
        for question in after.questions
        if question.approved_by and neutral(question.q) in old and _is_stale(old[neutral(question.q)], question)
    ]
    phrases = field_phrases(before, after, names, only=("questions",))
    if not stale:
        yield of_phrases("review", message("{title}, prepared answers", title=title), phrases)
        return
    what = _stale(title, [quoted(question.q or "", 60) for question in stale])
    yield of_phrases("review", what, phrases, message("{what}.", what=what))


def _is_stale(before: PreparedQuestion, after: PreparedQuestion) -> bool:
    given = [(question.approved_by, question.approved_at, question.version) for question in (before, after)]
    return given[0] == given[1] and neutral(before.a) != neutral(after.a)


def exit_changes(before: Crisis, after: Crisis, names: Names) -> Iterator[Weighed]:
    """Yield that the end of the crisis is told otherwise."""
    title = quoted(after.title or after.id)
    phrases = field_phrases(before, after, names, only=("exit",))
    yield of_phrases("review", message("{title}, when the crisis is over", title=title), phrases)
