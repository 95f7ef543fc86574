"""Give the families of pages what they draft with: the handbook, one brand, the reader, the day, the perimeter's grid.

A part of the stage render. Comes in: a handbook, a language, an audience, a day. Goes out: drafts, through
`Desk.draft`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from perimetre.cover import Cover
from perimetre.language.plain import plain
from perimetre.model import (
    Action,
    Brand,
    Channel,
    Handbook,
    Match,
    PageNote,
    Part,
    Record,
    RedLine,
    Role,
    Rule,
    Value,
    Values,
    Workflow,
)
from perimetre.model.people import Assignment
from perimetre.perimeter import steps
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.moderation import Moderated
from perimetre.perimeter.questions import Answer, Question
from perimetre.render.answer_hours import AnswerHours, bands_of, on_duty_at
from perimetre.render.drafts import PageDraft, PageGroup
from perimetre.render.keywords import keywords as words_of_page
from perimetre.render.live.duty import LiveDuty, live_duty
from perimetre.render.live.instants import Horizon
from perimetre.render.live.rules import HORIZON, LivePerimeter, live_perimeter
from perimetre.render.pages import Audience
from perimetre.render.readers import Readers
from perimetre.render.surroundings import Besides, Surroundings

R = TypeVar("R", bound=Record)


@dataclass(kw_only=True)
class Desk:
    """One brand (or the house, where `brand` is None) seen by the readers of a site."""

    handbook: Handbook
    readers: Readers
    brand: Brand | None = None
    _answers: dict[tuple[str, str, str], Answer] = field(default_factory=dict)
    _besides: dict[tuple[str, str, str], Besides] = field(default_factory=dict)
    _hours: dict[str, AnswerHours] = field(default_factory=dict)

    @functools.cached_property
    def _perimeter(self) -> Perimeter:
        return Perimeter(self.handbook, self.the_brand)

    @property
    def the_brand(self) -> Brand:
        """The brand, where there is one: what drafts the pages of a brand is never given the house's desk."""
        assert self.brand is not None
        return self.brand

    @property
    def values(self) -> Values:
        """The words in use: the brand's, else the house's."""
        return self.brand.values if self.brand else self.handbook.values

    @property
    def language(self) -> str:
        """The language of the readers."""
        return self.readers.language

    @property
    def today(self) -> dt.date:
        """The day of which the pages speak."""
        return self.readers.today

    @property
    def is_public(self) -> bool:
        """Whether the readers are the public."""
        return self.readers.is_public

    def seen(self, records: Iterable[R]) -> tuple[R, ...]:
        """Return the records that the readers may see."""
        return self.readers.seen(records)

    def may_see(self, part: Part) -> bool:
        """Say whether the readers may see a record, or another part that bears an id."""
        return self.seen((part,)) != () if isinstance(part, Record) else not self.is_public

    def say(self, what: object) -> str:
        """Return any value as plain words."""
        return plain(what, self.language)

    def words(self, list_: str, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the labels and the everyday words of values, for the search."""
        known: Mapping[str, Value] = getattr(self.values, list_)
        values = [known[id] for id in dict.fromkeys(ids) if id in known]
        return tuple(word for value in values for word in (self.say(value.label), *value.synonyms.in_(self.language)))

    def level_of(self, head: Record | PageNote | None) -> Audience:
        """Return who may read the page that `head` speaks for: as it says, else as the handbook says, else internal."""
        defaults = self.handbook.settings.defaults
        usual = defaults.confidentiality if defaults else None
        return (head.confidentiality if head else None) or usual or "internal"

    def draft(
        self,
        path: str,
        title: object,
        template: str,
        /,
        *,
        kind: str | None = None,
        head: Record | PageNote | None = None,
        source: str | None = None,
        audience: Audience | None = None,
        group: PageGroup = "before",
        parent: str | None = None,
        keywords: Iterable[str] = (),
        description: object = None,
        boost: float = 1.0,
        **things: object,
    ) -> PageDraft:
        """Return a draft; below a brand, `path` and `parent` are relative to it.

        Args:
            kind: the kind of file that the page shows; it gives the source and, without `head`, the note of the page.
            head: the record that the page shows.
            keywords: what the page is found by, besides the words that ship for its template.
            things: what the template is given.
        """
        brand = self.brand
        if brand is not None:
            path = f"{brand.id}/{path}" if path else brand.id
            parent = f"{brand.id}/{parent}" if parent else parent
            if kind is not None:
                source = source or brand.files.get(kind)
                head = head or brand.note(kind)
        if isinstance(head, Record) and source is None:
            source = head.place.file or None
        return PageDraft(
            path=path,
            title=title,
            template=template,
            brand=brand.id if brand else None,
            things=things,
            description=description,
            source=source,
            head=head,
            keywords=tuple(dict.fromkeys((*words_of_page(template, self.language), *keywords))),
            boost=boost,
            audience=audience or self.level_of(head),
            group=group,
            parent=parent,
        )

    def page_of(
        self,
        path: str,
        title: object,
        template: str,
        /,
        *,
        records: Iterable[Record],
        named: str,
        kind: str,
        group: PageGroup = "before",
        parent: str | None = None,
        boost: float = 1.0,
        **things: object,
    ) -> Iterator[PageDraft]:
        """Yield the draft of a page that shows records, unless its readers see none of them.

        Args:
            records: what the page shows; the template is given those that the readers may see, under `named`.
            kind, group, parent, boost, things: as for `draft`.
        """
        seen = self.seen(records)
        if seen:
            draft = self.draft(path, title, template, kind=kind, group=group, parent=parent, boost=boost)
            yield draft.showing(**things, **{named: seen})

    @functools.cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The rules and red lines in force today that the readers may see."""
        return self.clauses_in_force()

    def clauses_in_force(self) -> tuple[Clause, ...]:
        """Return the rules and red lines in force today that the readers may see."""
        return tuple(clause for clause in self._perimeter.live(self.today) if self.seen((clause.rule,)))

    # --- the perimeter -------------------------------------------------------------------------------------------

    @property
    def moderated(self) -> Moderated:
        """How the messages of others are moderated."""
        return self._perimeter.moderated

    @property
    def cm_roles(self) -> tuple[Role, ...]:
        """The live roles of community manager, else none."""
        return tuple(role for role in self.seen(self.the_brand.people.roles) if role.community_manager)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels of the brand that are or will be open."""
        channels = self.seen(self.the_brand.channels.channels)
        return tuple(channel for channel in channels if channel.state != "retired")

    @property
    def own_channels(self) -> tuple[str, ...]:
        """The active channels that are ours: those that a summary speaks of; every active one where none is ours."""
        active = [channel for channel in self.channels if channel.state == "active"]
        ours = [channel for channel in active if channel.ownership in ("owned", "managed")]
        return tuple(channel.id for channel in ours or active)

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Who holds what role for this brand today."""
        return self.the_brand.assignments_on(self.today)

    def actions_by_mission(self) -> Mapping[str, tuple[Action, ...]]:
        """Return the actions that can be allowed or not, under their missions, in the order of the values."""
        by: dict[str, list[Action]] = {key: [] for key in self.values.mission_keys}
        for action in self.values.actions.values():
            by.setdefault(str(action.mission), []).append(action)
        return {key: tuple(actions) for key, actions in by.items() if actions}

    def answer(self, role: str, action: str, channel: str) -> Answer:
        """Return the unconditional answer of the perimeter, at the role's own hours."""
        key = (role, action, channel)
        if key not in self._answers:
            self._answers[key] = self.ask(self.question(role, action, channel))
        return self._answers[key]

    def besides(self, role: str, action: str, channel: str) -> Besides:
        """Return what makes the unconditional answer another one."""
        key = (role, action, channel)
        if key not in self._besides:
            self._besides[key] = self.besides_of(self.question(role, action, channel))
        return self._besides[key]

    def question(self, role: str, action: str, channel: str) -> Question:
        """Return what is asked when nothing else is known, at the role's own hours."""
        return Question(role=role, action=action, channel=channel, at=self.hours_of(role).at)

    @functools.cached_property
    def instant(self) -> dt.datetime:
        """The office's hours: noon of today, or of the first day whose noon is in service hours."""
        return self.instant_now()

    def hours_of(self, role: str) -> AnswerHours:
        """Return the hours of which the answers given to a role are: the office's, unless its turns are at others."""
        if role not in self._hours:
            self._hours[role] = self.hours_now(role)
        return self._hours[role]

    def instant_now(self) -> dt.datetime:
        """Work out `instant`."""
        return self._noons()[0]

    def _noons(self) -> tuple[dt.datetime, ...]:
        """Return the noons of the two weeks ahead that are in service hours; else that of today."""
        noon = dt.datetime.combine(self.today, dt.time(12))
        ground = self._perimeter.ground
        days = (noon + dt.timedelta(days=ahead) for ahead in range(14))
        open_ = (day for day in days if all(ground.in_service(channel, day) for channel in self.own_channels))
        return tuple(open_) or (noon,)

    def hours_now(self, role: str) -> AnswerHours:
        """Work out `hours_of`, from the schedules that the readers may see."""
        brand = self.the_brand
        turns = tuple(
            schedule
            for schedule in self.seen(brand.people.schedules)
            if schedule.role == role and (not schedule.brands or brand.id in schedule.brands)
        )
        ground, noons = self._perimeter.ground, self._noons()
        # Whoever is on duty at the noons of weekends alone is not of the office, even where it serves then.
        working = [noon for noon in noons if ground.calendar.class_of(noon.date()) not in ("sat", "sun", "holiday")]
        at, is_own = on_duty_at(self.handbook, brand, turns, (working or noons) if turns else noons)
        posture = ground.posture_at(at, "")
        return AnswerHours(at=at, posture=posture, is_own=is_own, bands=bands_of(turns) if is_own else ())

    def taken(self, dimension: str, match: Match | None) -> frozenset[str] | None:
        """Return the values that a match takes in a dimension, whichever way it names them; None where it takes all."""
        return self._perimeter.ground.taken(dimension, match)

    def members(self, ids: Iterable[str]) -> frozenset[str]:
        """Return ids with each group of the brand replaced by its members."""
        return self._perimeter.ground.expand(ids)

    def ask(self, question: Question) -> Answer:
        """Return what the perimeter answers, without the words of what the readers may not see."""
        answer = self._perimeter.decide(question, alternatives=False)
        line = self.the_brand.find("line", answer.escalation_line) if answer.escalation_line else None
        if isinstance(line, Record) and not self.seen((line,)):
            words = self._perimeter.lines.waiting(line.id)
            answer = dataclasses.replace(
                answer,
                meanwhile=tuple(wait for wait in answer.meanwhile if wait not in words),
                if_no_answer=tuple(otherwise for otherwise in answer.if_no_answer if otherwise not in words),
            )
        return _without_hidden(answer, self.seen)

    def live_perimeter(self) -> LivePerimeter:
        """Return the perimeter of the brand as the readers' browsers are given it."""
        horizon = Horizon(first=self.today, days=HORIZON)
        return live_perimeter(self._perimeter, horizon, lambda record: self.seen((record,)) != ())

    @functools.cached_property
    def live_duty(self) -> LiveDuty:
        """Who is called when, in the brand, as the readers' browsers are given it."""
        return self.duty_written()

    def duty_written(self) -> LiveDuty:
        """Work out `live_duty`."""
        cover = Cover(self.handbook, self.the_brand, self.today, HORIZON)
        return live_duty(cover, lambda record: self.seen((record,)) != ())

    def asked_by(self, workflow: Workflow) -> Mapping[str, tuple[Question, ...]]:
        """Return what steps ask of the perimeter, by id of step."""
        return steps.asked_by(self._perimeter, workflow, self.instant.date(), lambda role: self.hours_of(role).at)

    def besides_of(self, question: Question) -> Besides:
        """Return what makes the answer to a question another one; nothing does where the channel does not offer it."""
        lack = self._perimeter.ground.lack(question.channel, question.action)
        return self._surroundings.of(question) if lack is None else Besides()

    @functools.cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self._perimeter, self.seen)


# What an answer gathers from its rules that is written freely, each with the keys of a rule that say it.
_WORDED = {
    "instead": ("instead",),
    "conditions": ("conditions",),
    "consult": ("consult",),
    "limits": ("limit", "limits"),
    "meanwhile": ("meanwhile",),
    "if_no_answer": ("if_no_answer",),
}


def _without_hidden(answer: Answer, seen: Callable[[tuple[Rule | RedLine, ...]], tuple[Rule | RedLine, ...]]) -> Answer:
    """Return the answer without the words that only hidden rules say; what they decide stays."""
    shown = seen(answer.rules)
    if len(shown) == len(answer.rules):
        return answer
    hidden = [rule for rule in answer.rules if rule not in shown]
    words: dict[str, Any] = {}
    for name, keys in _WORDED.items():
        ours = [word for rule in shown for key in keys for word in _several(getattr(rule, key, ()))]
        theirs = [word for rule in hidden for key in keys for word in _several(getattr(rule, key, ()))]
        words[name] = tuple(word for word in getattr(answer, name) if word in ours or word not in theirs)
    return dataclasses.replace(answer, **words)


def _several(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)
