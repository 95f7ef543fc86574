"""Read the questions that a community manager asks, in their words, and what each asks of the perimeter.

A part of the stage render. Comes in: data/questions.yml. Goes out: its questions and situations. The questions are
ours; `families/questions.py` computes every answer.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from perimetre.base.frozen import dataclass
from perimetre.model.basics import Part
from perimetre.model.refs import (
    ActionRef,
    AuthorRef,
    CaseRef,
    ChannelKindRef,
    CrisisKindRef,
    FactRef,
    SaysRef,
    TopicRef,
)
from perimetre.model.text import Text
from perimetre.model.values import Synonyms
from perimetre.render.data import load


@dataclass(frozen=True, slots=True, kw_only=True)
class PerimeterAsk(Part):
    """One question to the perimeter.

    Fields:
        label: what distinguishes it on the page; None: the name of the action.
        kinds: the kinds of channel that it is about; none: the brand's own channels.
        steps: the fact whose bounds in the rules cut the answer in steps («up to 30 €»), or None.
    """

    action: ActionRef
    label: Text | None = None
    kinds: tuple[ChannelKindRef, ...] = ()
    says: tuple[SaysRef, ...] = ()
    topics: tuple[TopicRef, ...] = ()
    authors: tuple[AuthorRef, ...] = ()
    facts: Mapping[str, bool | int] = field(default_factory=dict)
    steps: FactRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeAlso(Part):
    """A place that says more: one of a page, a ready answer (its id), or what the record that stands there must have.

    Fields:
        ground_case: what the id of a ground for moderation holds.
        line_author: whom an escalation line is for.
    """

    page: str | None = None
    template: str | None = None
    case: CaseRef | None = None
    crisis_kind: CrisisKindRef | None = None
    ground_case: str | None = None
    line_author: AuthorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualQuestion(Part):
    """A question as it comes to mind.

    Fields:
        id: its anchor.
        see: the places that say more; all that exist are shown.
        terms: what is told apart: terms of the lexicon, by id; those that the house has are defined.
        part: a part of the page that is not the perimeter's, if it has one.
        keywords: what the search finds it by.
    """

    id: str
    words: Text
    asks: tuple[PerimeterAsk, ...] = ()
    see: tuple[SeeAlso, ...] = ()
    terms: tuple[str, ...] = ()
    part: Literal["voice", "mentions", "pressures", "severities"] | None = None
    keywords: Synonyms = field(default_factory=Synonyms)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualSituation(Part):
    """What somebody under pressure says to themselves.

    Fields:
        id: the anchor of its part of the page of situations, where there is a choice.
        see: the places that may answer, the best first; the first that exists does.
        choose: the answer depends on what has happened: all those that exist are offered.
        asks: what one may want to do then, asked of the perimeter.
    """

    id: str
    words: Text
    see: tuple[SeeAlso, ...]
    choose: bool = False
    asks: tuple[PerimeterAsk, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsFile(Part):
    """The file of the questions."""

    questions: tuple[UsualQuestion, ...]
    situations: tuple[UsualSituation, ...]


@functools.cache
def usual_questions() -> QuestionsFile:
    """Return the questions and the situations that ship."""
    return load(QuestionsFile, "questions.yml")[0]
