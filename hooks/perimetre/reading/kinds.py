"""Say all that is said of a kind of file, once: its place, its main list, what it holds, where that is read.

A new kind of file is one entry here, its schema (`schemas/<kind>.schema.json`, which also bears its title, in French;
its English is in the catalogue of the schemas), its module of the model (`model/<kind>.py`) and its page.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Literal

from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message

HOUSE = "house"
HANDBOOK = "handbook"


@dataclasses.dataclass(frozen=True, slots=True)
class Namespace:
    """What is said of one sort of record that a kind of file holds.

    Fields:
        id: its name («role»), which the class of the model bears too.
        page: where such a record is read, below its brand: a path, then `#` and an anchor where it shares the page;
            `{id}` is the record's id, "" the brand's home. None: no page shows it.
        unknown: what is said of a word that should name one and does not; None where nothing names one.
    """

    id: str
    page: str | None = None
    unknown: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of file.

    Fields:
        id: its name, which is also that of its schema, of its module in the model and, for a single file, of the file.
        place: `root` (at the top), `file` (one in the house's or a brand's folder), `folder` (many, in a folder).
        main: the key of its main list, or None where the file is one record or has no list.
        required: whether each brand must have its own.
        folder: for `folder` kinds, the folder's name.
        dated: whether the names of the files of its folder begin with a day.
        pages: the family of pages that shows it (a module of `render/families`); None where none does by itself.
        holds: the sorts of record that it holds and that the whole brand knows by their ids.
        joins: for a folder, the kind of file of which one list, called as the folder, its records join: there or here,
            they are written in the same way and count the same.
    """

    id: str
    place: Literal["root", "file", "folder"] = "file"
    main: str | None = None
    required: bool = False
    folder: str | None = None
    dated: bool = False
    pages: str | None = None
    holds: tuple[Namespace, ...] = ()
    joins: str | None = None

    @property
    def schema(self) -> str:
        """The name of the schema that judges it, in `schemas/`."""
        return f"{self.id}.schema.json"


KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            id=HANDBOOK,
            place="root",
            holds=(Namespace("compartment", None, message("There is no compartment `{word}`.")),),
        ),
        Kind(
            id="values",
            holds=(
                Namespace("action", None, message("There is no action `{word}`.")),
                Namespace("says", None, message("There is no act of speech `{word}`.")),
                Namespace("topic", None, message("There is no topic `{word}`.")),
                Namespace("author", None, message("There is no kind of author `{word}`.")),
                Namespace("audience", None, message("There is no audience `{word}`.")),
                Namespace("channel_kind", None, message("There is no kind of channel `{word}`.")),
                Namespace("fact", None, message("There is no fact `{word}`.")),
                Namespace("case", None, message("There is no case `{word}`.")),
                Namespace("mission_key", None, message("There is no mission `{word}` among the values.")),
                Namespace("crisis_kind", None, message("There is no kind of crisis `{word}`.")),
                Namespace("emergency_number", None, message("There is no emergency number `{word}`.")),
                Namespace("legal_basis", None, message("There is no legal basis `{word}`.")),
                Namespace("network", None, message("There is no network `{word}`.")),
            ),
        ),
        Kind(
            id="brand",
            required=True,
            pages="brand",
            holds=(
                Namespace("department", "organisation#department-{id}", message("There is no department `{word}`.")),
                Namespace("agency", "organisation#agency-{id}", message("There is no agency `{word}`.")),
                Namespace("mandate", "organisation#mandate-{id}"),
                Namespace("tool", "organisation#tool-{id}", message("There is no tool `{word}`.")),
                Namespace("member_programme", "identity#{id}"),
            ),
        ),
        Kind(
            id="channels",
            main="channels",
            required=True,
            pages="presence",
            holds=(Namespace("channel", "channels/{id}", message("There is no channel `{word}`.")),),
        ),
        Kind(
            id="places",
            main="places",
            pages="places",
            holds=(Namespace("place", "places/{id}", message("There is no place `{word}`.")),),
        ),
        Kind(
            id="objectives",
            main="objectives",
            required=True,
            pages="presence",
            holds=(Namespace("objective", "objectives#{id}", message("There is no objective `{word}`.")),),
        ),
        Kind(id="readings", main="readings", pages="presence"),
        Kind(
            id="people",
            main="roles",
            required=True,
            pages="presence",
            holds=(
                Namespace("role", "roles/{id}", message("There is no role `{word}`.")),
                Namespace("training", "roles#training-{id}", message("There is no training `{word}`.")),
                Namespace("person", "roles#person-{id}", message("There is no person `{word}`.")),
                Namespace("schedule", "escalation/cover#{id}"),
            ),
        ),
        Kind(id="contacts", main="contacts", holds=(Namespace("directory_entry"),)),
        Kind(
            id="missions",
            main="missions",
            pages="presence",
            holds=(Namespace("mission", "missions/{id}", message("There is no mission `{word}`.")),),
        ),
        Kind(
            id="editorial",
            main="pillars",
            pages="editorial",
            holds=(
                Namespace("pillar", "editorial#{id}", message("There is no pillar `{word}` in the editorial line.")),
                Namespace("recurrence", "editorial#date-{id}"),
                Namespace("unspoken", "editorial#not-{id}"),
            ),
        ),
        Kind(
            id="voice",
            pages="speech",
            holds=(
                Namespace("trait", "voice#{id}"),
                Namespace("term", "voice/lexicon#{id}", message("There is no entry `{word}` in the lexicon.")),
                Namespace("guideline", "voice/guidelines#{id}"),
                Namespace("mechanic", "voice/guidelines#mechanic-{id}"),
                Namespace(
                    "mention", "voice/guidelines#mention-{id}", message("There is no required mention `{word}`.")
                ),
            ),
        ),
        Kind(
            id="scope",
            main="rules",
            required=True,
            pages="perimeter",
            holds=(
                Namespace("rule", "perimeter/rules#{id}", message("There is no rule `{word}`.")),
                Namespace("group", "perimeter/rules#group-{id}"),
            ),
        ),
        Kind(
            id="duties",
            main="duties",
            pages="perimeter",
            holds=(Namespace("duty", "perimeter/duties#{id}", message("There is no duty `{word}`.")),),
        ),
        Kind(
            id="periods",
            main="periods",
            pages="perimeter",
            holds=(Namespace("period", "perimeter/periods#{id}", message("There is no period `{word}`.")),),
        ),
        Kind(
            id="requests",
            main="doors",
            pages="perimeter",
            holds=(
                Namespace("door", "perimeter/requests#{id}", message("There is no door `{word}` for requests.")),
                Namespace("pressure", "perimeter/requests#said-{id}"),
            ),
        ),
        Kind(
            id="moderation",
            main="grounds",
            pages="speech",
            holds=(
                Namespace("ground", "moderation#{id}", message("There is no ground for moderation `{word}`.")),
                Namespace(
                    "ladder", "moderation#step-{id}", message("There is no step `{word}` on the ladder of sanctions.")
                ),
                Namespace("member_stage", "moderation#stage-{id}"),
            ),
        ),
        Kind(
            id="procedures",
            main="procedures",
            pages="procedures",
            holds=(Namespace("procedure", "procedures/{id}"),),
        ),
        Kind(
            id="validation",
            main="circuits",
            pages="speech",
            holds=(Namespace("circuit", "validation#{id}", message("There is no approval circuit `{word}`.")),),
        ),
        Kind(
            id="templates",
            main="templates",
            pages="speech",
            holds=(
                Namespace("template", "templates/{id}", message("There is no ready answer `{word}`.")),
                Namespace("message_kind", "templates#kind-{id}", message("There is no kind of message `{word}`.")),
            ),
        ),
        Kind(
            id="escalation",
            main="lines",
            required=True,
            pages="heat",
            holds=(
                Namespace("severity", "escalation/severities#{id}", message("There is no severity `{word}`.")),
                Namespace("line", "escalation#{id}", message("There is no escalation line `{word}`.")),
                Namespace("tree", "triage#{id}", message("There is no triage tree `{word}`.")),
            ),
        ),
        Kind(
            id="reporting",
            pages="work",
            holds=(
                Namespace("report", "reporting#report-{id}"),
                Namespace("watch", "reporting#watch-{id}"),
                Namespace("insight", "reporting#insight-{id}"),
            ),
        ),
        Kind(
            id="consents",
            main="consents",
            pages="work",
            holds=(
                Namespace("consent", "consents#{id}", message("There is no consent `{word}`.")),
                Namespace("opt_out", "consents#opt-outs"),
            ),
        ),
        Kind(id="acknowledgements", main="acknowledgements", pages="governance"),
        Kind(
            id="crisis",
            place="folder",
            folder="crises",
            pages="heat",
            holds=(
                Namespace("crisis", "crises/{id}", message("There is no crisis scenario `{word}`.")),
                Namespace("phase", None, message("There is no phase `{word}` in the crisis scenarios.")),
            ),
        ),
        Kind(
            id="operation",
            place="folder",
            folder="operations",
            pages="work",
            holds=(Namespace("operation", "operations/{id}"),),
        ),
        Kind(
            id="posture",
            place="folder",
            folder="postures",
            dated=True,
            holds=(Namespace("posture", "alert-level#{id}"),),
            joins="brand",
        ),
        Kind(
            id="lesson",
            place="folder",
            folder="lessons",
            dated=True,
            holds=(Namespace("lesson", "reporting#lesson-{id}"),),
            joins="reporting",
        ),
        Kind(
            id="decision",
            place="folder",
            folder="decisions",
            dated=True,
            pages="governance",
            holds=(Namespace("decision", "governance/decisions#{id}"),),
        ),
    )
}
REQUIRED = tuple(kind.id for kind in KINDS.values() if kind.required)
FOLDERS = {kind.folder: kind for kind in KINDS.values() if kind.folder}
# Which kind of file holds the ids of a namespace.
HOMES: Mapping[str, Kind] = {namespace.id: kind for kind in KINDS.values() for namespace in kind.holds}
NAMESPACES: Mapping[str, Namespace] = {namespace.id: namespace for kind in KINDS.values() for namespace in kind.holds}
# By kind of file, the kinds whose records join its lists.
JOINING: Mapping[str, tuple[str, ...]] = {
    id: tuple(kind.id for kind in KINDS.values() if kind.joins == id) for id in KINDS
}
FILES = {f"{kind.id}.yml": kind for kind in KINDS.values() if kind.place == "file"}
