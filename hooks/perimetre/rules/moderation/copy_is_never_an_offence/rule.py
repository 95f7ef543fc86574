"""Copy is never an offence: nothing has anybody capture what it is an offence to keep."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Duty
from perimetre.model.matches import these
from perimetre.model.moderation import Ground
from perimetre.perimeter.copies import CAPTURE
from perimetre.perimeter.matching import Matcher
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the orders to capture that meet a ground where a copy is an offence."""
    grounds = [ground for ground in view.live(view.brand.moderation.grounds) if ground.forbidden_copy and ground.match]
    steps = {step.id: step for step in view.brand.moderation.ladder}
    for ground in grounds:
        first = steps.get(ground.entry_level or "")
        if CAPTURE in (ground.action, first.act if first else None):
            yield flaw(
                value(ground, "action" if ground.action == CAPTURE else "entry_level"),
                message("`{id}` says that a copy is an offence, and has one made.", id=ground.id),
                message("Choose another act: hide, report. `evidence` says what is kept."),
            )
    for duty in view.live(view.brand.duties.duties):
        place = _order(duty)
        for ground in grounds:
            if place is not None and _meets(view, duty, ground):
                yield flaw(
                    key(duty, *place),
                    message(
                        "`{duty}` orders a capture, and in `{ground}` a copy is an offence.",
                        duty=duty.id,
                        ground=ground.id,
                    ),
                    message("Take it out: `exempt: [{match}]`.", match=_written(ground)),
                    (key(ground, "forbidden_copy"), message("The ground says so here.")),
                    about=[duty.id, ground.id],
                )


def _order(duty: Duty) -> tuple[str | int, ...] | None:
    """Return where a duty has somebody capture something, as a path of its keys."""
    for rank, step in enumerate(duty.acts):
        if step.act == CAPTURE:
            return ("acts", rank, "act")
    return ("proof_kind",) if duty.proof_kind == "capture" else None


def _meets(view: View, duty: Duty, ground: Ground) -> bool:
    """Say whether a duty may bear on what a ground speaks of, and no exemption takes all of that out."""
    trigger = duty.trigger
    if trigger is None or ground.match is None or trigger.on not in ("message", "ground-met"):
        return False
    if trigger.ground is not None:
        return trigger.ground == ground.id
    compiled = view.perimeter.ground.compile
    exempted = [exempt for match in duty.exempt for exempt in compiled(match)]
    triggers = compiled(trigger.match) if trigger.match is not None else None
    return any(
        (triggers is None or any(_bears_on(that, this) for that in triggers))
        and not any(_covers(exempt, this) for exempt in exempted)
        for this in compiled(ground.match)
    )


def _bears_on(that: Matcher, this: Matcher) -> bool:
    """Say whether what a duty speaks of may be what a ground does."""
    # What is asked of those who write, whatever they write of, is not asked of what they show.
    speaks_of_authors_only = that.topics is None and that.actions is None and that.authors is not None
    return _overlap(that, this) and not (speaks_of_authors_only and this.authors is None)


_DIMENSIONS = ("channels", "topics", "authors")


def _overlap(one: Matcher, other: Matcher) -> bool:
    """Say whether two matches may hold of the same message: what one omits, it takes whole."""
    pairs = ((getattr(one, name), getattr(other, name)) for name in _DIMENSIONS)
    return all(mine is None or theirs is None or mine & theirs for mine, theirs in pairs)


def _covers(exempt: Matcher, this: Matcher) -> bool:
    """Say whether an exemption takes out all that a match takes: it asks for no more than the match does."""
    pairs = ((getattr(exempt, name), getattr(this, name)) for name in _DIMENSIONS)
    asks_no_more = all(mine is None or (theirs is not None and theirs <= mine) for mine, theirs in pairs)
    return asks_no_more and all(this.when.get(fact) == bounds for fact, bounds in exempt.when.items())


def _written(ground: Ground) -> str:
    topics = tuple(topic for case in (ground.match.cases if ground.match else ()) for topic in these(case.topics))
    return f"{{topics: [{', '.join(topics)}]}}" if topics else "…"


RULE = Check(
    id="copy-is-never-an-offence",
    level="error",
    needs=(81,),
    find=find,
)
