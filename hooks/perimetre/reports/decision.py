"""Write an answer of the perimeter: for a person at a terminal, or as JSON (`schemas/output/decide.schema.json`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from perimetre.base.diagnostics import Place
from perimetre.base.durations import Duration
from perimetre.base.words import Message, message, say
from perimetre.language import typography
from perimetre.language.labels import AUTHORITIES, word
from perimetre.model import Brand, Handbook, Limit, Record, Role, Text
from perimetre.perimeter.matching import ElementaryQuestion, FactBounds
from perimetre.perimeter.questions import Agreement, Answer, Change, Question
from perimetre.reports import plain

Locate = Callable[[Place], "tuple[str, int]"]

_SIGN_AND_SENTENCE = {
    "free": message("Yes: {who} may “{action}” on {channel} alone."),
    "template": message("Yes, with a ready answer: {who} may “{action}” on {channel}."),
    "notify": message("Yes, then tell: {who} may “{action}” on {channel} and informs those concerned."),
    "approve": message("Not alone: for {who}, “{action}” on {channel} needs approval first."),
    "escalate": message("Not yours to decide: {who} passes “{action}” on {channel} up the escalation line."),
    "forbidden": message("No: “{action}” on {channel} is forbidden for {who}."),
}


class Teller:
    """Put an answer into words.

    Args:
        handbook: the handbook that the question was asked of.
        brand: the brand.
        question: the question.
        language: `fr` or `en`.
        locate: where a symbolic place stands: the file as printed, and the line, from 1.
    """

    def __init__(self, handbook: Handbook, brand: Brand, question: Question, language: str, locate: Locate) -> None:
        self.handbook = handbook
        self.brand = brand
        self.question = question
        self.language = language
        self.locate = locate

    def as_text(self, answer: Answer) -> str:
        """Return the answer as lines to read in a hurry: the verdict, what to do now, then the reasons."""
        return plain.lines("\n".join(self._lines(answer)) + "\n")

    def as_json(self, answer: Answer) -> str:
        """Return the answer as one JSON object."""
        whole = {
            "authority": answer.authority,
            "answer": self.sentence(answer),
            "agreements": [self._agreement(agreement) for agreement in answer.agreements],
            "inform": [
                {"who": inform.who, "when": inform.when, "within": _text(inform.within)} for inform in answer.inform
            ],
            "consult": [
                {
                    "of": list(consult.of),
                    "mode": consult.mode,
                    "when": self._said(consult.when),
                    "lead_time": _text(consult.lead_time),
                }
                for consult in answer.consult
            ],
            "conditions": [
                {"kind": condition.kind, "value": self._said(condition.value)} for condition in answer.conditions
            ],
            "limits": [_limit(limit) for limit in answer.limits],
            "required_mentions": list(answer.required_mentions),
            "requests": list(answer.requests),
            "meanwhile": "\n".join(map(self._say, self._meanwhile(answer))) or None,
            "if_no_answer": "\n".join(map(self._say, self._if_no_answer(answer))) or None,
            "instead": [self._said(text) for text in answer.instead],
            "lift": [self._agreement(agreement) for agreement in answer.lift],
            "escalation_line": answer.escalation_line,
            "templates": list(answer.templates),
            "would_change_if": [_change(change) for change in answer.would_change_if],
            "unanswered": [
                {"says": part.says, "topic": part.topic, "author": part.author} for part in answer.unanswered
            ],
            "rules": [
                {
                    "id": rule.id,
                    "file": self.locate(rule.place)[0],
                    "line": self.locate(rule.place)[1],
                    "authority": getattr(rule, "authority", answer.authority) or "escalate",
                }
                for rule in answer.rules
            ],
        }
        return plain.as_json(whole)

    def sentence(self, answer: Answer) -> str:
        """Return the answer in one sentence."""
        template = _SIGN_AND_SENTENCE[answer.authority]
        values = {
            "who": self._title("role", self.question.role),
            "action": self._label("actions", self.question.action),
            "channel": self._title("channel", self.question.channel),
        }
        return self._say(Message(template.text, values))

    # --- lines -------------------------------------------------------------------------------------------------

    def _lines(self, answer: Answer) -> Iterator[str]:
        yield f"{AUTHORITIES[answer.authority].sign} {self.sentence(answer)}"
        if not answer.rules:
            yield self._item(
                message("no rule of the handbook speaks of it: nothing is allowed because it was forgotten")
            )
        else:
            for part in answer.unanswered:
                yield self._item(
                    message("no rule of the handbook speaks of this part of it: {part}", part=self._part(part))
                )
        for rule in answer.exhausted:
            yield self._item(message("the limit set by `{rule}` is reached", rule=rule.id))
        yield from self._list(message("Instead"), (self._text(text) for text in answer.instead))
        yield from self._list(message("Whose approval lifts it, once"), map(self._agreement_said, answer.lift))
        yield from self._list(message("Whose approval"), map(self._agreement_said, answer.agreements))
        yield from self._list(message("Meanwhile"), self._meanwhile(answer))
        yield from self._list(message("If nobody answers"), self._if_no_answer(answer))
        yield from self._list(message("Ready answers"), (self._title("template", id) for id in answer.templates))
        yield from self._list(message("Who is told"), self._inform(answer))
        yield from self._list(message("Whose view is asked"), self._consult(answer))
        yield from self._list(message("On condition"), (self._text(condition.value) for condition in answer.conditions))
        yield from self._list(message("Limits"), map(self._limit_said, answer.limits))
        mentions = (self._title("mention", id) for id in answer.required_mentions)
        yield from self._list(message("Required mentions"), mentions)
        yield from self._list(
            message("Request that must come first"), (self._title("door", id) for id in answer.requests)
        )
        if answer.escalation_line:
            line = self._title("line", answer.escalation_line)
            yield from self._list(message("Escalation line"), [line])
        yield from self._changes(answer.would_change_if)
        rules = (f"{rule.id} ({':'.join(map(str, self.locate(rule.place)))})" for rule in answer.rules)
        yield from self._list(message("Rules"), rules)

    def _list(self, title: Message, items: Iterable[Message | str]) -> Iterator[str]:
        lines = [self._item(item) for item in items]
        if lines:
            yield ""
            yield self._say(title)
            yield from lines

    def _item(self, what: Message | str) -> str:
        return f"  - {self._say(what)}"

    def _agreement_said(self, agreement: Agreement) -> str:
        steps = []
        for step in agreement.circuit.steps:
            people = self._people(step.of, "and" if step.need == "all" else "or")
            steps.append(
                message("{people}, within {delay}", people=people, delay=self._delay(step.within))
                if step.within
                else people
            )
        title = self._text(agreement.circuit.title) or agreement.circuit.id
        return self._say(message("{title}: {steps}", title=title, steps=" → ".join(map(self._say, steps))))

    def _meanwhile(self, answer: Answer) -> Iterator[str]:
        for meanwhile in answer.meanwhile:
            if meanwhile.say is not None:
                yield self._text(meanwhile.say)
            if meanwhile.template:
                yield self._say(message("send: {template}", template=self._title("template", meanwhile.template)))
            for action in meanwhile.do:
                yield self._label("actions", action)

    def _if_no_answer(self, answer: Answer) -> Iterator[Message | str]:
        for fallback in answer.if_no_answer:
            then = self._text(fallback.then)
            if fallback.line:
                line = message("escalation line: {line}", line=self._title("line", fallback.line))
                then = ". ".join(filter(None, (then.rstrip("."), self._say(line))))
            yield (
                message("after {delay}: {then}", delay=self._delay(fallback.after), then=then)
                if fallback.after
                else then
            )

    def _inform(self, answer: Answer) -> Iterator[Message | str]:
        for inform in answer.inform:
            who = self._people((inform.who,), "and") if inform.who else ""
            before = inform.when == "before"
            if inform.within:
                delay = self._delay(inform.within)
                yield (
                    message("{who}, before, {delay} ahead", who=who, delay=delay)
                    if before
                    else message("{who}, after, within {delay}", who=who, delay=delay)
                )
            else:
                yield message("{who}, before", who=who) if before else message("{who}, after", who=who)

    def _consult(self, answer: Answer) -> Iterator[str]:
        for consult in answer.consult:
            mode = word("consult_mode", consult.mode) if consult.mode else ""
            yield self._say(message("{people} ({mode})", people=self._people(consult.of, "and"), mode=mode))

    def _limit_said(self, limit: Limit) -> str:
        per = word("per", limit.per) if limit.per else ""
        what = self._text(limit.of) if limit.of else self._label("facts", limit.sum) if limit.sum else ""
        number = typography.number(limit.max, self.language) if limit.max is not None else ""
        return " ".join(filter(None, (self._say(message("at most {number}", number=number)), what, self._say(per))))

    def _changes(self, changes: Iterable[Change]) -> Iterator[str]:
        """Yield what would change the answer, under the level that it would change it to."""
        levels: dict[str, list[Change]] = {}
        for change in changes:
            levels.setdefault(change.authority, []).append(change)
        if levels:
            yield ""
            yield self._say(message("What would change it"))
        for authority, same in levels.items():
            level = AUTHORITIES[authority]
            yield f"  {level.sign} {self._say(level.word)}"
            yes = [change for change in same if _is_so(change, "true")]
            no = [change for change in same if _is_so(change, "false")]
            for case in (
                *(map(self._case_of, _together(change for change in same if change not in yes and change not in no))),
                *([self._say(message("if this is so: {facts}", facts=self._facts(yes)))] if yes else ()),
                *([self._say(message("if this is not so: {facts}", facts=self._facts(no)))] if no else ()),
            ):
                yield f"    - {case}"

    def _facts(self, changes: Iterable[Change]) -> str:
        return ", ".join(dict.fromkeys(self._label("facts", change.dimension) for change in changes))

    def _case_of(self, change: Change) -> str:
        if change.dimension in ("says", "topics", "authors"):
            names = ", ".join(self._label(change.dimension, value) for value in change.values)
            heads = {
                "says": message("if the message does this: {names}", names=names),
                "topics": message("if it is about: {names}", names=names),
                "authors": message("if this is who speaks: {names}", names=names),
            }
            return self._say(heads[change.dimension])
        if change.dimension == "posture":
            posture = typography.listing(
                tuple(self._say(word("posture", value)) for value in change.values), self.language, "or"
            )
            return self._say(message("if the posture is: {posture}", posture=posture))
        if change.dimension == "phase":
            return self._say(message("in the phase: {phase}", phase=", ".join(change.values)))
        return self._fact_of(change)

    def _fact_of(self, change: Change) -> str:
        fact = self._label("facts", change.dimension)
        bounds = change.bounds or FactBounds()
        if bounds.among is not None:
            return self._say(message("{fact}: {value}", fact=fact, value=", ".join(change.values)))
        if bounds.times_usual is not None:
            number = typography.number(bounds.times_usual, self.language)
            return self._say(message("{fact}: {number} times the usual or more", fact=fact, number=number))
        above, up_to = (self._amount(change.dimension, edge) for edge in (bounds.above, bounds.up_to))
        if bounds.above is None:
            return self._say(message("{fact}: up to {up_to}", fact=fact, up_to=up_to))
        if bounds.up_to is None:
            return self._say(message("{fact}: above {above}", fact=fact, above=above))
        return self._say(message("{fact}: above {above}, up to {up_to}", fact=fact, above=above, up_to=up_to))

    def _part(self, case: ElementaryQuestion) -> str:
        """Return what tells an elementary question from the others that the question holds."""
        values = {"says": case.says, "topics": case.topic, "authors": case.author}
        apart = [name for name in values if len(getattr(self.question, name)) > 1]
        return ", ".join(self._label(name, values[name]) for name in apart)

    # --- words -------------------------------------------------------------------------------------------------

    def _amount(self, fact: str, value: float | None) -> str:
        if value is None:
            return ""
        kind = self.brand.values.facts[fact].type if fact in self.brand.values.facts else None
        if kind == "money":
            return typography.money(value, self.handbook.settings.currency or "EUR", self.language)
        if kind == "duration":
            for unit, minutes in (("d", 1440), ("h", 60), ("min", 1)):
                if value % minutes == 0:
                    return typography.duration(int(value // minutes), unit, self.language)
        return typography.number(value, self.language)

    def _delay(self, delay: Duration) -> str:
        return typography.duration(delay.amount, delay.unit, self.language)

    def _people(self, roles: tuple[str, ...], last: str) -> str:
        return typography.listing(tuple(self._who(role) for role in roles), self.language, last)

    def _who(self, role: str) -> str:
        known = self.brand.find(Role, role)
        return (self._text(known.title) if known else "") or self._say(word("who", role))

    def _title(self, kind: str, id: str) -> str:
        known = self.brand.find(kind, id)
        return (self._text(known.title) if isinstance(known, Record) else "") or id

    def _label(self, values: str, id: str) -> str:
        known = getattr(self.brand.values, values).get(id)
        return known.label.in_(self.language) if known is not None and known.label else id

    def _said(self, text: Text | None) -> str | None:
        return None if text is None else text.in_(self.language)

    def _text(self, text: Text | None) -> str:
        return text.in_(self.language) if text is not None else ""

    def _say(self, what: Message | str) -> str:
        return say(what, self.language)

    def _agreement(self, agreement: Agreement) -> dict[str, object]:
        return {
            "rule": agreement.rule.id,
            "circuit": agreement.circuit.id,
            "steps": [
                {
                    "need": step.need,
                    "n": step.n,
                    "of": list(step.of),
                    "within": _text(step.within),
                    "on_timeout": step.on_timeout,
                }
                for step in agreement.circuit.steps
            ],
        }


def _together(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield the changes as one says them: what leads to the same authority in the same way, once."""
    groups: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        bounds = change.bounds if change.bounds is not None and change.bounds.among is None else None
        groups.setdefault((change.dimension, change.authority, bounds), []).append(change)
    for same in groups.values():
        yield replace(same[0], values=tuple(value for change in same for value in change.values))


def _is_so(change: Change, value: str) -> bool:
    """Say whether a change is that of a fact that is either so or not so."""
    return change.bounds is not None and change.bounds.among is not None and change.values == (value,)


def _change(change: Change) -> dict[str, object]:
    shown: dict[str, object] = {"dimension": change.dimension, "values": list(change.values)}
    bounds = change.bounds
    if bounds is not None and bounds.among is None:
        shown["bounds"] = {"above": bounds.above, "up_to": bounds.up_to, "times_usual": bounds.times_usual}
    else:
        shown["bounds"] = None
    return {**shown, "authority": change.authority, "rules": list(change.rules)}


def _limit(limit: Limit) -> dict[str, object]:
    return {"count": limit.count, "sum": limit.sum, "max": limit.max, "min": limit.min, "per": limit.per}


def _text(delay: Duration | None) -> str | None:
    return None if delay is None else str(delay)
