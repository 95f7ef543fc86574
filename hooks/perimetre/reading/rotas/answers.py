"""Tell apart what the API of a pager answered, in one file or in several (stage collect).

Comes in: JSON. Goes out: a `Rota` for each schedule. Each object is known by its keys, wherever a page of answers
holds it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from perimetre.base.words import message
from perimetre.reading.rotas import grafana, pagerduty
from perimetre.reading.rotas.said import Rota, RotaRefusedError, RotaSpan, Unsaid, UnsaidError

_WRAPPERS = (
    "schedules",
    "schedule",
    "overrides",
    "users",
    "user",
    "results",
    "on_call_shifts",
    "shifts",
    "final_shifts",
)
MOST_OBJECTS = 20_000
# Of one export; a large group has some tens.
_MOST_SCHEDULES = 200
Located = tuple[str, Any]


def read_answers(texts: Sequence[tuple[str, str]], span: RotaSpan) -> list[Rota]:
    """Read the schedules of answers.

    Args:
        texts: the name of each file, and what it holds.
        span: the days that are looked at.

    Raises:
        RotaRefusedError: one is no JSON, is cut, or holds no schedule; it says where.
    """
    kinds: dict[str, list[Located]] = {}
    unsaid: list[Unsaid] = []
    for file, text in texts:
        try:
            data = json.loads(text)
        except json.JSONDecodeError as error:
            raise RotaRefusedError(
                message("{where}: this is not JSON, or it is cut.", where=f"{file}:{error.lineno}:{error.colno}")
            ) from error
        except (RecursionError, ValueError) as error:
            raise RotaRefusedError(
                message("`{file}` is no export: it is nested too deep, or a number is too long.", file=file)
            ) from error
        unsaid += _further_pages(data, file)
        for keys, part in _parts(data, file):
            kinds.setdefault(_kind(part), []).append((keys, part))
            if sum(map(len, kinds.values())) > MOST_OBJECTS:
                raise RotaRefusedError(
                    message("`{file}` holds more than {most} objects.", file=file, most=MOST_OBJECTS)
                )
    file = texts[0][0]
    if len(kinds.get("pagerduty", ())) + len(kinds.get("grafana", ())) > _MOST_SCHEDULES:
        raise RotaRefusedError(message("`{file}` holds more than {most} schedules.", file=file, most=_MOST_SCHEDULES))
    people = {str(user.get("id")): user for _, user in kinds.get("user", ())}
    unsaid += [Unsaid(where=keys, why=message("it is of no kind that is read")) for keys, _ in kinds.get("", ())]
    rotas = [*_of_pagerduty(file, kinds, people, span, unsaid), *_of_grafana(file, kinds, people, span, unsaid)]
    if not rotas:
        raise RotaRefusedError(
            message(
                "`{file}` holds no schedule: export those of PagerDuty (`GET /schedules/…`), or the schedules, shifts "
                "and users of Grafana OnCall.",
                file=file,
            )
        )
    if unsaid:
        first = rotas[0]
        rotas[0] = Rota(
            ids=first.ids, zone=first.zone, turns=first.turns, first=first.first, last=first.last,
            unsaid=(*first.unsaid, *unsaid),
        )  # fmt: skip
    return rotas


def _of_pagerduty(
    file: str, kinds: Mapping[str, list[Located]], people: pagerduty.People, span: RotaSpan, unsaid: list[Unsaid]
) -> Iterator[Rota]:
    schedules = kinds.get("pagerduty", [])
    overrides = kinds.get("override", [])
    if len(schedules) != 1:
        why = message("it does not say of which schedule it is: import it with that one alone")
        unsaid += [Unsaid(where=keys, why=why) for keys, _ in overrides]
        overrides = []
    for keys, schedule in schedules:
        try:
            yield pagerduty.read_schedule(file, schedule, keys, people, overrides, span)
        except UnsaidError as error:
            raise RotaRefusedError(message("{where}: {why}.", where=keys, why=error.message)) from error


def _of_grafana(
    file: str, kinds: Mapping[str, list[Located]], people: grafana.People, span: RotaSpan, unsaid: list[Unsaid]
) -> Iterator[Rota]:
    shifts = {str(shift.get("id")): (keys, shift) for keys, shift in kinds.get("shift", ())}
    schedules = kinds.get("grafana", [])
    taken: set[str] = set()
    for keys, schedule in schedules:
        named = [str(id_) for id_ in schedule.get("shifts") or () if isinstance(id_, str)]
        own = [shifts[id_] for id_ in named if id_ in shifts]
        taken.update(named)
        missing = [id_ for id_ in named if id_ not in shifts]
        unsaid += [
            Unsaid(where=f"{keys}.shifts", why=message("the shift `{id}` is in none of the files", id=id_[:40]))
            for id_ in missing
        ]
        try:
            yield grafana.read_schedule(file, schedule, keys, own, people, span)
        except UnsaidError as error:
            raise RotaRefusedError(message("{where}: {why}.", where=keys, why=error.message)) from error
    alone = [located for id_, located in shifts.items() if id_ not in taken]
    if schedules:
        unsaid += [Unsaid(where=keys, why=message("no schedule of the files holds this shift")) for keys, _ in alone]
    elif alone:
        yield grafana.read_schedule(file, {}, alone[0][0], alone, people, span)
    if (final := kinds.get("final", [])) and not schedules and not alone:
        yield grafana.read_final(file, final, span)
    elif final:
        why = message("the turns that `final_shifts` renders are read by themselves: import that file alone")
        unsaid += [Unsaid(where=keys, why=why) for keys, _ in final[:1]]


def _parts(data: Any, where: str) -> Iterator[Located]:
    """Yield the objects of an answer, each with the keys that lead to it."""
    if isinstance(data, list):
        for rank, item in enumerate(data):
            yield from _parts(item, f"{where}[{rank}]") if isinstance(item, list) else [(f"{where}[{rank}]", item)]
    elif isinstance(data, dict) and not _kind(data) and (wrappers := [key for key in _WRAPPERS if key in data]):
        for key in wrappers:
            part = data[key]
            yield from _parts(part, f"{where}: {key}") if isinstance(part, list) else [(f"{where}: {key}", part)]
    else:
        yield where, data


def _kind(part: Any) -> str:
    """Return of what kind an object is, by its keys; "" for none that is read."""
    if not isinstance(part, dict):
        return ""
    if "schedule_layers" in part or "final_schedule" in part:
        return "pagerduty"
    if part.get("type") in grafana.KINDS and "duration" in part:
        return "shift"
    if "shift_start" in part:
        return "final"
    if "user" in part and "start" in part and "end" in part:
        return "override"
    if "ical_url_primary" in part or (part.get("type") in ("ical", "calendar", "web") and "name" in part):
        return "grafana"
    if "id" in part and ("email" in part or "username" in part):
        return "user"
    return ""


def _further_pages(data: Any, file: str) -> Iterator[Unsaid]:
    if isinstance(data, dict) and (data.get("next") or data.get("more") is True):
        yield Unsaid(
            where=file, why=message("the answer has further pages, which are not in the file: export them too")
        )
