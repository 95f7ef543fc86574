"""A role's holder is trained: in what the role requires, and not too long ago."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.days import after
from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the people who hold a role without its training."""
    trainings = {training.id: training for training in view.brand.people.trainings}
    for role_id, people in view.holders.items():
        role = view.roles.get(role_id)
        for person in (view.people[id_] for id_ in people if id_ in view.people) if role else ():
            for wanted in role.requires_training if role else ():
                days = [training.on for training in person.trained if training.training == wanted]
                if None in days:
                    continue
                valid_for = trainings[wanted].valid_for if wanted in trainings else None
                last = max((day for day in days if day and day <= view.today), default=None)
                planned = min((day for day in days if day and day > view.today), default=None)
                over = last is not None and valid_for is not None and after(last, valid_for) < view.today
                if last is None or over:
                    what = (
                        message(
                            "`{person}` holds `{role}`, and their training `{training}` is out of date.",
                            person=person.id,
                            role=role_id,
                            training=wanted,
                        )
                        if over
                        else message(
                            "`{person}` holds `{role}`, and will only follow the training `{training}` on {day}.",
                            person=person.id,
                            role=role_id,
                            training=wanted,
                            day=planned,
                        )
                        if planned is not None
                        else message(
                            "`{person}` holds `{role}` without the training `{training}`.",
                            person=person.id,
                            role=role_id,
                            training=wanted,
                        )
                    )
                    yield flaw(
                        key(person, "trained"),
                        what,
                        message(
                            "Train them, then write `trained: [{line}]`; or give the role to somebody else.",
                            line="{training: " + wanted + ", on: …}",
                        ),
                        about=[wanted],
                    )


RULE = Check(
    id="role-holder-is-trained",
    level="error",
    needs=(29,),
    find=find,
)
