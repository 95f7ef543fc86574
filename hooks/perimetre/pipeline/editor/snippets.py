"""Offer whole records to an editor: a rule, a person, a step… with the cursor where the house has something to write.

Comes in: schemas as they are written. Goes out: the same, with what an editor may insert at each of these lists, or in
a file that is empty. Where `$1` stands, the cursor stops; what is between braces after it is there until one types.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message, say
from perimetre.pipeline.editor.saying import inside
from perimetre.reading.schemas import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A record that is offered whole.

    Fields:
        file: the schema, by its name without its ending.
        path: the list that it goes in, from the top of the file; none: it is the whole file.
        label: what it is called in the list.
        body: the record, as data.
    """

    file: str
    path: Sequence[str] = ()
    label: Message
    body: Mapping[str, Any]


_ID = "${1:id}"
_DAY = "2027-01-04"

SNIPPETS: Sequence[Snippet] = (
    Snippet(
        file="scope",
        path=("rules",),
        label=message("new rule"),
        body={
            "id": _ID,
            "title": "$2",
            "roles": ["${3:community-manager}"],
            "actions": ["${4:reply-public}"],
            "authority": "${5|free,template,notify,approve,escalate,forbidden|}",
            "because": "$6",
        },
    ),
    Snippet(
        file="scope",
        path=("red_lines",),
        label=message("new red line"),
        body={"id": _ID, "title": "$2", "actions": ["${3:publish}"], "instead": "$4", "because": "$5"},
    ),
    Snippet(
        file="people",
        path=("people",),
        label=message("new person"),
        body={
            "id": _ID,
            "name": "$2",
            "employment": "${3|employee,agency,freelance,intern,executive|}",
            "contact": [{"mode": "phone", "contact_ref": "${4:mobile}"}],
        },
    ),
    Snippet(
        file="people",
        path=("assignments",),
        label=message("new assignment"),
        body={"person": "$1", "role": "$2"},
    ),
    Snippet(
        file="people",
        path=("roles",),
        label=message("new role"),
        body={"id": _ID, "title": "$2", "side": "${3|brand,agency,external|}"},
    ),
    Snippet(
        file="channels",
        path=("channels",),
        label=message("new channel"),
        body={
            "id": _ID,
            "title": "$2",
            "kind": "${3:social}",
            "ownership": "${4|owned,managed,third-party|}",
            "state": "${5|planned,active,paused,retired|}",
            "audience": "$6",
        },
    ),
    Snippet(
        file="templates",
        path=("templates",),
        label=message("new ready answer"),
        body={
            "id": _ID,
            "title": "$2",
            "case": "${3:compliment}",
            "variants": [{"text": "$4"}],
        },
    ),
    Snippet(
        file="voice",
        path=("lexicon",),
        label=message("new word of the lexicon"),
        body={
            "id": _ID,
            "term": "$2",
            "class": "${3|preferred,careful,avoid,forbidden|}",
            "replace_by": ["$4"],
            "reason": "$5",
        },
    ),
    Snippet(
        file="crisis",
        path=("steps",),
        label=message("new step"),
        body={"id": _ID, "kind": "action", "title": "$2", "actor": "${3:community-manager}"},
    ),
    Snippet(
        file="crisis",
        path=("statements",),
        label=message("new statement"),
        body={"id": _ID, "title": "$2", "channels": ["$3"], "text": "$4"},
    ),
    Snippet(
        file="posture",
        label=message("declaration of an alert level"),
        body={
            "id": _ID,
            "level": "${2|vigilance,alert,crisis|}",
            "declared_by": "$3",
            "declared_at": f"${{4:{_DAY}T09:00}}",
            "until": f"${{5:{_DAY}T19:00}}",
            "lifted_by": ["$6"],
            "because": "$7",
        },
    ),
    Snippet(
        file="operation",
        label=message("new operation"),
        body={
            "id": _ID,
            "title": "$2",
            "kind": "${3|campaign,contest,partnership,launch,event,editorial|}",
            "objective": "$4",
            "channels": ["$5"],
            "from": f"${{6:{_DAY}}}",
            "to": f"${{7:{_DAY}}}",
            "lead": "${8:community-manager}",
        },
    ),
    Snippet(
        file="crisis",
        label=message("new crisis scenario"),
        body={
            "id": _ID,
            "title": "$2",
            "kind": "$3",
            "severity": "${4:2}",
            "triggers": ["$5"],
            "first_step": "$6",
            "tone": "$7",
            "lead": "$8",
            "escalation_line": "$9",
            "start": "${10:capture}",
            "steps": [
                {"id": "${10:capture}", "kind": "action", "title": "$11", "actor": "community-manager", "next": "end"},
                {"id": "end", "kind": "end", "title": "$12"},
            ],
            "statements": [{"id": "${13:holding}", "title": "$14", "channels": ["$15"], "text": "$16"}],
        },
    ),
    Snippet(
        file="decision",
        label=message("new decision"),
        body={
            "id": _ID,
            "title": "$2",
            "kind": "${3|widening,narrowing,derogation,posture,policy,other|}",
            "decided_on": f"${{4:{_DAY}}}",
            "decided_by": ["$5"],
            "what": "$6",
            "why": "$7",
        },
    ),
)


# What a mapping is asked for.
_OF_A_MAPPING = ("properties", "additionalProperties", "minProperties", "required")


def keep_on_the_line(schema: Schema) -> None:
    """Have a key that takes a text or a list first complete as one; the schema is changed, and judges the same.

    A text may be a mapping, of languages: its keys, where a server sees them, have it begin a new line.
    """
    for node in list(inside(schema)):
        types = node.get("type")
        if isinstance(types, list) and types[0] != "object" and isinstance(node.get("properties"), dict):
            moved = {word: node.pop(word) for word in _OF_A_MAPPING if word in node}
            node["allOf"] = [*node.get("allOf", ()), moved]


def offer_records(schemas: Mapping[str, Schema], language: str) -> None:
    """Have the lists offer whole records; the schemas are changed."""
    for snippet in SNIPPETS:
        node: Any = schemas[f"{snippet.file}.schema.json"]
        for key in snippet.path:
            node = node["properties"][key]
        offered = {"label": say(snippet.label, language), "markdownDescription": node["markdownDescription"]}
        node.setdefault("defaultSnippets", []).append({**offered, "body": snippet.body})
