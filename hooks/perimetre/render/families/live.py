"""Draft the page that answers in the reader's browser: one's own question, worked out at this hour from the rules."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator

from perimetre.base.closed import POSTURES
from perimetre.base.durations import AT_ONCE
from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.cover.lines import ordered
from perimetre.language import describe, typography
from perimetre.language.labels import AUTHORITIES
from perimetre.model import Channel, Text
from perimetre.model.delays import Delay, latest
from perimetre.model.shared import Inform
from perimetre.perimeter.facts import FactBounds, FactValue
from perimetre.render.answer_hours import is_waited_for
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.families.brand import find_place
from perimetre.render.keywords import dangers, light_words, little_words
from perimetre.render.live.finding import (
    REPLIES,
    TYPED,
    FactRanges,
    Findable,
    as_json,
    findables,
    findables_of,
    names_of,
)
from perimetre.render.live.leads import leads
from perimetre.render.live.rules import HORIZON
from perimetre.render.live.shared import rules_file
from perimetre.render.usual_questions import usual_questions

# What one does at each level, in a few words that what the answer names may complete.
_VERDICTS = {
    "free": message("Yes"),
    "template": message("Yes, with this ready answer"),
    "notify": message("Yes, then report it"),
    "approve": message("Ask first"),
    "escalate": message("Pass it on to"),
    "forbidden": message("No: do this instead"),
    "impossible": message("Impossible here: do this instead"),
}
# The acts by which the house speaks: there is a tone to take.
_SPEAKS = ("publish", "schedule", "correct", "react-to-news", "mass-message", "go-live", *REPLIES)
# The delays that run at night too.
_BY_THE_CLOCK = (AT_ONCE, "min", "h")
# The fact that is a sum of this case alone.
_SUM = "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactAsked:
    """A fact that may be asked of the reader.

    Fields:
        label: its words.
        question: what is asked of the reader.
        choices: what it may be, each with a value as JSON; none where the reader types a number.
        unit: of that number, or none.
        currency: the code of the currency of the sum at stake, as somebody may type one in their own words; else "".
        edges: the numbers at which rules tell it apart, each as what is above it and what is up to it, in words.
    """

    id: str
    label: str
    question: str
    choices: tuple[tuple[str, str], ...]
    unit: str
    currency: str
    edges: tuple[tuple[float, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What somebody under pressure says to themselves.

    Fields:
        asks: what they may want to do, each with what it asks of the perimeter.
        places: the pages that say more: below the brand, each with an anchor or "".
    """

    id: str
    words: Text
    asks: tuple[Findable, ...]
    places: tuple[tuple[str, str], ...]


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Yield the draft of a brand's page of live answers, where somebody may do something somewhere."""
    roles = _roles(desk)
    channels = tuple(channel for channel in desk.channels if channel.state == "active")
    if not roles or not channels:
        return
    live = desk.live_perimeter()
    values = desk.values
    file = rules_file(desk.the_brand.id, live)
    draft = desk.draft(
        "may-i",
        message("May I…? My own case"),
        "perimeter/live.html",
        kind="scope",
        group="now",
        boost=1.3,
        description=message("Say what you would do and where: the answer at this hour, with whose agreement it needs."),
        roles=roles,
        channels=channels,
        missions=desk.actions_by_mission(),
        replies=tuple(action for action in REPLIES if action in values.actions),
        said={"says": values.says, "topics": values.topics, "authors": values.authors},
        places=desk.seen(desk.the_brand.own_places),
        postures=POSTURES,
        levels=tuple(AUTHORITIES),
        speaks=_SPEAKS,
        verdict=lambda level: desk.say(_VERDICTS[level]),
        ordered=ordered,
        members=lambda ids: sorted(desk.members(ids)),
        live=live,
        duty=desk.live_duty,
        waits=is_waited_for,
        report_due=_report_due,
        rules_file=file[0].rpartition("/")[2],
        things=dict(live.things),
        happening=tuple(_happening(desk, channels, dict(live.facts))),
        little=little_words(desk.language),
        light=light_words(desk.language),
        dangers=json.dumps(dangers(desk.language), ensure_ascii=False),
        named={channel.id: names_of(desk, channel) for channel in channels},
        ours=desk.own_channels,
        # Whoever keeps one place asks for it each time.
        placed=frozenset(held.role for held in desk.the_brand.people.assignments if held.places),
        leads=tuple(leads(desk)),
        findables=findables(desk, channels, dict(live.facts)),
        facts=tuple(_asked(desk, fact, choices) for fact, choices in live.facts),
        zone=desk.handbook.settings_of(desk.the_brand).timezone or "UTC",
        today=desk.today,
        horizon=HORIZON,
    )
    yield dataclasses.replace(draft, files=(file,))


def _happening(desk: Desk, channels: tuple[Channel, ...], facts: FactRanges) -> Iterator[Happening]:
    """Yield what may happen: what it is called, what one may do then, and the pages that say more."""
    for situation in usual_questions().situations:
        places = tuple(dict.fromkeys(filter(None, (find_place(desk, see) for see in situation.see))))
        asks = tuple(findables_of(desk, situation.asks, channels, facts))
        if asks or places:
            yield Happening(id=situation.id, words=situation.words, asks=asks, places=places)


def _roles(desk: Desk) -> tuple[object, ...]:
    """Return the roles that somebody may ask for: those of community managers first, then those that rules name."""
    first = desk.cm_roles
    spoken = frozenset[str]().union(*(clause.matcher.roles or () for clause in desk.clauses))
    others = (role for role in desk.seen(desk.the_brand.people.roles) if role.id in spoken and role not in first)
    return (*first, *others)


def _report_due(told: Inform) -> int | None:
    """Return within how many minutes somebody is told; None: when they are at work, or nobody has said it."""
    end = latest(told.within)
    is_worked = isinstance(told.within, Delay) and told.within.is_worked
    return end.minutes if end is not None and end.unit in _BY_THE_CLOCK and not is_worked else None


def _asked(desk: Desk, id: str, ranges: tuple[tuple[FactValue, FactBounds], ...]) -> FactAsked:
    fact = desk.values.facts.get(id)
    type_ = fact.type if fact is not None else None
    currency = desk.handbook.settings_of(desk.the_brand).currency or "EUR"

    def said(bounds: FactBounds) -> str:
        return describe.bounds(bounds.as_test(id, type_), fact, currency, desk.language)

    edges = sorted({edge for _, bounds in ranges for edge in (bounds.above, bounds.up_to) if edge is not None})
    label = desk.say(fact.label) if fact is not None else id
    is_typed = type_ in TYPED and all(bounds.times_usual is None for _, bounds in ranges)
    return FactAsked(
        id=id,
        label=label,
        question=desk.say(fact.question) if fact is not None and fact.question else label,
        choices=() if is_typed else tuple((as_json(value), said(bounds)) for value, bounds in ranges),
        unit=typography.currency_sign(currency, desk.language) if type_ == "money" else "",
        currency=currency if id == _SUM else "",
        edges=tuple((edge, said(FactBounds(above=edge)), said(FactBounds(up_to=edge))) for edge in edges),
    )
