"""Ask for the presence of something: the rules that say no more than that are rows of one table.

Comes in: a `View`. Goes out: a problem for each thing that lacks what its row asks for, at the key that is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..diagnostics import Severity
from ..words import Message, message
from .base import Check, Problem, View, key, says_nothing

# Kinds of channel on which a brand publishes at a rhythm, and those on which nobody waits for an answer.
PUBLISHES = frozenset({"social", "blog", "broadcast", "newsletter", "live"})
NO_ANSWER = frozenset({"ads-account", "newsletter", "broadcast", "wiki", "chatbot"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A thing that must be there.

    Fields:
        kind: the kind of file where it is written.
        at: the key that is missing.
        of: what must have it: records, each by itself; None where the file must have it, once.
        lacks: whether one of them (or the brand) lacks it.
        said: what is wrong; `{id}` is the record's.
        hint: what to write.
    """

    id: str
    level: Severity
    needs: tuple[int, ...]
    kind: str
    at: str
    of: Callable[[View], Iterable[Any]] | None = None
    lacks: Callable[[View, Any], bool]
    said: Message
    hint: Message
    ground: tuple[str, ...] = ()

    def find(self, view: View) -> Iterator[Problem]:
        """Yield a problem for each thing that lacks it."""
        if self.of is None:
            if self.lacks(view, view.brand):
                yield Problem(place=view.lacking(self.kind, self.at), message=self.said, hint=self.hint)
            return
        for one in self.of(view):
            if self.lacks(view, one):
                yield Problem(
                    place=key(one, self.at), message=replace(self.said, values={"id": one.id}), hint=self.hint
                )


def _ours(view: View) -> Iterable[Any]:
    return (one for one in view.channels if one.ownership in ("owned", "managed"))


def _keys(view: View) -> Iterable[Any]:
    return (
        one
        for one in view.live(view.brand.channels.channels)
        if one.state in ("active", "paused") and one.ownership in ("owned", "managed")
    )


def _operations(view: View) -> Iterable[Any]:
    return (one for one in view.live(view.brand.operations) if one.to is None or one.to >= view.today)


def _grave(view: View) -> Iterable[Any]:
    return (one for one in view.live(view.brand.crises) if (view.severity_number(one.severity) or 0) >= 3)


def _aimless(view: View, channel: Any) -> bool:
    return not channel.objectives and not any(channel.id in one.channels for one in view.brand.objectives.objectives)


def _waits(_view: View, channel: Any) -> bool:
    closed = channel.settings and channel.settings.comments == "closed" and channel.settings.messages == "closed"
    return channel.reply_within is None and not closed and channel.kind not in NO_ANSWER


ROWS: tuple[Row, ...] = (
    Row(
        id="brand-has-red-lines",
        level="error",
        needs=(35,),
        kind="scope",
        at="red_lines",
        lacks=lambda view, brand: not view.live(brand.scope.red_lines),
        said=message("There is no red line: nothing says what is forbidden whatever happens."),
        hint=message("Under `red_lines:`, write each line not to cross, with what to do `instead`."),
    ),
    Row(
        id="brand-has-objectives",
        level="error",
        needs=(42,),
        kind="objectives",
        at="objectives",
        # An aim of the house is every brand's: what this one is there for is what it says itself.
        lacks=lambda view, brand: all(one.origin != brand.id for one in view.live(brand.objectives.objectives)),
        said=message("The brand has no objective of its own: nothing justifies its presence."),
        hint=message(
            "Under `objectives:`, write what a department expects from this presence, and how it is measured."
        ),
    ),
    Row(
        id="channel-has-objective",
        level="error",
        needs=(30,),
        kind="channels",
        at="objectives",
        of=lambda view: view.channels,
        lacks=_aimless,
        said=message("The channel `{id}` serves no objective."),
        hint=message("Name one: `objectives: [an-objective]`; or close the channel."),
        ground=("objectives",),
    ),
    Row(
        id="channel-has-cadence",
        level="warning",
        needs=(53,),
        kind="channels",
        at="cadence",
        of=lambda view: (one for one in _ours(view) if one.kind in PUBLISHES),
        lacks=lambda _view, one: one.cadence is None,
        said=message("Nothing says how often `{id}` publishes."),
        hint=message("Write `cadence: {example}`.", example="{min: 2, max: 3, per: week}"),
    ),
    Row(
        id="channel-promises-a-reply-time",
        level="warning",
        needs=(36,),
        kind="channels",
        at="reply_within",
        of=_ours,
        lacks=_waits,
        said=message("Nothing says how soon people get an answer on `{id}`."),
        hint=message(
            "Write `reply_within: {example}`; or say in `settings` that comments and messages are closed.",
            example="{comments: {within: 4h, counts_as: answer, hours: service}}",
        ),
    ),
    Row(
        id="account-has-two-factor",
        level="warning",
        needs=(),
        kind="channels",
        at="access",
        of=_keys,
        lacks=lambda _view, one: one.access is None or one.access.two_factor is not True,
        said=message("Nothing says that the account of `{id}` has two-factor authentication."),
        hint=message(
            "Turn two-factor authentication on, then add `access: {example}`.",
            example="{holders: […], store: …, two_factor: true}",
        ),
    ),
    Row(
        id="mission-has-tools",
        level="warning",
        needs=(28,),
        kind="missions",
        at="tools",
        of=lambda view: view.live(view.brand.missions.missions),
        lacks=lambda _view, one: not one.tools,
        said=message("The mission `{id}` has no tool: a clear perimeter also needs the means to act."),
        hint=message("Name the tools of `brand.yml` that it works with: `tools: [conversation-desk]`."),
        ground=("brand",),
    ),
    Row(
        id="mission-traces-to-objective",
        level="error",
        needs=(45,),
        kind="missions",
        at="objectives",
        of=lambda view: view.live(view.brand.missions.missions),
        lacks=lambda _view, one: not one.objectives,
        said=message("The mission `{id}` serves no objective."),
        hint=message("Name the objectives that it serves: `objectives: [an-objective]`."),
        ground=("objectives",),
    ),
    Row(
        id="operation-has-objective-and-process",
        level="error",
        needs=(33,),
        kind="operation",
        at="process",
        of=_operations,
        lacks=lambda _view, one: one.process is None,
        said=message("The operation `{id}` has no process: nothing says who must approve it."),
        hint=message("Name a circuit of `validation.yml`: `process: editorial-agreement`."),
    ),
    Row(
        id="operation-has-community-impact-note",
        level="warning",
        needs=(4,),
        kind="operation",
        at="community_impact",
        of=_operations,
        lacks=lambda _view, one: says_nothing(one.community_impact),
        said=message("Nothing says how the community is expected to react to the operation `{id}`."),
        hint=message("Ask the community manager, and write what they expect under `community_impact:`."),
    ),
    Row(
        id="scenario-gives-cm-first-step-and-tone",
        level="error",
        needs=(9,),
        kind="crisis",
        at="first_step",
        of=lambda view: view.live(view.brand.crises),
        lacks=lambda _view, one: says_nothing(one.first_step) or says_nothing(one.tone),
        said=message("The scenario `{id}` does not say what the community manager does first, or in what tone."),
        hint=message("Write one action under `first_step:`, and the attitude to take under `tone:`."),
    ),
    Row(
        id="scenario-has-exit-and-review",
        level="error",
        needs=(66,),
        kind="crisis",
        at="exit",
        of=lambda view: view.live(view.brand.crises),
        lacks=lambda _view, one: one.exit is None or one.review is None,
        said=message("The scenario `{id}` does not say when it is over, or when its lessons are drawn."),
        hint=message("Write `exit:` with its `criteria` and `decided_by`, and `review:` with `within` and `by`."),
    ),
    Row(
        id="crisis-cell-has-an-outside-channel",
        level="error",
        needs=(82,),
        kind="crisis",
        at="cell",
        of=_grave,
        lacks=lambda _view, one: one.cell is None or says_nothing(one.cell.outside_channel),
        said=message("The scenario `{id}` gives its cell no way to communicate outside the house's own systems."),
        hint=message("Add `cell:` with an `outside_channel` that still works if the house is hacked."),
        ground=("escalation",),
    ),
    Row(
        id="surge-has-reinforcement",
        level="warning",
        needs=(8,),
        kind="crisis",
        at="reinforcement",
        of=lambda view: (
            one for one in view.live(view.brand.crises) if one.kind in ("bad-buzz", "boycott", "good-buzz")
        ),
        lacks=lambda _view, one: (
            one.reinforcement is None or (one.reinforcement.above is None and not one.reinforcement.when)
        ),
        said=message("The scenario `{id}` does not say above what volume help arrives, or who comes."),
        hint=message("Write `reinforcement: {example}`.", example="{above: Plus de cent messages par heure, who: …}"),
    ),
    Row(
        id="insight-reaches-a-department",
        level="warning",
        needs=(17,),
        kind="reporting",
        at="insights",
        lacks=lambda view, brand: not view.live(brand.reporting.insights),
        said=message("Nothing says which department receives what the community teaches."),
        hint=message("Under `insights:`, write who receives what, how, and how often."),
    ),
)

CHECKS: tuple[Check, ...] = tuple(
    Check(id=row.id, level=row.level, needs=row.needs, ground=(row.kind, *row.ground), find=row.find) for row in ROWS
)
