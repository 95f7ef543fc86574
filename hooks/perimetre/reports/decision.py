"""Write an answer of the perimeter: for a person at a terminal, or as JSON (`schemas/output/decide.schema.json`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from perimetre.base.words import Message, counted, message
from perimetre.language import delays, describe, typography
from perimetre.language.labels import AUTHORITIES, word
from perimetre.model import Brand, Channel, Handbook, Limit, PlaceOfBrand, RedLine, Rule
from perimetre.model.delays import Delay
from perimetre.perimeter.capabilities import Lack
from perimetre.perimeter.derived import Derived
from perimetre.perimeter.matching import ElementaryQuestion
from perimetre.perimeter.questions import IMPOSSIBLE, Agreement, Answer, Dependence, Question
from perimetre.reports import agreements, changes, derived, moderation, plain
from perimetre.reports.answer_words import AnswerWords
from perimetre.reports.decision_data import Locate, as_data
from perimetre.reports.places import PlaceWords

_SENTENCES = {
    "free": message("Yes: {who} may “{action}” on {channel} alone."),
    "template": message("Yes, with a ready answer: {who} may “{action}” on {channel}."),
    "notify": message("Yes, then tell: {who} may “{action}” on {channel} and informs those concerned."),
    "approve": message("Not alone: for {who}, “{action}” on {channel} needs approval first."),
    "escalate": message("Not yours to decide: {who} passes “{action}” on {channel} up the escalation line."),
    "forbidden": message("No: “{action}” on {channel} is forbidden for {who}."),
    "impossible": message("Impossible here: “{action}” is not offered on {channel}."),
}
_STATES = {
    "planned": message("{channel} is not open yet: this is what will hold there."),
    "paused": message("{channel} is paused: this is what holds when it starts again."),
}
_CLOSED = message("{channel} is closed: nothing is done there any more.")
_ELSEWHERE = message("{channel} is closed: nothing is done there any more. {successor} has taken over.")
# How many of the facts on which an answer depends stand in its sentence; the others are in the list below.
_FIRST_FACTS = 3


class Teller:
    """Put an answer into words.

    Args:
        handbook: the handbook that the question was asked of.
        brand: the brand.
        question: the question.
        language: `fr` or `en`.
        locate: where a symbolic place stands: the file as printed, and the line, from 1.
        following: what follows from the question, and was not told.
        instead: where the channel does not offer the act, those that whoever asks may do there, with their answers.
    """

    def __init__(
        self,
        handbook: Handbook,
        brand: Brand,
        question: Question,
        language: str,
        locate: Locate,
        following: Sequence[Derived] = (),
        instead: Sequence[tuple[Question, Answer]] = (),
    ) -> None:
        self.question = question
        self._following = following
        self._may_do = instead
        self.locate = locate
        self._words = AnswerWords(handbook, brand, language)
        self._channel = brand.find(Channel, question.channel)
        place = brand.find(PlaceOfBrand, question.place) if question.place else None
        self._place = PlaceWords(handbook, self._words, place, question.at) if place is not None else None
        self._words.place_manager = self._place.manager() if self._place is not None else None

    def as_text(self, answer: Answer) -> str:
        """Return the answer as lines to read in a hurry: the verdict, what to do now, then the reasons."""
        return plain.lines("\n".join(self._lines(answer)) + "\n")

    def as_json(self, answer: Answer) -> str:
        """Return the answer as one JSON object."""
        state = self._channel.state if self._channel is not None else None
        return plain.as_json(
            as_data(
                answer,
                self._words,
                self.locate,
                sentence=self.sentence(answer),
                state=state,
                place=self._place.as_data() if self._place is not None else None,
                meanwhile=list(map(self._words.say, self._meanwhile(answer))),
                if_no_answer=list(map(self._words.say, self._if_no_answer(answer))),
                instead=list(map(self._words.say, self._instead(answer))),
                derived=[derived.as_data(each) for each in self._following],
            )
        )

    def sentence(self, answer: Answer) -> str:
        """Return the answer in words: what it depends on first, or that the channel is not in use."""
        if self._channel is not None and self._channel.state == "retired":
            return self._closed(self._channel)
        sentence = self._verdict(answer)
        if answer.depends_on and answer.lack is None:
            facts = self._first_facts(
                answer.depends_on,
                lambda first, more: counted(
                    "{facts}, or {count} other thing (listed below)",
                    "{facts}, or {count} other things (listed below)",
                    more,
                    facts=first,
                ),
            )
            depends = message(
                "It depends on what nobody has told: {facts}. If it is not so: {answer}", facts=facts, answer=sentence
            )
            sentence = self._words.say(depends)
        return self._with_state(sentence)

    def _closed(self, channel: Channel) -> str:
        """Return that a channel is closed, whatever its rules said, and where one goes on."""
        if channel.successor is None:
            return self._words.say(Message(_CLOSED.text, self._asked()))
        successor = self._words.title("channel", channel.successor)
        return self._words.say(Message(_ELSEWHERE.text, {**self._asked(), "successor": successor}))

    def _verdict(self, answer: Answer) -> str:
        return self._words.say(Message(_SENTENCES[answer.shown].text, self._asked()))

    def _asked(self) -> dict[str, object]:
        return {
            "who": self._words.title("role", self.question.role),
            "action": self._words.label("actions", self.question.action),
            "channel": self._words.title("channel", self.question.channel),
        }

    def _with_state(self, sentence: str) -> str:
        """Return a sentence after the one that says that the channel is not in use, if it is not."""
        state = _STATES.get((self._channel.state if self._channel is not None else None) or "")
        return f"{self._words.say(Message(state.text, self._asked()))} {sentence}" if state is not None else sentence

    def _first_lines(self, answer: Answer) -> Iterator[str]:
        """Yield the answer in few words; where it depends on something, in those of a sentence on the next line."""
        level = AUTHORITIES[answer.authority]
        if not answer.depends_on:
            yield f"{level.sign} {self.sentence(answer)}"
            return
        facts = self._first_facts(
            answer.depends_on,
            lambda first, more: counted(
                "{facts}, and {count} other case, told below",
                "{facts}, and {count} other cases, told below",
                more,
                facts=first,
            ),
        )
        depends = message(
            "It depends on what nobody has told: {facts}. Otherwise: {level}.", facts=facts, level=level.word
        )
        yield f"? {self._with_state(self._words.say(depends))}"
        otherwise = message("If it is not so: {answer}", answer=self._verdict(answer))
        yield f"  {self._words.say(otherwise)}"

    def _first_facts(self, dependences: Iterable[Dependence], others: Callable[[str, int], Message]) -> Message | str:
        """Return the facts that weigh most, those that must be so together as one; `others` counts the rest."""
        together = [
            (
                changes.dependence(self._words, dependence)[1]
                if dependence.limit is not None
                else self._words.listing(self._quoted(self._words.fact(*fact)) for fact in dependence.facts),
                dependence.facts,
            )
            for dependence in dependences
        ]
        # Facts that must be so together are held together, beside others.
        names = tuple(
            dict.fromkeys(f"({names})" if len(facts) > 1 and len(together) > 1 else names for names, facts in together)
        )
        first, more = names[:_FIRST_FACTS], len(names) - _FIRST_FACTS
        return others(", ".join(first), more) if more > 0 else self._words.listing(first, "or")

    # --- lines -------------------------------------------------------------------------------------------------

    def _lines(self, answer: Answer) -> Iterator[str]:
        if self._channel is not None and self._channel.state == "retired":
            yield f"{AUTHORITIES[IMPOSSIBLE].sign} {self.sentence(answer)}"
            return
        yield from self._possible(answer) if answer.lack is None else self._impossible(answer, answer.lack)
        following = (derived.line(each, self._words) for each in self._following)
        yield from self._list(message("Known without asking"), following)
        rules = (f"{rule.id} ({':'.join(map(str, self.locate(rule.place)))})" for rule in answer.rules)
        yield from self._list(message("Rules"), rules)

    def _impossible(self, answer: Answer, lack: Lack) -> Iterator[str]:
        """Yield that the act cannot be done there, what to do instead, and who says so."""
        yield f"{AUTHORITIES[answer.shown].sign} {self.sentence(answer)}"
        yield from self._list(message("Instead"), self._instead(answer))
        source = describe.said_by(*lack.said_by, self._words.language)
        yield from self._list(message("Who says so"), (source,))
        offered = message("If it is offered after all: {level}.", level=AUTHORITIES[answer.authority].word)
        yield from ("", self._words.say(offered))

    def _instead(self, answer: Answer) -> Iterator[Message | str]:
        """Yield what to do in place of what may not, or cannot, be done: of acts, those that are allowed."""
        if answer.lack is None or not answer.lack.tries:
            yield from map(self._words.text, answer.instead if answer.lack is None else answer.lack.advice)
            return
        for question, may in self._may_do:
            act = self._words.label("actions", question.action)
            if question.says != self.question.says:
                act = self._words.say(message("{act}, with a ready answer", act=act))
            yield message("{act}: {level}", act=act, level=AUTHORITIES[may.authority].word)
        if not self._may_do:
            yield message("nothing that {who} may do there does the same: pass it on", who=self._asked()["who"])

    def _possible(self, answer: Answer) -> Iterator[str]:
        yield from self._first_lines(answer)
        if not answer.rules:
            yield self._item(
                message("no rule of the handbook speaks of it: nothing is allowed because it was forgotten")
            )
        else:
            for part in answer.unanswered:
                yield self._item(
                    message("no rule of the handbook speaks of this part of it: {part}", part=self._part(part))
                )
        for rule in answer.lapsed:
            day = typography.date(rule.regrant_by, self._words.language) if rule.regrant_by else ""
            yield self._item(
                message("`{rule}` no longer counts: it was to be granted again by {day}", rule=rule.id, day=day)
            )
        for rule in answer.exhausted:
            yield self._item(message("the limit set by `{rule}` is reached", rule=rule.id))
        depends = (changes.dependence(self._words, dependence) for dependence in answer.depends_on)
        yield from changes.under_levels(self._words, message("It depends"), depends)
        yield from self._list(message("Instead"), self._instead(answer))
        yield from self._agreed(message("Whose approval lifts it, once"), answer.lift)
        yield from self._list(message("Who speaks first"), self._first_to_speak(answer))
        yield from self._agreed(message("Whose approval"), answer.agreements)
        yield from self._list(message("Meanwhile"), self._meanwhile(answer))
        yield from self._list(message("If nobody answers"), self._if_no_answer(answer))
        yield from self._list(message("Ready answers"), (self._words.title("template", id) for id in answer.templates))
        yield from self._list(message("Who is told"), self._inform(answer))
        yield from self._list(message("Whose view is asked"), self._consult(answer))
        yield from self._list(message("Advice, which decides nothing"), map(self._advice_said, answer.advice))
        conditions = (self._words.text(condition.value) for condition in answer.conditions)
        yield from self._list(message("On condition"), conditions)
        yield from self._list(message("Limits"), map(self._limit_said, answer.limits))
        mentions = (self._words.title("mention", id) for id in answer.required_mentions)
        yield from self._list(message("Required mentions"), mentions)
        yield from self._list(
            message("On the ladder of sanctions"), (moderation.step(self._words, step) for step in answer.ladder)
        )
        yield from self._list(
            message("How messages are moderated there"), moderation.mode(self._words, answer.moderation)
        )
        yield from self._list(
            message("Request that must come first"), (self._words.title("door", id) for id in answer.requests)
        )
        yield from self._list(message("Escalation line"), self._escalation(answer))
        if self._place is not None and self.question.place:
            yield from self._list(self._words.title("place", self.question.place), self._place.lines())
        at_other_hours = (changes.other_hours(self._words, hours) for hours in answer.other_hours)
        yield from changes.under_levels(self._words, message("The hour changes it"), at_other_hours)
        cases = changes.cases(self._words, answer)
        yield from changes.under_levels(self._words, message("What would change it"), cases, answer.authority)

    def _list(self, title: Message | str, items: Iterable[Message | str]) -> Iterator[str]:
        lines = [self._item(item) for item in items]
        if lines:
            yield ""
            yield self._words.say(title)
            yield from lines

    def _item(self, what: Message | str) -> str:
        return f"  - {self._words.say(what)}"

    def _agreed(self, title: Message, given: Iterable[Agreement]) -> Iterator[str]:
        blocks = [list(agreements.lines(self._words, agreement)) for agreement in given]
        if blocks:
            yield ""
            yield self._words.say(title)
        for first, *besides in blocks:
            yield self._item(first)
            yield from (f"    - {line}" for line in besides)

    def _escalation(self, answer: Answer) -> Iterator[Message | str]:
        if answer.escalation_line:
            yield self._words.title("line", answer.escalation_line)
        if answer.other_lines:
            others = self._words.listing(self._words.title("line", id) for id in answer.other_lines)
            yield message("not this one, wider, though it applies as well: {lines}", lines=others)

    def _meanwhile(self, answer: Answer) -> Iterator[str]:
        """Yield what may be done while waiting, each thing once whatever the rules that say it."""
        counsels: dict[str, None] = {}
        for meanwhile in answer.meanwhile:
            if meanwhile.say is not None:
                counsels[self._words.text(meanwhile.say)] = None
            if meanwhile.template:
                template = self._words.title("template", meanwhile.template)
                counsels[self._words.say(message("send: {template}", template=template))] = None
            for action in meanwhile.do:
                counsels[self._words.label("actions", action)] = None
        yield from counsels

    def _if_no_answer(self, answer: Answer) -> Iterator[str]:
        counsels: dict[str, None] = {}
        for fallback in answer.if_no_answer:
            then = self._words.text(fallback.then)
            if fallback.line:
                line = message("escalation line: {line}", line=self._words.title("line", fallback.line))
                then = ". ".join(filter(None, (then.rstrip("."), self._words.say(line))))
            if fallback.after:
                then = self._words.say(
                    message("after {delay}: {then}", delay=self._words.delay(fallback.after), then=then)
                )
            counsels[then] = None
        yield from counsels

    def _first_to_speak(self, answer: Answer) -> Iterator[Message]:
        for who in answer.speaks_first:
            yield message("{who}: we say nothing before them, and nothing else than they do", who=self._words.who(who))

    def _inform(self, answer: Answer) -> Iterator[Message | str]:
        for inform in answer.inform:
            who = self._words.addressee(inform)
            before = inform.when == "before"
            if isinstance(inform.within, Delay):
                delay = delays.delay(inform.within, self._words.language)
                yield (
                    message("{who}, before: {delay}", who=who, delay=delay)
                    if before
                    else message("{who}, after: {delay}", who=who, delay=delay)
                )
            elif inform.within:
                delay = self._words.delay(inform.within)
                yield (
                    message("{who}, before, {delay} ahead", who=who, delay=delay)
                    if before
                    else message("{who}, after, within {delay}", who=who, delay=delay)
                )
            else:
                yield message("{who}, before", who=who) if before else message("{who}, after", who=who)

    def _consult(self, answer: Answer) -> Iterator[str]:
        for consult in answer.consult:
            advice = message(
                "{people} ({mode})",
                people=self._words.people(consult.of, "and"),
                mode=word("consult_mode", consult.mode) if consult.mode else "",
            )
            parts = [self._words.say(advice)]
            if consult.when is not None:
                parts.append(self._words.text(consult.when))
            if consult.lead_time is not None:
                parts.append(self._words.say(message("allow {delay}", delay=self._words.delay(consult.lead_time))))
            yield ", ".join(parts)

    def _advice_said(self, advice: Rule | RedLine) -> str:
        strength = self._words.say(word("rule_strength", advice.strength or "should"))
        because = self._words.text(advice.because)
        said = f"{self._words.title('rule', advice.id)} ({strength})"
        return f"{said}. {because}" if because else said

    def _limit_said(self, limit: Limit) -> str:
        said = self._words.limit(limit)
        if limit.lift is None:
            return said
        return self._words.say(
            message("{limit}; beyond it: {circuit}", limit=said, circuit=self._words.title("circuit", limit.lift))
        )

    def _quoted(self, name: str) -> str:
        return self._words.say(message("“{words}”", words=name))

    def _part(self, case: ElementaryQuestion) -> str:
        """Return what tells an elementary question from the others that the question holds."""
        values = {"says": case.says, "topics": case.topic, "authors": case.author}
        apart = [name for name in values if len(getattr(self.question, name)) > 1]
        return ", ".join(self._words.label(name, values[name]) for name in apart)
