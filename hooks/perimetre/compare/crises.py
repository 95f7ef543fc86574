"""Compare what was prepared for a crisis: steps, clocks, ready statements, and what was agreed before it changed.

Comes in: a scenario or a procedure before and after, the name of a field. Goes out: what its change does, in sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from perimetre.base.words import Listing, Message, counted, message
from perimetre.compare.changes import Kind
from perimetre.compare.fields import field_phrases
from perimetre.compare.neutral import neutral
from perimetre.compare.saying import Later, Names, apart, few, quoted
from perimetre.compare.weighed import Part, Weighed, of_parts, of_phrases
from perimetre.language.plain import plain
from perimetre.model import Named
from perimetre.model.crisis import Crisis, CrisisStep, Workflow
from perimetre.model.delays import minutes
from perimetre.model.statements import GivenApproval, PreparedQuestion, Statement
from perimetre.versions.canonical import words

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
    if [id_ for id_ in new if id_ in old] != [id_ for id_ in old if id_ in new]:
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
    stale: list[Statement] = []
    agreed: list[Statement] = []
    others: list[Statement] = []
    for id_ in (id_ for id_ in new if id_ in old):
        if neutral(old[id_]) == neutral(new[id_]):
            continue
        if new[id_].agreements and _given(old[id_].agreements) != _given(new[id_].agreements):
            agreed.append(new[id_])
        elif new[id_].agreements and _wordings(old[id_]) != _wordings(new[id_]):
            stale.append(new[id_])
        else:
            others.append(new[id_])

    def parts(several: Iterable[Statement]) -> list[Part]:
        return [(_titled(said), _phrases(before, after, old[said.id], said, names)) for said in several]

    if stale:
        by = [given.by for said in stale for given in said.agreements if given.by]
        what = _stale(title, map(_titled, stale), _called(by, names))
        told = of_parts("review", what, parts(stale), message("{what}.", what=what))
        yield replace(told, stale=tuple(map(name_of, stale)))
    if agreed:
        what = _agreed(title, map(_titled, agreed))
        told = of_parts("review", what, parts(agreed), message("{what}.", what=what))
        yield replace(told, agreed=tuple(map(name_of, agreed)))
    if others:
        said = few(map(_titled, others))
        what = counted(
            "{title}, ready statement {said}", "{title}, ready statements {said}", len(others), title=title, said=said
        )
        yield of_parts("review", what, parts(others))


def _titled(said: Statement) -> Message:
    return quoted(said.title or said.id, 60)


def _stale(title: Message, names: Iterable[Message], who: Listing) -> Message:
    words = {"title": title, "names": few(names), "who": who}
    return message("{title}: the words changed after they were agreed, to be agreed again (by {who}), {names}", **words)


def _called(agreed: Iterable[str], names: Names) -> Listing:
    """Return what those who agreed are called, each once."""
    return few(names.called(by) for by in dict.fromkeys(agreed))


def _agreed(title: Message, names: Iterable[Message]) -> Message:
    return message("{title}: these texts are agreed anew, {names}", title=title, names=few(names))


def _given(agreements: Iterable[GivenApproval]) -> object:
    """Return who agreed and when, whichever form says it; a later end, or another note, is no new agreement."""
    return {(given.by, given.on, given.at) for given in agreements}


def _wordings(said: Statement) -> object:
    """Return what was agreed of a statement: its words, and what is joined to them."""
    return tuple(neutral(text.text) for text in said.wordings if text.text is not None), neutral(said.media)


def question_changes(before: Crisis, after: Crisis, names: Names) -> Iterator[Weighed]:
    """Yield what becomes of the prepared answers: those agreed anew, those changed under an agreement given before."""
    title = quoted(after.title or after.id)
    old = {name_of(question): question for question in before.questions}
    both = [(old[name_of(question)], question) for question in after.questions if name_of(question) in old]
    agreed = [new for old_, new in both if new.approved_by and _agreement(old_) != _agreement(new)]
    stale = [
        new
        for old_, new in both
        if new.approved_by and _agreement(old_) == _agreement(new) and neutral(old_.a) != neutral(new.a)
    ]
    phrases = field_phrases(before, after, names, only=("questions",))
    if not stale and not agreed:
        yield of_phrases("review", message("{title}, prepared answers", title=title), phrases)
        return
    if stale:
        by = [question.approved_by for question in stale if question.approved_by]
        what = _stale(title, map(_asked, stale), _called(by, names))
        told = of_phrases("review", what, phrases, message("{what}.", what=what))
        yield replace(told, stale=tuple(map(name_of, stale)))
        phrases = ()
    if agreed:
        what = _agreed(title, map(_asked, agreed))
        told = of_phrases("review", what, phrases, message("{what}.", what=what))
        yield replace(told, agreed=tuple(map(name_of, agreed)))


def name_of(text: Statement | PreparedQuestion | Crisis) -> str:
    """Return by what a text is known from one state to another; a scenario stands for its key messages."""
    if isinstance(text, Crisis):
        return "language_elements"
    return text.id if isinstance(text, Statement) else words(text.q)


def element_changes(before: Crisis, after: Crisis, names: Names) -> Iterator[Weighed]:
    """Yield that the key messages change, and whether that is under an agreement given before."""
    what = message("{title}, key messages", title=quoted(after.title or after.id))
    phrases = field_phrases(before, after, names, only=("language_elements",))
    if after.approval and neutral(after.approval) == neutral(before.approval):
        else_ = message("{what}: they changed after they were agreed, to be agreed again.", what=what)
        yield replace(of_phrases("review", what, phrases, else_), sentence=else_, stale=(name_of(after),))
    else:
        yield of_phrases("review", what, phrases)


def approval_changes(_before: Crisis, after: Crisis, _names: Names) -> Iterator[Weighed]:
    """Yield that the key messages are agreed anew."""
    if after.approval:
        sentence = message("{title}: the key messages are agreed anew.", title=quoted(after.title or after.id))
        yield Weighed("review", sentence, agreed=(name_of(after),))


def _asked(question: PreparedQuestion) -> Message:
    return quoted(question.q or "", 60)


def _agreement(question: PreparedQuestion) -> object:
    return question.approved_by, question.approved_at, question.version


def exit_changes(before: Crisis, after: Crisis, names: Names) -> Iterator[Weighed]:
    """Yield that the end of the crisis is told otherwise."""
    title = quoted(after.title or after.id)
    phrases = field_phrases(before, after, names, only=("exit",))
    yield of_phrases("review", message("{title}, when the crisis is over", title=title), phrases)
