"""Say of each edit of what is there what is asked and what is written: who leaves, a variant, a word, a step, a text.

A part of the table of `kinds.py`, made of the same shapes.
"""

from __future__ import annotations

from collections.abc import Mapping

from perimetre.base.words import message
from perimetre.pipeline.adding import derived
from perimetre.pipeline.adding.records import Given
from perimetre.pipeline.adding.shapes import Added, Addition, Changed

EDITS: Mapping[str, Addition] = {
    "departure": Addition(
        what=message("a departure"),
        level="turns",
        needs=("person", "to"),
        next=message(
            "Give their turns in the rotations to somebody else, and take back their keys: the check says where they "
            "still stand."
        ),
        changes=(
            Changed(file="people", of=("person", "person"), key="left_on", value="to"),
            Changed(
                file="people", list="assignments", where=("person", "person"), key="to", value="to", only_later=True
            ),
        ),
    ),
    "variant": Addition(
        what=message("a variant of a ready answer"),
        needs=("template", "name", "text"),
        takes=("id", "channels"),
        derive=derived.identified,
        records=(
            Added(
                file="templates",
                list="variants",
                of=("template", "template"),
                template={
                    "id": Given("id"),
                    "title": Given("name"),
                    "channels": Given("channels"),
                    "text": Given("text"),
                },
            ),
        ),
    ),
    "term": Addition(
        what=message("a word of the voice"),
        needs=("term", "class"),
        takes=("id", "forms", "replace_by", "because", "definition", "exceptions", "topics", "channels"),
        derive=derived.term,
        records=(
            Added(
                file="voice",
                list="lexicon",
                template={
                    "id": Given("id"),
                    "term": Given("term"),
                    "forms": Given("forms"),
                    "class": Given("class"),
                    "replace_by": Given("replace_by"),
                    "reason": Given("because"),
                    "definition": Given("definition"),
                    "exceptions": Given("exceptions"),
                    "topics": Given("topics"),
                    "channels": Given("channels"),
                },
            ),
        ),
    ),
    "period": Addition(
        what=message("a period"),
        needs=("name", "of_kind", "effects"),
        takes=("id", "from", "to", "until_event", "declared_by", "asked"),
        derive=derived.period,
        next=message("Rules, words and ready answers name it by `during`: that is what makes it hold."),
        records=(
            Added(
                file="periods",
                list="periods",
                template={
                    "id": Given("id"),
                    "title": Given("name"),
                    "kind": Given("of_kind"),
                    "from": Given("from", message("The first day; or `from_event`, what opens it.")),
                    "until": Given("to"),
                    "until_event": Given("until_event"),
                    "declared_by": Given("declared_by", message("The role that opens and closes it.")),
                    "effects": Given("effects"),
                    "contact": Given("asked", message("The role that is asked in doubt.")),
                },
            ),
        ),
    ),
    "statement": Addition(
        what=message("a statement of a crisis"),
        needs=("scenario", "name", "text"),
        takes=("id", "channels", "says"),
        derive=derived.identified,
        next=message("It leaves once it is agreed (`approvals`) and a step names it (`statement`)."),
        records=(
            Added(
                file="crisis",
                list="statements",
                of=("crisis", "scenario"),
                template={
                    "id": Given("id"),
                    "title": Given("name"),
                    "channels": Given("channels", message("Where it leaves: ids of `channels.yml`.")),
                    "says": Given("says"),
                    "text": Given("text"),
                    "status": "to-approve",
                },
            ),
        ),
    ),
    "step": Addition(
        what=message("a step of a reflex card"),
        needs=("after", "name", "actor", "within"),
        takes=("id", "how", "act", "channels"),
        derive=derived.step,
        next=message("Whoever acts in this crisis reads it again (`perimetre ack`)."),
        records=(
            Added(
                file="crisis",
                list="steps",
                of=("crisis", "scenario"),
                template={
                    "id": Given("id"),
                    "kind": "action",
                    "title": Given("name"),
                    "do": Given("how"),
                    "act": Given("act"),
                    "channels": Given("channels"),
                    "actor": Given("actor"),
                    "clock": "detection",
                    "within": Given("within"),
                    "next": Given("next"),
                },
            ),
        ),
        changes=(
            Changed(
                file="crisis",
                of=("crisis", "scenario"),
                list="steps",
                where=("id", "previous"),
                key="next",
                value="id",
            ),
        ),
    ),
    "step-change": Addition(
        what=message("a change of a step of a reflex card"),
        needs=("step",),
        takes=("name", "how", "actor", "within"),
        derive=derived.step_change,
        next=message("Whoever acts in this crisis reads it again (`perimetre ack`)."),
        changes=tuple(
            Changed(
                file="crisis", of=("crisis", "scenario"), list="steps", where=("id", "previous"), key=key, value=value
            )
            for key, value in (("title", "name"), ("do", "how"), ("actor", "actor"), ("within", "within"))
        ),
    ),
}
