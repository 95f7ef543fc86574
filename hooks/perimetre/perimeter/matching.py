"""Say whether a match holds: the one form in which rules, red lines, duties, triage and grounds say what they speak of.

Comes in: `Match`, as a playbook writes it, and a `ElementaryQuestion`, one elementary question. Goes out: yes or no.
A match is compiled once for a brand: groups expanded, channels resolved to the brand's own, bounds turned into numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from perimetre.base.closed import POSTURES
from perimetre.base.days import Calendar
from perimetre.base.frozen import dataclass
from perimetre.model import Brand, Group, Hours, Match, Period, Situation
from perimetre.model.matches import AllBut, Chosen, MatchCase, too_many_ways
from perimetre.perimeter.capabilities import Lack, lack
from perimetre.perimeter.facts import DERIVED, ELECTION_PERIOD, ON_OUR_PAGE, FactBounds, FactValue, ways
from perimetre.perimeter.readings import condition
from perimetre.perimeter.windows import RuleHours, hours_of, windows_of

OTHER = "other"
ANSWER = "answer"


class ElementaryQuestion(NamedTuple):
    """One elementary question: each dimension holds one value. A page asks thousands: a tuple is made the quickest.

    Fields:
        role, action, channel: ids.
        says, topic, author: ids; `answer` and `other` when nothing is said.
        posture: the rank in `POSTURES`.
        phase: the phase of a crisis scenario, or None.
        place: the place that it is about, by id, or None where none is named.
        at: the instant, wall time of the house.
        facts: what is known, by fact; durations in minutes.
    """

    role: str
    action: str
    channel: str
    says: str
    topic: str
    author: str
    posture: int
    phase: str | None
    place: str | None
    at: datetime
    facts: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """A match compiled for a brand; None in a dimension means that it takes every value, future ones included.

    Fields:
        elections: in an election period only, or out of any; None: whichever.
        when: what facts must be, those aside that follow from the channel or the hour: they are dimensions here.
    """

    roles: frozenset[str] | None
    actions: frozenset[str] | None
    says: frozenset[str] | None
    channels: frozenset[str] | None
    topics: frozenset[str] | None
    authors: frozenset[str] | None
    phases: frozenset[str] | None
    places: frozenset[str] | None = None
    posture: int
    during: tuple[Period, ...] | None
    windows: tuple[RuleHours, ...] | None
    elections: bool | None = None
    when: Mapping[str, FactBounds]
    exceptions: tuple[Matcher, ...] = ()

    def admits(self, case: ElementaryQuestion, ground: BrandGround) -> bool:
        """Say whether the match holds for `case`, exceptions included.

        A fact that nobody knows makes a conditional match not hold, and never opens an exception.
        """
        return self.bears(case.role, case.action, case.channel) and self.admits_rest(case, ground)

    def bears(self, role: str, action: str, channel: str) -> bool:
        """Say whether the match could hold for an act, whatever is still unsaid."""
        return (
            (self.actions is None or action in self.actions)
            and (self.channels is None or channel in self.channels)
            and (self.roles is None or role in self.roles)
        )

    def admits_rest(self, case: ElementaryQuestion, ground: BrandGround) -> bool:
        """Say whether a match that bears on the act of `case` holds for what else is said, exceptions included."""
        return (
            self.admits_but_facts(case, ground)
            and (not self.when or all(bounds.admits(case.facts.get(fact)) for fact, bounds in self.when.items()))
            and not (self.exceptions and any(exception.admits(case, ground) for exception in self.exceptions))
        )

    def admits_but_facts(self, case: ElementaryQuestion, ground: BrandGround) -> bool:
        """Say whether a match that bears on the act of `case` could hold, whatever the facts and its exceptions."""
        return (
            case.posture >= self.posture
            and (self.topics is None or case.topic in self.topics)
            and (self.says is None or case.says in self.says)
            and (self.authors is None or case.author in self.authors)
            and (self.phases is None or case.phase in self.phases)
            and (self.places is None or case.place in self.places)
            and (not self.is_timed or self.admits_moment(case.channel, case.at, ground))
        )

    @property
    def is_timed(self) -> bool:
        """Whether it holds at some moments only."""
        return self.during is not None or self.windows is not None or self.elections is not None

    def admits_moment(self, channel: str, at: datetime, ground: BrandGround) -> bool:
        """Say whether the periods and the hours that the match names hold at `at` on `channel`."""
        if self.during is not None and not any(in_force(period, at) for period in self.during):
            return False
        if self.elections is not None and self.elections != ground.in_elections(at):
            return False
        return self.windows is None or any(
            window.holds(at, ground.calendar, lambda: ground.in_service(channel, at)) for window in self.windows
        )


class BrandGround:
    """What a brand's matches stand on: its channels, groups, periods, postures, service hours and holidays."""

    def __init__(self, brand: Brand, calendar: Calendar) -> None:
        self.calendar = calendar
        self._channels = {channel.id: channel for channel in brand.channels.channels}
        self._periods = {period.id: period for period in brand.periods.periods}
        self._groups = {group.id: group.members for group in brand.scope.groups}
        self._facts = brand.values.facts
        # The election periods of the brand.
        self.elections = tuple(period for period in brand.periods.periods if period.kind == "electoral")
        self._all = _all_of(brand)
        self._stage = brand.brand.stage
        self._postures = brand.brand.postures
        # The topics and the places for which a level of alert is declared apart.
        self.topics_on_alert = frozenset[str]().union(*(self.expand(declared.topics) for declared in self._postures))
        self.places_on_alert = frozenset[str]().union(*(self.expand(declared.places) for declared in self._postures))
        hours = {id: channel.service_hours or brand.brand.service_hours for id, channel in self._channels.items()}
        self._service = {id: self.windows_of(shifts) for id, shifts in hours.items()}

    def windows_of(self, week: Iterable[Hours]) -> tuple[RuleHours, ...]:
        """Return hours of the week ready to be asked, each in its period or out of those that the others name."""
        return windows_of(tuple(week), self._periods)

    def lack(self, channel: str, action: str) -> Lack | None:
        """Return why an act cannot be done on `channel`; None where it can, as far as anybody knows."""
        return lack(self._channels.get(channel), action)

    def in_service(self, channel: str, at: datetime) -> bool:
        """Say whether `at` falls in the service hours of `channel` (the brand's where it has none of its own)."""
        return any(window.holds(at, self.calendar, bool) for window in self._service.get(channel, ()))

    def in_elections(self, at: datetime) -> bool:
        """Say whether an election period of the brand is in force at `at`."""
        return any(in_force(period, at) for period in self.elections)

    def is_ours(self, channel: str) -> bool | None:
        """Say whether `channel` is the brand’s own, or managed for it; None where nobody knows the channel."""
        known = self._channels.get(channel)
        return None if known is None else known.ownership != "third-party"

    def has_hours(self, channel: str) -> bool:
        """Say whether the service hours of `channel`, or the brand's for it, are known."""
        return bool(self._service.get(channel))

    def is_served(self, channel: str, day: date) -> bool:
        """Say whether `channel` has service on `day`; one whose hours nobody has said has it every day."""
        windows = self._service.get(channel, ())
        return not windows or any(window.keeps(day, self.calendar) for window in windows)

    def service_windows(self) -> tuple[RuleHours, ...]:
        """Return the service hours of every channel."""
        return tuple(window for windows in self._service.values() for window in windows)

    def service_of(self, channel: str) -> tuple[RuleHours, ...]:
        """Return the service hours of `channel`, or the brand's for it; none where nobody has said them."""
        return self._service.get(channel, ())

    def expand(self, ids: Iterable[str]) -> frozenset[str]:
        """Return `ids` with each group replaced by its members, groups of groups included."""
        return expanded(ids, self._groups)

    def posture_at(self, at: datetime, channel: str, topics: Iterable[str] = (), place: str | None = None) -> str:
        """Return the worst posture declared at `at` for the brand, for `channel`, one of `topics` or `place`."""
        topics = frozenset(topics)
        worst = 0
        for declared in self._postures:
            bears = (
                (not declared.channels or channel in self.expand(declared.channels))
                and (not declared.topics or bool(topics & self.expand(declared.topics)))
                and (not declared.places or place in self.expand(declared.places))
            )
            if declared.level and declared.holds_at(at) and bears:
                worst = max(worst, POSTURES.index(declared.level))
        return POSTURES[worst]

    def compile(self, match: Match | Situation) -> tuple[Matcher, ...]:
        """Return `match` ready to be asked about this brand: it holds where one of these holds.

        There are several where its cases or its facts are joined by *or*; none where they never hold, or for a mistake
        that is told when the handbook is built: more ways than anybody may mean, a dimension said twice.
        """
        if isinstance(match, Match) and match.any_:
            if any(match.said_twice) or too_many_ways(*(case.when for case in match.cases)):
                return ()
            return tuple(matcher for case in match.cases for matcher in self.compile(case))
        exceptions = match.except_ if isinstance(match, MatchCase) else ()
        alone = Matcher(
            roles=self.named("roles", match.roles),
            actions=self.named("actions", match.actions),
            says=self.named("says", match.says),
            channels=self.channels_of(match),
            topics=self.named("topics", match.topics),
            authors=self.named("authors", match.authors),
            phases=frozenset(match.phase) if match.phase else None,
            places=self.named("places", match.places),
            posture=POSTURES.index(match.posture) if match.posture else 0,
            during=tuple(self._periods[id] for id in match.during if id in self._periods) if match.during else None,
            windows=tuple(map(hours_of, match.times)) or None,
            when={},
            # An exception that the house has yet to complete takes nothing out.
            exceptions=tuple(
                matcher for exception in exceptions if not exception.incomplete for matcher in self.compile(exception)
            ),
        )
        if not match.when:
            return (alone,)
        if too_many_ways(match.when):
            return ()
        return tuple(self._derived(alone, when) for when in ways(condition(match.when, self._facts)))

    def _derived(self, alone: Matcher, when: Mapping[str, FactBounds]) -> Matcher:
        """Return a match with what facts must be; those that follow from the channel or the hour become dimensions."""
        asked = {fact: True in (when[fact].among or ()) for fact in DERIVED if fact in when}
        channels = alone.channels
        if ON_OUR_PAGE in asked:
            such = frozenset(id_ for id_ in self._channels if self.is_ours(id_) is asked[ON_OUR_PAGE])
            channels = such if channels is None else channels & such
        rest = {fact: bounds for fact, bounds in when.items() if fact not in asked}
        return replace(alone, channels=channels, elections=asked.get(ELECTION_PERIOD), when=rest)

    def named(self, dimension: str, chosen: Chosen[str]) -> frozenset[str] | None:
        """Return the values that a match names in a dimension, whichever way it names them; None where it takes all."""
        if isinstance(chosen, AllBut):
            return self._all[dimension] - self.expand(chosen.not_)
        return self.expand(chosen) if chosen else None

    def taken(self, dimension: str, match: Match | None) -> frozenset[str] | None:
        """Return the values that a match takes in a dimension, whichever its case; None where it takes all."""
        return united(self.named(dimension, getattr(case, dimension)) for case in match.cases) if match else None

    def telling_apart(self, dimension: str, named: Iterable[frozenset[str] | None], usual: str) -> frozenset[str]:
        """Return the values by which some matches are told from the others: those that they take, or that they leave.

        Args:
            dimension: one in which something stands for what nobody says.
            named: for each match, the values that it takes; None: all.
            usual: what stands for what nobody says: where a match takes it with most others, what it leaves tells.
        """
        every = self._all[dimension]
        telling = (
            every - values if usual in values and 2 * len(values) > len(every) else values
            for values in named
            if values is not None
        )
        return frozenset[str]().union(*telling)

    def channels_of(self, match: Situation) -> frozenset[str] | None:
        """Return the channels that a match bears on, by their ids, kinds, owners and stages; None where on all."""
        if isinstance(match, Match) and match.any_:
            return united(map(self.channels_of, match.cases))
        if not (match.channels or match.channel_kinds or match.ownership or match.stages):
            return None
        named = self.named("channels", match.channels)
        kinds = self.named("channel_kinds", match.channel_kinds)
        return frozenset(
            id
            for id, channel in self._channels.items()
            if (named is None or id in named)
            and (kinds is None or channel.kind in kinds)
            and (not match.ownership or channel.ownership in match.ownership)
            and (not match.stages or (channel.stage or self._stage) in match.stages)
        )


def _all_of(brand: Brand) -> dict[str, frozenset[str]]:
    """Return what a brand has in each dimension that may be said by what it is not, what nothing said is among it."""
    values = brand.values
    return {
        "roles": frozenset(role.id for role in brand.people.roles),
        "actions": frozenset(values.actions),
        "says": frozenset(values.says) | {ANSWER},
        "channels": frozenset(channel.id for channel in brand.channels.channels),
        "channel_kinds": frozenset(values.channel_kinds),
        "topics": frozenset(values.topics) | {OTHER},
        "authors": frozenset(values.authors) | {OTHER},
        "places": frozenset(place.id for place in brand.own_places),
    }


def in_force(period: Period, at: datetime) -> bool:
    """Say whether `period` is in force at `at`: its own dates, its windows, or the same days of every year.

    A period that begins with an event waits for a date to be written; one that ends with an event lasts until then. On
    its first day it may begin at an hour, on its last day end at one (an embargo lifted at nine).
    """
    day, minute = at.date(), at.hour * 60 + at.minute
    if any(window.from_ is not None and period.spans(window.from_, window.to, day) for window in period.windows):
        return True
    if period.from_ is None or not period.spans(period.from_, period.until, day):
        return False
    if period.from_time is not None and _same_day(day, period.from_, period.recurring) and minute < period.from_time:
        return False
    ends_today = period.until is not None and _same_day(day, period.until, period.recurring)
    return not (ends_today and period.until_time is not None and minute >= period.until_time)


def _same_day(day: date, edge: date, recurring: str | None) -> bool:
    return (day.month, day.day) == (edge.month, edge.day) if recurring == "yearly" else day == edge


def united(taken: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """Return all that some cases take in a dimension; None, which is everything, where one of them does."""
    taken = tuple(taken)
    named = [values for values in taken if values is not None]
    return frozenset[str]().union(*named) if len(named) == len(taken) else None


def expanded(ids: Iterable[str], groups: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return `ids` with each id of `groups` replaced by its members, groups of groups included."""
    members: set[str] = set()
    opened: set[str] = set()
    waiting = list(ids)
    while waiting:
        id_ = waiting.pop()
        if id_ not in groups:
            members.add(id_)
        elif id_ not in opened:
            opened.add(id_)
            waiting.extend(groups[id_])
    return frozenset(members)


def places_as_named(places: Iterable[str], groups: Iterable[Group]) -> tuple[str, ...]:
    """Return the group that holds just these places, as a house names them together; else the places."""
    places = tuple(places)
    members = {group.id: group.members for group in groups if group.of == "places"}
    whole = next((id_ for id_ in members if len(places) > 1 and expanded((id_,), members) == frozenset(places)), None)
    return places if whole is None else (whole,)
