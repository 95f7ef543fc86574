"""Say what nobody had to tell: what follows from the channel, the hour and the periods of a question.

Comes in: a compiled `Perimeter`, a question, and those of its facts that were worked out of something else.
Goes out: what was derived, each with what it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from perimetre.base.frozen import dataclass
from perimetre.model import Channel
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.facts import ELECTION_PERIOD, ON_OUR_PAGE, FactValue
from perimetre.perimeter.questions import Question

Source = Literal["channel", "periods", "hours", "posted", "text", "history", "account-age"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """Something that follows from what is known.

    Fields:
        what: the id of a fact; or `stage`, `service-hours`.
        value: that of the fact; the stage; whether the channel is in its service hours.
        source: what it follows from.
    """

    what: str
    value: FactValue
    source: Source


def derived(perimeter: Perimeter, question: Question, found: Mapping[str, Source]) -> tuple[Derived, ...]:
    """Return what follows for a question.

    Args:
        found: of the facts of the question, those that were worked out, each with what it was worked out of.
    """
    ground, channel = perimeter.ground, perimeter.brand.find(Channel, question.channel)
    following: list[Derived] = []
    ours = ground.is_ours(question.channel)
    if ours is not None:
        following.append(Derived(what=ON_OUR_PAGE, value=ours, source="channel"))
    stage = (channel.stage if channel is not None else None) or perimeter.brand.brand.stage
    if stage is not None:
        following.append(Derived(what="stage", value=stage, source="channel"))
    if ground.has_hours(question.channel):
        served = ground.in_service(question.channel, question.at)
        following.append(Derived(what="service-hours", value=served, source="hours"))
    if ground.elections:
        elections = ground.in_elections(question.at)
        following.append(Derived(what=ELECTION_PERIOD, value=elections, source="periods"))
    given = (Derived(what=fact, value=question.facts[fact], source=source) for fact, source in found.items())
    return (*following, *given)
