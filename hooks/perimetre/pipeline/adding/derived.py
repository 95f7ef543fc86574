"""Work out what follows from what is given of a record: its id, the trainings of its role, what its authority asks for.

Comes in: what was given, and the brand where it goes. Goes out: the same, with what follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Optional

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.folding import fold
from perimetre.base.words import message

if TYPE_CHECKING:
    from perimetre.model import Brand, Handbook
    from perimetre.model.crisis import CrisisStep
    from perimetre.model.text import Text

Values = Mapping[str, object]
# The brand is None where it is only begun.
Derive = Callable[[Values, Optional["Brand"], "Handbook"], Values]

_LONGEST_ID = 64
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_CADENCE = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?/([a-z]+)\Z")
_BLANK = re.compile(r"\{\{\s*([a-z0-9-]+)\s*\}\}")


class StepError(PerimetreError):
    """No step can be put there."""


def id_from(name: str) -> str:
    """Return the id that a name makes: its letters and figures, small, without accents; "" where it has none."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name).replace("’", "-"))[:_LONGEST_ID].strip("-")


def identified(given: Values, *_: object) -> Values:
    """Return it with an id."""
    return {"id": id_from(str(given.get("name", ""))), **given}


def person(given: Values, brand: Brand | None, _: Handbook) -> Values:
    """Return it with how they are joined, the trainings of their role, the brand for which they hold it."""
    # Late: whoever only says what may be given needs no model.
    from perimetre.model.people import Role

    role = brand.find(Role, str(given["role"])) if brand and "role" in given else None
    asked = [training for training in (role.requires_training if role else ()) if training]
    pairs = dict(_pairs(given.get("trained")))
    trained: list[object] = [{"training": training, "on": day} for training, day in pairs.items()]
    trained += [
        {"training": training, "on": message("The day of this training.")}
        for training in asked
        if training not in pairs
    ]
    more: dict[str, object] = {"contact": _contacts(given), "trained": trained}
    if "agency" in given:
        more["employment"] = given.get("employment", "agency")
    elif given.get("employment") == "agency":
        more["agency"] = message("The agency whose staff it is: an id of `brand.yml`.")
    if role is not None and role.community_manager and "immersed_on" not in given:
        more["immersed_on"] = message("The day that was spent with the brand.")
    if brand is not None and brand.id != "house":
        more["brands"] = [brand.id]
    return {**identified(given), **more}


def brand(given: Values, _: Brand | None, handbook: Handbook) -> Values:
    """Return it with an assignment to complete for each role of the house that nobody of the house holds."""
    named = identified(given)
    if handbook.house is None:
        return named
    people = handbook.house.people
    held = {given.role for given in people.assignments if not given.brands}
    vacant = [role.id for role in people.roles if role.id not in held and role.side != "external" and not role.trainee]
    left = message("Who holds it: the id of a person.")
    return {
        **named,
        # What the pillars of the house leave of what is published is the brand's to fill.
        **({"shares": True} if handbook.house.editorial.pillars else {}),
        "assignments": [{"person": left, "role": role, "brands": [named["id"]]} for role in vacant],
    }


def moments(given: Values, *_: object) -> Values:
    """Return it with the instants of its first and its last minute: a shift is taken from one to another."""
    start, end = str(given["from"]), str(given["to"])
    return {
        **given,
        "start": f"{start}T00:00" if _DAY.match(start) else start,
        "end": f"{_next_day(end)}T00:00" if _DAY.match(end) else end,
    }


def _next_day(day: str) -> str:
    try:
        return str(date.fromisoformat(day) + timedelta(days=1))
    except (ValueError, OverflowError):
        # No such day: the check says so.
        return day


def channel(given: Values, *_: object) -> Values:
    """Return it with its state, who has its keys, how often one speaks there and how soon one answers."""
    keys = [{"person": who, "from": day} for who, day in _pairs(given.get("keys"))]
    replies = {
        where: {"within": delay, "counts_as": "answer", "hours": "service"}
        for where, delay in _pairs(given.get("reply_within"))
    }
    cadence = _CADENCE.match(str(given.get("cadence", "")))
    often: object = given.get("cadence")
    if cadence is not None:
        often = {"min": int(cadence[1]), "max": int(cadence[2] or cadence[1]), "per": cadence[3]}
    return {"state": "planned", **identified(given), "keys": keys, "reply_within": replies, "cadence": often}


def template(given: Values, brand: Brand | None, _: Handbook) -> Values:
    """Return it with the act of speech of ready answers, and the blanks of its words, as other answers explain them."""
    from perimetre.model.templates import Template

    known: dict[str, Values] = {}
    for other in brand.all("template") if brand is not None else ():
        for variable in other.variables if isinstance(other, Template) else ():
            # A text in several languages is left to the house: it is not for us to copy one of them.
            label, example = map(_said, (variable.label, variable.example))
            if label and example:
                known.setdefault(variable.id, {"label": label, "example": example})
    unknown = {"label": message("What is written there."), "example": message("An example.")}
    blanks = dict.fromkeys(_BLANK.findall(str(given.get("text", ""))))
    variables = [{"id": blank, **known.get(blank, unknown)} for blank in blanks]
    return {"says": ["ready-answer"], **identified(given), "variables": variables}


def _said(text: Text | None) -> str | None:
    return text.plain if text is not None and not text.is_to_complete else None


def term(given: Values, *_: object) -> Values:
    """Return it with the id that its word makes."""
    return {"id": id_from(str(given["term"])), **given}


def period(given: Values, *_: object) -> Values:
    """Return it with what is left to say of its end, where neither a day nor an event is given."""
    left = {} if "to" in given or "until_event" in given else {"to": message("The last day; or `until_event`.")}
    return {**identified(given), **left}


def step(given: Values, brand: Brand | None, _: Handbook) -> Values:
    """Return it with its scenario, the step that it follows, and the one that followed that step, which follows it now.

    Raises:
        StepError: there is no such step, or no single other follows it.
    """
    after = str(given["after"])
    scenario, previous = _step(after, brand)
    follows = previous.next
    if follows is None:
        raise StepError(
            message(
                "What follows `{step}` depends on what is decided there: choose another step, or write it in the file.",
                step=after,
            )
        )
    return {**identified(given), "scenario": scenario, "previous": previous.id, "next": follows}


def step_change(given: Values, brand: Brand | None, _: Handbook) -> Values:
    """Return it with its scenario and its step.

    Raises:
        StepError: there is no such step.
    """
    scenario, step = _step(str(given["step"]), brand)
    return {**given, "scenario": scenario, "previous": step.id}


def _step(named: str, brand: Brand | None) -> tuple[str, CrisisStep]:
    """Return the scenario and the step that `product-recall/call` names."""
    from perimetre.model.crisis import Crisis

    scenario, _, id_ = named.partition("/")
    found = brand.find(Crisis, scenario) if brand is not None else None
    for step in found.steps if found is not None else ():
        if step.id == id_:
            return scenario, step
    raise StepError(message("There is no step `{step}`. Write the scenario and the step: `call/warn`.", step=named))


def crisis(given: Values, brand: Brand | None, handbook: Handbook) -> Values:
    """Return it with its severity as a number, and the channels on which one speaks in public."""
    severity = str(given.get("severity", ""))
    levels = handbook.brands if brand is None or brand.id == "house" else (brand,)
    channels = dict.fromkeys(
        channel.id for level in levels for channel in level.channels.channels if channel.state == "active"
    )
    more = {"severity": int(severity)} if severity.isdecimal() else {}
    return {"channels": list(channels), **identified(given), **more}


def operation(given: Values, *_: object) -> Values:
    """Return it with what its kind asks for."""
    more: dict[str, object] = {}
    if given["of_kind"] == "contest":
        more["contest"] = {
            "rules_url": message("The public address of the rules."),
            "legal_agreement": message("Who gave it and when: `{{by: …, on: 2026-03-10}}`."),
            "prizes": message("The prizes and what they are worth."),
        }
    if given["of_kind"] == "partnership":
        more["paid_partnership"] = {
            "with": message("With whom."),
            "contract": message("Where the written contract is."),
            "mention": message("The mention that shows: an id of `voice.yml`."),
        }
    return {**identified(given), **more}


def place(given: Values, *_: object) -> Values:
    """Return it with its number as a way to be joined, and its hours."""
    return {**identified(given), "phone": _first(_contacts(given)), "hours": _hours(given.get("hours"))}


def rule(given: Values, *_: object) -> Values:
    """Return it with what its authority asks for."""
    authority = given["authority"]
    more: dict[str, object] = {}
    if authority == "approve":
        asked = message("Who agrees: ids of `validation.yml`.")
        more["validation"] = [given["circuit"]] if "circuit" in given else asked
    if authority in ("approve", "escalate"):
        more["meanwhile"] = {"say": message("What one says while waiting; `do:` says what one may do.")}
        more["if_no_answer"] = {
            "after": message("After how long: `2wd`, `4h`."),
            "then": message("What one does when nobody answers."),
        }
    if authority == "template" and "templates" not in given:
        more["templates"] = message("The ready answers: ids of `templates.yml`.")
    if authority == "notify":
        more["inform"] = message("Who is told, and how soon: `[{{who: …, within: 1d}}]`.")
    if authority == "forbidden":
        more["instead"] = message("What one does instead: a list of sentences.")
    return {**identified(given), **more}


def agency(given: Values, *_: object) -> Values:
    """Return it with its number, and the id of its mandate."""
    named = identified(given)
    return {**named, "contact": _first(_contacts(given)), "mandate": f"mandate-{named['id']}"[:_LONGEST_ID]}


def _contacts(given: Values) -> list[object]:
    contacts: list[object] = []
    if "contact_ref" in given:
        contacts.append({"mode": "phone", "contact_ref": given["contact_ref"]})
    for mode, option in (("phone", "phone"), ("mail", "mail")):
        if option in given:
            contacts.append({"mode": mode, "value": given[option], "shared": True})
    return contacts


def _first(contacts: list[object]) -> object:
    return contacts[0] if contacts else None


def _pairs(given: object) -> list[tuple[str, str]]:
    words = given if isinstance(given, (list, tuple)) else ()
    return [(name, day) for word in words for name, _, day in (str(word).partition("="),)]


def _hours(given: object) -> list[object]:
    """Return hours given as `tue,wed=10:00-19:00`."""
    return [
        {"days": days.split(","), "from": start, "to": end}
        for days, times in _pairs(given)
        for start, _, end in (times.partition("-"),)
    ]
