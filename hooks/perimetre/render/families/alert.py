"""Draft the pages of the alert: who is there now, and the triage asked one question at a time, in the browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping

from perimetre.base.words import message
from perimetre.cover import Cover, by_hours
from perimetre.cover.ranks import Ranks
from perimetre.model import Tree
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.keywords import urgent_words
from perimetre.render.live.triage import holding, live_triage
from perimetre.render.pictures import WEEKS


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Yield the drafts of the pages of a brand's alert, where it has lines to call, or trees to ask from."""
    brand = desk.the_brand
    duty = desk.live_duty
    lines = {line.id: line for line in desk.seen(brand.escalation.lines) if line.id in duty.lines}
    given = {
        "duty": duty,
        "lines": lines,
        "chains": {id_: by_hours(_cover(desk), line) for id_, line in lines.items()},
        "zone": desk.handbook.settings_of(brand).timezone or "UTC",
        "numbers": tuple(desk.values.emergency_numbers.values()),
    }
    trees = asked_trees(desk)
    given["rescue"] = rescue = tuple(dict.fromkeys(_rescue_lines(trees, lines)))
    if trees:
        ranks = Ranks(brand, desk.today)
        numbers = sorted(set(ranks.severities.values()))
        followed = {number: line.id for number in numbers if (line := ranks.default_line(number)) is not None}
        crises = {crisis.id: crisis for crisis in desk.seen(brand.crises)}
        triage = live_triage(brand, trees, crises, lines, followed)
        # Of those to which no question leads too: they are asked for by their name.
        public = frozenset(id_ for id_, action in desk.values.actions.items() if action.public)
        held = (holding(crisis, _members(desk), public) for crisis in crises.values())
        yield desk.draft(
            "alert",
            message("Alert: is anybody in danger?"),
            "escalation/alert.html",
            kind="escalation",
            group="now",
            boost=1.4,
            keywords=urgent_words(desk.language),
            description=message(
                "Emergency numbers first; then one question at a time: how grave it is, whom to call now."
            ),
            triage=triage,
            severities=_severities(desk),
            holdings={each.crisis.id: each for each in held if each is not None},
            channels=tuple(channel for channel in desk.channels if channel.state == "active"),
            signs=brand.escalation.triage.danger_signs if brand.escalation.triage else (),
        ).showing(**given)
    if lines:
        yield desk.draft(
            "now",
            message("Who is there, now"),
            "escalation/now.html",
            kind="escalation",
            group="now",
            boost=1.4,
            description=message("Whom to call at this minute, until when they are there, and who comes next."),
            severities=_severities(desk),
            opened=tuple(dict.fromkeys((*rescue, *duty.defaults))),
        ).showing(**given)


def _rescue_lines(trees: Iterable[Tree], lines: Collection[str]) -> Iterator[str]:
    """Yield the lines that are called after the emergency services, of those that the readers may see."""
    for tree in trees:
        for branch in tree.branches:
            outcome = branch.outcome
            line = outcome.line if outcome is not None and outcome.act == "emergency" else None
            if line is not None and line in lines:
                yield line


def asked_trees(desk: Desk) -> tuple[Tree, ...]:
    """Return the trees that the readers may see, the one to begin with first; none, if they may not see that one."""
    triage = desk.the_brand.escalation.triage
    if triage is None:
        return ()
    seen = desk.seen(triage.trees)
    entry = [tree for tree in seen if tree.id == triage.entry] or list(seen[:1] if triage.entry is None else ())
    return (*entry, *(tree for tree in seen if tree not in entry)) if entry else ()


def _cover(desk: Desk) -> Cover:
    # From this week's Monday, as on the page of the lines.
    monday = desk.today - dt.timedelta(days=desk.today.weekday())
    return Cover(desk.handbook, desk.the_brand, monday, 7 * WEEKS)


def _severities(desk: Desk) -> tuple[int, ...]:
    """Return the numbers of the severities that the readers may see, the mildest first."""
    severities = desk.seen(desk.the_brand.escalation.severities)
    return tuple(sorted(severity.number for severity in severities if severity.number is not None))


def _members(desk: Desk) -> Mapping[str, frozenset[str]]:
    """Return the channels of each group that a text may name."""
    return {group.id: desk.members((group.id,)) for group in desk.the_brand.scope.groups}
