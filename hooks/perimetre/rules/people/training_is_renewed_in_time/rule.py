"""A training is renewed in time: whoever holds a role that requires it follows it again before it is out of date."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.cover import vacant_posts
from perimetre.cover.intervals import DAY, holds, intersect
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View

# How long before its end a training is to be thought of, in days.
AHEAD = 90


def find(view: View) -> Iterator[Problem]:
    """Yield the trainings that soon end; of whoever is on duty then, `duty-holder-is-in-post` tells it."""
    cover = view.cover
    told = {(vacant.person, vacant.obstacle.name) for vacant in vacant_posts(cover) if vacant.obstacle is not None}
    soon = ((cover.start, cover.start + AHEAD * DAY),)
    for role, people in view.holders.items():
        for id_ in people:
            for obstacle in cover.obstacles(id_, role):
                lacking = intersect(obstacle.when, soon)
                if obstacle.why == "training" and lacking and not holds(obstacle.when, cover.start):
                    if (id_, obstacle.name) in told:
                        continue
                    told.add((id_, obstacle.name))
                    yield flaw(
                        key(view.people[id_], "trained"),
                        message(
                            "`{person}` holds `{role}`, and their training `{training}` is out of date from {day}.",
                            person=id_,
                            role=role,
                            training=obstacle.name,
                            day=cover.clock.wall(lacking[0][0]).date(),
                        ),
                        message("Plan it again before that day, then write its new date under `trained`."),
                        about=[obstacle.name],
                    )


RULE = Check(id="training-is-renewed-in-time", level="warning", needs=(29,), find=find)
