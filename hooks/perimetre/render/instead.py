"""Choose what may be done on a channel that does not offer an act, among what the perimeter allows to whoever asks.

A part of the stage render. Comes in: a desk, a question, the channels that do not offer its act. Goes out: `Without`.
Decides nothing: the room `perimeter` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from perimetre.model import Text
from perimetre.perimeter.capabilities import Lack
from perimetre.perimeter.instead import acts_instead
from perimetre.perimeter.questions import Question
from perimetre.render.desk import Desk

# More than these are no advice: the level says that one of them is to be chosen.
_NAMED_TEMPLATES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class InsteadAct:
    """An act that may be done in place of one that a channel does not offer.

    Fields:
        asked: what is asked of it.
        but: whether some case is stricter.
        templates: the ready answers that suit, where they are few.
    """

    asked: Question
    authority: str
    but: bool
    templates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """Channels that do not offer an act.

    Fields:
        acts: what may be done there instead, the best first.
        advice: what is said to be done instead, where no act does it.
    """

    channels: tuple[str, ...]
    acts: tuple[InsteadAct, ...]
    advice: tuple[Text, ...]


def without(desk: Desk, asked: Question, lacks: Mapping[str, Lack]) -> Iterator[Without]:
    """Yield the channels that do not offer an act, together where the same is done there instead.

    Args:
        asked: the question, of any channel.
        lacks: those channels, each with what is known of it.
    """
    alike: dict[tuple[object, ...], Without] = {}
    for channel, lack in lacks.items():
        acts = tuple(_acts(desk, replace(asked, channel=channel), lack))
        advice = () if lack.tries else lack.advice
        key = (tuple((act.asked.action, act.asked.says, act.authority, act.but, act.templates) for act in acts), advice)
        there = alike.get(key)
        channels = (*there.channels, channel) if there is not None else (channel,)
        alike[key] = Without(channels=channels, acts=acts, advice=advice)
    yield from alike.values()


def _acts(desk: Desk, asked: Question, lack: Lack) -> Iterator[InsteadAct]:
    """Yield what the asker may do there; where their own words are not theirs to write, a ready answer may be."""
    for question, answer in acts_instead(asked, lack, desk.ask):
        templates = answer.templates
        yield InsteadAct(
            asked=question,
            authority=answer.authority,
            but=desk.besides_of(question).is_sterner,
            templates=templates if len(templates) <= _NAMED_TEMPLATES else (),
        )
