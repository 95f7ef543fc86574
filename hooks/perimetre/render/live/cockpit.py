"""Write the crisis scenarios as data: the crisis cockpit follows one of them in the reader's browser.

Comes in: a brand's scenarios that the readers may see, what says their words. Goes out: a script of the site that
assigns them, as plain strings and numbers. `render/assets/live/cockpit-state.js` works out from one of them, from what
was done and from the hour how an incident stands. An incident keeps the scenario that it began with, so each has a
version: whoever follows an earlier one is told.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from perimetre.base.closed import ClockName
from perimetre.base.durations import MINUTES, Duration
from perimetre.base.frozen import dataclass
from perimetre.language.labels import WORDS
from perimetre.model import Crisis, Text
from perimetre.model.crisis import CrisisStep, LegalClock, ToldFirst
from perimetre.model.delays import Delay, Moment, StepRef, Within, whole
from perimetre.model.people import Role, Schedule
from perimetre.model.shared import Pause
from perimetre.model.statements import Statement
from perimetre.model.templates import MessageKind
from perimetre.render.delay_phrases import DelayPhrases
from perimetre.render.live.joined_media import joined_medium
from perimetre.render.live.plain_data import Data, said, unmarked
from perimetre.render.phrases import PagePhrases
from perimetre.render.step_order import ordered_steps, parts_of
from perimetre.render.tools import Tools

_VARIABLE = re.compile(r"\{\{([^{}<>&]{1,64})\}\}")
# Whoever holds the keyboard, whatever their role.
_ON_DUTY = ("cm-on-duty", "doer")
# In minutes: what takes longer is told in words, and no browser counts it. As `live/cockpit-shape.js` has it.
_LONGEST_COUNTED = 10 * MINUTES["y"]
# How much of a digest tells one version of a scenario from another, in signs of hexadecimal.
_SHORT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioWords:
    """What says the words of a brand's scenarios.

    Fields:
        tools, phrases, delays: as templates are given them, of a page where nothing is a link.
        today: the day by which an agreement is over or not.
        channels: the names of the channels in use, by id.
        members: gives ids with each group of channels replaced by its members.
        severity: says how grave a scenario is, and whether the community manager may still speak.
    """

    tools: Tools
    phrases: PagePhrases
    delays: DelayPhrases
    today: date
    channels: Mapping[str, str]
    members: Callable[[Iterable[str]], frozenset[str]]
    severity: Callable[[Crisis], Data]


def scenarios_file(brand: str, scenarios: Mapping[str, Data]) -> tuple[str, str]:
    """Return the file that gives a brand's scenarios to its cockpit: its path from the top of the site, its text."""
    data = json.dumps(scenarios, ensure_ascii=False, separators=(",", ":"))
    version = hashlib.sha256(data.encode()).hexdigest()[:_SHORT]
    return f"{brand}/scenarios.{version}.js", f"self.PerimetreScenarios = {data};\n"


def live_scenario(crisis: Crisis, words: ScenarioWords) -> Data:
    """Write a scenario for the browser; `version` changes with whatever else it holds."""
    data = _ScenarioWriter(crisis, words).data()
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return {"version": hashlib.sha256(text.encode()).hexdigest()[:_SHORT], **data}


class _ScenarioWriter:
    def __init__(self, crisis: Crisis, words: ScenarioWords) -> None:
        self._crisis = crisis
        self._words = words
        self._tools = words.tools

    def data(self) -> Data:
        """Return the whole; what is not said is left out."""
        crisis, say = self._crisis, self._tools.say
        facts = crisis.facts
        data = said(
            {
                "id": crisis.id,
                "title": say(crisis.title or crisis.id),
                **self._words.severity(crisis),
                "first": say(crisis.first_step),
                "tone": say(crisis.tone),
                "lead": self._who(crisis.lead),
                "steps": [self._step(step) for step, _ in ordered_steps(crisis)],
                "start": crisis.start or next((step.id for step in crisis.steps), None),
                "statements": [self._statement(statement) for statement in crisis.statements],
                "variables": list(self._variables()),
                "told": [self._told(notice) for notice in self._words.phrases.told_in_order(crisis.told_first)],
                "before": [unmarked(self._tools.who(other.who)) for other in crisis.speaks_first],
                "established": _texts(facts.established if facts else (), say),
                "unknown": _texts(facts.not_established if facts else (), say),
                "unsaid": _texts(facts.not_to_be_said if facts else (), say),
                "evidence": _texts(crisis.evidence, say),
                "pauses": [self._pause(pause) for pause in crisis.pauses],
                "clocks": [self._clock(clock) for clock in crisis.legal_clocks],
                "rhythms": list(self._rhythms()),
                "interrupts": list(self._interrupts()),
                "injects": [
                    said({"minutes": minutes, "say": say(each.say), "from": say(each.from_)})
                    for each in crisis.injects
                    if (minutes := _counted(each.after)) is not None
                ],
                "exit": _texts(crisis.exit.criteria if crisis.exit else (), say),
                "ends": self._who(crisis.exit.decided_by) if crisis.exit else "",
                **self._relief(),
            }
        )
        # A card without them is followed too.
        return {"steps": [], "statements": [], **data}

    def _relief(self) -> Data:
        relief = self._crisis.relief
        if relief is None:
            return {}
        due = self._due(whole(relief.after), relief.after, None)
        return {"relief": said({"due": due, "who": self._who(relief.who), "support": self._tools.say(relief.support)})}

    def _interrupts(self) -> Iterator[Data]:
        tools = self._tools
        for each in self._crisis.interrupts:
            late = self._words.delays.not_over(each, self._crisis.steps)
            on = " ".join(filter(None, (tools.say(each.on), unmarked(late))))
            yield said({"on": on, "do": tools.say(each.do), "line": self._line(each.line)})

    def _step(self, step: CrisisStep) -> Data:
        crisis, tools, delay = self._crisis, self._tools, step.delay
        every = step.every or (delay.every if delay else None)
        return said(
            {
                "id": step.id,
                "kind": step.kind or "action",
                "title": tools.say(step.title or step.id),
                "do": unmarked(tools.md(step.do)),
                "who": self._who(step.actor or crisis.lead),
                "roles": list(self._roles(step.actor or crisis.lead)),
                "due": self._due(delay, step.within, step.clock),
                "every": _counted(every),
                "until": tools.bare(step.until) if step.until else "",
                "needs": unmarked(tools.refs("circuit", step.needs)),
                "evidence": tools.say(step.evidence),
                "statement": step.statement,
                "choices": [
                    {"words": tools.say(choice.if_), "then": choice.then} for choice in step.choices if choice.then
                ],
                "follows": list(_following(step)),
                "parts": parts_of(crisis, step),
            }
        )

    def _statement(self, statement: Statement) -> Data:
        tools, today = self._tools, self._words.today
        kind = tools.values.crisis_kinds.get(self._crisis.kind or "")
        crisis_takes = kind is not None and kind.takes_channel
        agreements = statement.agreements
        return said(
            {
                "id": statement.id,
                "title": self._name(statement),
                "audience": unmarked(tools.labels("audiences", statement.audience)),
                "ready": statement.status == "pre-approved",
                "agreed": [
                    {
                        "words": unmarked(self._words.phrases.given_approval(given)),
                        "until": given.until.isoformat() if given.until else None,
                    }
                    for given in agreements
                ],
                # One that ended before this was written holds nothing.
                "over": any(given.until is not None and given.until < today for given in agreements),
                "asserts": list(statement.asserts),
                "only": [
                    said(
                        {
                            "words": unmarked(
                                self._words.phrases.established(condition.established, self._crisis.steps, False)
                                if condition.established
                                else tools.to_do()
                            ),
                            "by": self._who(condition.confirmed_by),
                            "step": _step_of(condition.established),
                        }
                    )
                    for condition in statement.only_if
                ],
                "otherwise": statement.otherwise,
                "spares": crisis_takes and not statement.on_lost_channel,
                "wordings": [
                    {"text": tools.say(wording.text), "on": self._on(wording.channels)}
                    for wording in statement.wordings
                ],
                "media": [
                    said(
                        {
                            **joined_medium(medium, tools, today),
                            "on": self._on(medium.channels) if medium.channels else [],
                        }
                    )
                    for medium in statement.media
                ],
            }
        )

    def _name(self, statement: Statement) -> str:
        if statement.title:
            return self._tools.say(statement.title)
        return self._tools.title_of("message_kind", statement.kind) if statement.kind else statement.id

    def _on(self, ids: Iterable[str]) -> list[str]:
        """Return the names of the channels in use among some; those of all where none is named."""
        ids = tuple(ids)
        members = self._words.members(ids)
        return [name for id_, name in self._words.channels.items() if not ids or id_ in members]

    def _variables(self) -> Iterator[Data]:
        tools = self._tools
        known = {variable.id: variable for variable in self._crisis.variables}
        texts = (tools.say(each.text) for statement in self._crisis.statements for each in statement.wordings)
        promises = frozenset(self._promises())
        used = dict.fromkeys(name.strip() for text in texts for name in _VARIABLE.findall(text))
        of_place = WORDS["of_place"]
        for id_ in used:
            variable = known.get(id_)
            if variable is None:
                yield {"id": id_, "label": tools.say(of_place.get(id_, id_.replace("-", " ")))}
                continue
            yield said(
                {
                    "id": id_,
                    "label": tools.say(variable.label or id_),
                    "example": tools.say(variable.example),
                    "by": self._who(variable.filled_by),
                    "promises": variable.type == "time" and id_ in promises,
                    "free": variable.required is False,
                    "personal": bool(variable.personal),
                }
            )

    def _promises(self) -> Iterator[str]:
        """Yield the parts of its messages, by id: the hour that bears the name of one is that of the next word."""
        brand = self._tools.brand
        if brand is None:
            return
        for id_ in {statement.kind for statement in self._crisis.statements if statement.kind}:
            kind = brand.find(MessageKind, id_)
            yield from (part.id for part in kind.parts) if kind is not None else ()

    def _told(self, notice: ToldFirst) -> Data:
        crisis, tools = self._crisis, self._tools
        step = next((step for step in crisis.steps if step.id == notice.step), None)
        within, clock = (notice.within, None) if notice.within else (step.within, step.clock) if step else (None, None)
        delay = step.delay if step is not None and notice.within is None else whole(within)
        return said(
            {
                "who": unmarked(tools.told(notice.audience)),
                "by": self._who(notice.by),
                "how": tools.say(notice.how),
                "step": notice.step,
                "due": self._due(delay, within, clock),
            }
        )

    def _pause(self, pause: Pause) -> Data:
        tools = self._tools
        return said(
            {
                "what": tools.word("pause", pause.scope) if pause.scope else unmarked(tools.to_do()),
                "least": _counted(pause.min),
                "by": self._who(pause.lifted_by),
                "how": tools.word("resume", pause.resume),
            }
        )

    def _clock(self, clock: LegalClock) -> Data:
        tools = self._tools
        return said(
            {
                "basis": unmarked(tools.legal(clock.basis)) if clock.basis else "",
                "kind": tools.word("delay_kind", clock.kind or "legal"),
                "when": tools.say(clock.when),
                "who": self._who(clock.who),
                "to": unmarked(tools.told(clock.to)),
                "step": clock.step,
                "due": self._due(clock.delay, clock.within, clock.clock),
            }
        )

    def _rhythms(self) -> Iterator[Data]:
        for phase in self._crisis.phases:
            rhythm = phase.rhythm
            every = _counted(rhythm.every or rhythm.max_gap) if rhythm is not None else None
            if rhythm is not None and every is not None:
                yield said(
                    {
                        "title": self._tools.say(phase.title or phase.id),
                        "step": _step_of(phase.from_),
                        "every": every,
                        "gap": _counted(rhythm.max_gap),
                    }
                )

    def _due(self, delay: Delay | None, within: Within | None, clock: ClockName | None) -> Data | None:
        """Return by when something is done: from what, after how many minutes, in words; None where nothing says."""
        if delay is None:
            return None
        from_ = delay.from_
        latest = delay.latest
        is_counted = not delay.is_worked and delay.hours in (None, "calendar")
        words = self._words.delays.due(within, self._crisis.steps, clock=clock)
        return said(
            {
                "clock": from_ if isinstance(from_, str) else None if from_ else "detection",
                "step": _step_of(from_) if isinstance(from_, Moment) else None,
                "event": self._tools.say(from_.event) if isinstance(from_, Moment) else "",
                # Days and hours that are worked are counted by people: a browser knows no calendar.
                "minutes": _counted(latest) if is_counted else None,
                "words": unmarked(words),
            }
        )

    def _roles(self, who: str | None) -> Iterator[str]:
        """Yield the ids of the roles that stand behind whoever is named."""
        brand = self._tools.brand
        if brand is None or who is None:
            return
        if who in _ON_DUTY:
            yield from (role.id for role in self._tools.seen(brand.people.roles) if role.community_manager)
            return
        schedule = brand.find(Schedule, who)
        named = brand.find(Role, who) or (brand.find(Role, schedule.role) if schedule and schedule.role else None)
        yield from (role.id for role in self._tools.seen((named,) if named else ()))

    def _line(self, line: str | None) -> str:
        return unmarked(self._tools.ref("line", line)) if line else ""

    def _who(self, id: str | None) -> str:
        return unmarked(self._tools.who(id)) if id else ""


def _counted(length: Duration | None) -> int | None:
    """Return a length in minutes, fewer than none in an offset before an event; None where none is counted."""
    if length is None or abs(length.minutes) > _LONGEST_COUNTED:
        return None
    return length.minutes


def _texts(texts: Iterable[Text], say: Callable[[object], str]) -> list[str]:
    return [say(text) for text in texts]


def _step_of(moment: object) -> StepRef | None:
    return moment.step if isinstance(moment, Moment) else None


def _following(step: CrisisStep) -> Iterator[str]:
    """Yield the steps that may follow, but for those that are chosen."""
    ways = (*step.branches, step.joins, step.next, step.on_success, step.on_failure, step.on_timeout)
    yield from dict.fromkeys(way for way in ways if way)
