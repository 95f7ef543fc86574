"""Write the draft of a schedule of `people.yml` that says what somebody's tool says of who is on call.

Comes in: what was recognised, the people. Goes out: YAML, valid but for what the house alone knows (`to-complete`). No
address is copied unless it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import yaml

from perimetre.base.folding import fold
from perimetre.base.frozen import dataclass
from perimetre.base.undecided import TO_COMPLETE
from perimetre.cover.recognised import Recognised
from perimetre.model import Hours
from perimetre.model.people import Layer
from perimetre.reading.reader.characters import sound

_LONGEST_ID = 48
_INSTANTS = re.compile(r"(?m)^(\s*- \{from: )'([\dT:-]{16})'(, to: )'([\dT:-]{16})'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody of the file whom the handbook does not know; `email`: "" unless it is copied."""

    id: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSchedule:
    """A schedule to write.

    Fields:
        id: its id.
        title: what the file calls it; "" for nothing.
        zone: its zone, where that is not the brand's; else "".
        parts: its layers, replacements and closures; people by their ids.
        is_known: the handbook has it: what is written is to be added to it.
    """

    id: str
    title: str
    zone: str
    parts: Recognised
    is_known: bool = False


def draft(schedules: Sequence[DraftSchedule], newcomers: Iterable[Newcomer], ids: Mapping[str, str]) -> str:
    """Return the draft of schedules, with the people whom the handbook does not know.

    Args:
        schedules: the schedules.
        newcomers: the people to add.
        ids: the ids of those who had none yet, by what stood in its place.
    """
    whole: dict[str, object] = {}
    people = [_person(newcomer) for newcomer in newcomers]
    if people:
        whole["people"] = people
    whole["schedules"] = [
        {"id": schedule.id, **_rest(schedule, ids)} if schedule.is_known else _schedule(schedule, ids)
        for schedule in schedules
    ]
    text = yaml.dump(whole, Dumper=_Lines, allow_unicode=True, sort_keys=False, width=118, default_flow_style=False)
    # The library puts instants of a line between quotes, which nobody does.
    return _INSTANTS.sub(r"\1\2\3\4", text)


def id_of(name: str, taken: Iterable[str]) -> str:
    """Return an id made of a name, which nothing else bears."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:_LONGEST_ID].rstrip("-")
    base = plain if plain[:1].isalpha() else f"schedule-{plain}".rstrip("-")
    known = set(taken)
    return next(
        id_ for rank in range(1, len(known) + 2) if (id_ := base if rank == 1 else f"{base}-{rank}") not in known
    )


def _person(newcomer: Newcomer) -> dict[str, object]:
    person: dict[str, object] = {"id": newcomer.id, "name": sound(newcomer.name), "employment": TO_COMPLETE}
    if newcomer.email:
        person["contact"] = [_Line(mode="mail", value=sound(newcomer.email))]
    return person


def _schedule(schedule: DraftSchedule, ids: Mapping[str, str]) -> dict[str, object]:
    parts = schedule.parts
    written: dict[str, object] = {
        "id": schedule.id,
        "title": sound(schedule.title) or TO_COMPLETE,
        "regime": TO_COMPLETE,
        "role": TO_COMPLETE,
    }
    if schedule.zone:
        written["timezone"] = schedule.zone
    if parts.without_holidays:
        written["holidays"] = _Line()
    written["layers"] = [_layer(layer, ids) for layer in parts.layers] or TO_COMPLETE
    return written | _rest(schedule, ids)


def _rest(schedule: DraftSchedule, ids: Mapping[str, str]) -> dict[str, object]:
    """Return the replacements and closures of a schedule."""
    written: dict[str, object] = {}
    parts = schedule.parts
    if parts.overrides:
        written["overrides"] = [
            _Line(
                {"from": _instant(change.from_), "to": _instant(change.to), "person": _id(change.person, ids)}
                | ({"instead_of": _id(change.instead_of, ids)} if change.instead_of else {})
            )
            for change in parts.overrides
        ]
    if parts.closed:
        written["closed_on_purpose"] = [
            _Line({"from": _instant(closure.from_), "to": _instant(closure.to), "reason": TO_COMPLETE})
            for closure in parts.closed
        ]
    return written


def _layer(layer: Layer, ids: Mapping[str, str]) -> dict[str, object]:
    written: dict[str, object] = {"id": layer.id, "shifts": [_hours(hours) for hours in layer.shifts]}
    if layer.rotation is not None:
        people = [_id(person, ids) for person in layer.rotation.people]
        written["rotation"] = _Line(
            every=layer.rotation.every, starts_on=layer.rotation.starts_on, people=_Flow(people)
        )
    else:
        written["people"] = _Flow(_id(person, ids) for person in layer.people)
    if layer.from_ is not None:
        written["from"] = layer.from_
    if layer.to is not None:
        written["to"] = layer.to
    return written


def _hours(hours: Hours) -> _Line:
    return _Line({"days": _Flow(hours.days), "from": _Hour(hours.from_), "to": _Hour(hours.to)})


def _id(person: str | None, ids: Mapping[str, str]) -> str:
    return ids.get(person or "", person or "")


def _instant(moment: object) -> str:
    assert isinstance(moment, datetime), "what is recognised has an hour"
    return moment.strftime("%Y-%m-%dT%H:%M")


class _Line(dict[str, object]):
    """A mapping on one line."""


class _Flow(list[object]):
    """A list on one line."""


class _Hour(str):
    """An hour, between quotes: YAML would read a number."""


class _Lines(yaml.SafeDumper):
    """Writes as people do."""


_Lines.add_representer(
    _Line, lambda dumper, line: dumper.represent_mapping("tag:yaml.org,2002:map", line, flow_style=True)
)
_Lines.add_representer(
    _Flow, lambda dumper, some: dumper.represent_sequence("tag:yaml.org,2002:seq", some, flow_style=True)
)
_Lines.add_representer(
    _Hour, lambda dumper, hour: dumper.represent_scalar("tag:yaml.org,2002:str", str(hour), style='"')
)
_Lines.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text))
_Lines.add_representer(
    date, lambda dumper, day: dumper.represent_scalar("tag:yaml.org,2002:timestamp", day.isoformat())
)
_Lines.ignore_aliases = lambda *_: True  # type: ignore[method-assign]
