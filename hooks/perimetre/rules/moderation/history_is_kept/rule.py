"""History is kept: what is counted against somebody is still known at the end of the time over which it is."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.language.instants import length
from perimetre.model import Record
from perimetre.model.moderation import Earlier, Ground
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield what is counted over more time than it is kept, and of grounds that nobody is judged by, or met first."""
    file = view.brand.moderation
    grounds = {ground.id: ground for ground in view.live(file.grounds)}
    counting: list[tuple[Record, Earlier]] = []
    counting += [(step, step.earlier) for step in view.live(file.ladder) if step.earlier is not None]
    counting += [(ground, ground.earlier) for ground in grounds.values() if ground.earlier is not None]
    for record, earlier in counting:
        kept = file.evidence.kept_for if file.evidence is not None else None
        if kept is not None and earlier.per is not None and earlier.per.minutes > kept.minutes:
            assert file.evidence is not None
            yield flaw(
                value(earlier, "per"),
                message(
                    "`{id}` counts what was done over {per}, and evidence is erased after {kept}.",
                    id=record.id,
                    per=length(earlier.per.minutes),
                    kept=length(kept.minutes),
                ),
                message("Count over less time; or keep the evidence for longer, if the law allows it."),
                (value(file.evidence, "kept_for"), message("Evidence is erased then.")),
            )
        if earlier.ground is None:
            continue
        if earlier.ground not in grounds:
            yield flaw(
                value(earlier, "ground"),
                message(
                    "`{id}` counts what was done for `{ground}`, which is not in force.",
                    id=record.id,
                    ground=earlier.ground,
                ),
                message("Name a ground that is in force, or none: every measure then counts."),
                about=[earlier.ground],
            )
        elif isinstance(record, Ground) and file.match != "all" and _met_first(grounds, record, earlier.ground):
            yield flaw(
                value(earlier, "ground"),
                message(
                    "`{id}` is never met: `{ground}`, which says the same, comes before it.",
                    id=record.id,
                    ground=earlier.ground,
                ),
                message("Put it before: the first ground that fits applies."),
                (value(grounds[earlier.ground], "id"), message("It is here.")),
                about=[earlier.ground],
            )


def _met_first(grounds: dict[str, Ground], ground: Ground, named: str) -> bool:
    """Say whether the ground that another one repeats is met before it, of the same messages."""
    order = list(grounds)
    first = grounds[named]
    same = first.match == ground.match and first.cases == ground.cases and first.earlier is None
    return same and order.index(named) < order.index(ground.id)


RULE = Check(
    id="history-is-kept",
    level="error",
    needs=(81,),
    find=find,
)
