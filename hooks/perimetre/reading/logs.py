"""Read the log of an incident that the crisis cockpit exports, which anybody may have written (stage collect).

Comes in: bytes. Goes out: a `LivedLog`, its instants in UTC, its words as they came; or why it is none, and where. What
a later cockpit adds is left alone.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import math
from typing import TYPE_CHECKING, Any, NoReturn

from perimetre.base.days import YEARS
from perimetre.base.diagnostics import PerimetreError
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message
from perimetre.reading import schemas

if TYPE_CHECKING:
    from jsonschema_rs import Validator

# Ten thousand lines of a log; more is no log.
LONGEST_LOG = 5_000_000
_FORMAT = 1
_KIND = "perimetre-log"
# The end of the years of which something is known, in milliseconds.
_END = dt.datetime(YEARS.stop, 1, 1, tzinfo=dt.UTC).timestamp() * 1000
_WORDS = ("by", "says", "step", "text", "because", "statement", "channel", "id", "of")
# Far above any number of a log.
_LONGEST_NUMBER = 30


class LogRefusedError(PerimetreError):
    """A file is no log that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedStep:
    """How a step went; `aside`: it was set aside."""

    id: str
    title: str
    due: dt.datetime | None
    done: dt.datetime | None
    aside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedText:
    """A text that left on a channel; what it said is left out, since blanks may hold a name."""

    title: str
    channel: str
    sent: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedDelay:
    """A delay that ran, of the law, of a contract or of the house."""

    words: tuple[str, ...]
    due: dt.datetime | None
    met: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedPromise:
    """An update that was promised for an hour: when it was made, or when another hour was noted, and which."""

    due: dt.datetime
    made: dt.datetime | None
    moved: dt.datetime | None
    moved_to: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedInject:
    """What an exercise brought; `came`: None where it was ended before."""

    says: str
    came: dt.datetime | None
    answered: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEvent:
    """A line of the log.

    Fields:
        says: the line, as the cockpit worded it.
        text, because: what somebody typed, a note or a reason.
        of: the id of the line that this one takes back.
        until: to when a step was put off.
    """

    type: str
    at: dt.datetime
    by: str
    says: str
    step: str
    text: str
    because: str
    statement: str
    channel: str
    id: str
    of: str
    until: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LivedLog:
    """What was written down of an incident.

    Fields:
        id: the incident's, the same in every export of it.
        brand, scenario: ids, which the handbook may know no more.
        opened: when it was opened on the device, which nobody changes afterwards; of an exercise, in real time.
        began: the first sign.
        last: when it was closed, else exported.
        ended: whether it was closed.
        injects: of an exercise; None in a log of before they were exported.
        lost: the names of the channels that were lost when the log ended.
    """

    id: str
    brand: str
    scenario: str
    exercise: bool
    opened: dt.datetime
    began: dt.datetime
    last: dt.datetime
    ended: bool
    steps: tuple[LoggedStep, ...]
    texts: tuple[LoggedText, ...]
    delays: tuple[LoggedDelay, ...]
    promises: tuple[LoggedPromise, ...]
    injects: tuple[LoggedInject, ...] | None
    lost: tuple[str, ...]
    events: tuple[LoggedEvent, ...]


def read_log(file: str, content: bytes) -> LivedLog:
    """Read a log.

    Args:
        file: its name, as printed.
        content: its bytes; of what is too long, a byte more than may be read is enough.

    Raises:
        LogRefusedError: it is none, is cut, or holds something else than a log does; it says where.
    """
    if len(content) > LONGEST_LOG:
        long = message("`{file}` is larger than {size} MB: no log is.", file=file, size=LONGEST_LOG // 1_000_000)
        raise LogRefusedError(long)
    data = _data(file, content)
    if not isinstance(data, dict) or data.get("kind") != _KIND:
        raise LogRefusedError(
            message(
                "`{file}` is not the log of a crisis. In the cockpit, under “Log”, choose “Save it (JSON)”.", file=file
            )
        )
    form = data.get("format")
    if isinstance(form, int) and form > _FORMAT:
        raise LogRefusedError(
            message(
                "`{file}` is of a later form ({form}) than this version of Périmètre reads: update it.",
                file=file,
                form=form,
            )
        )
    try:
        fault = next(iter(_validator().iter_errors(data)), None)
    except ValueError:
        _refuse_depth(file)
    if fault is not None:
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault.instance_path)
        _refuse(file, where.lstrip("."), message("it is not what a log holds there"))
    return _log(file, data)


def _data(file: str, content: bytes) -> Any:
    def no_number(text: str) -> NoReturn:
        raise LogRefusedError(message("`{file}` holds `{text}`, which is no number.", file=file, text=text[:20]))

    def real(text: str) -> float:
        number = float(text)
        return number if math.isfinite(number) else no_number(text)

    def whole(text: str) -> int:
        return int(text) if len(text) < _LONGEST_NUMBER else no_number(text)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise LogRefusedError(message("`{file}` holds the key `{key}` twice.", file=file, key=twice[:60]))
        return found

    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, parse_constant=no_number, parse_float=real, parse_int=whole, object_pairs_hook=once)
    except UnicodeDecodeError as error:
        raise LogRefusedError(message("`{file}` is not a text in UTF-8.", file=file)) from error
    except json.JSONDecodeError as error:
        raise LogRefusedError(
            message(
                "`{where}`: this is not JSON, or it was cut there. Export the log again.",
                where=f"{file}:{error.lineno}:{error.colno}",
            )
        ) from error
    except RecursionError:
        _refuse_depth(file)


def _refuse_depth(file: str) -> NoReturn:
    raise LogRefusedError(message("`{file}` is nested too deeply: no log is.", file=file))


def _refuse(file: str, where: str, why: Message) -> NoReturn:
    shown = where[:120] or "$"
    told = message("`{file}`, at `{where}`: {why}. Export the log again.", file=file, where=shown, why=why)
    raise LogRefusedError(told)


@functools.cache
def _validator() -> Validator:
    # Late: no other command judges a log.
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(schemas.raw("output/log.schema.json"))


def _log(file: str, data: dict[str, Any]) -> LivedLog:
    def at(where: str, written: str | None) -> dt.datetime | None:
        if written is None:
            return None
        try:
            return dt.datetime.fromisoformat(written)
        except ValueError:
            _refuse(file, where, message("there is no such day"))

    def sure(where: str, written: str) -> dt.datetime:
        found = at(where, written)
        assert found is not None
        return found

    def from_milliseconds(number: float | None) -> dt.datetime | None:
        # Somebody may have typed any year.
        if number is None or not 0 <= number < _END:
            return None
        return dt.datetime.fromtimestamp(number / 1000, dt.UTC)

    events = tuple(
        LoggedEvent(
            type=event["type"],
            at=sure(f"events[{rank}].at", event["at"]),
            until=from_milliseconds(event.get("until")),
            **{name: event.get(name, "") for name in _WORDS},
        )
        for rank, event in enumerate(data["events"])
    )
    begun = next((rank for rank, event in enumerate(events) if event.type == "begun"), None)
    if begun is None:
        _refuse(file, "events", message("nothing says when the incident was opened"))
    real = from_milliseconds(data["events"][begun].get("real"))
    ended = at("ended_at", data["ended_at"])
    return LivedLog(
        id=data["id"],
        brand=data["brand"],
        scenario=data["scenario"]["id"],
        exercise=data["exercise"],
        opened=real or events[begun].at,
        began=sure("began_at", data["began_at"]),
        last=ended or sure("exported_at", data["exported_at"]),
        ended=ended is not None,
        steps=tuple(
            LoggedStep(
                id=step["id"],
                title=step["title"],
                due=at(f"steps[{rank}].due_at", step["due_at"]),
                done=at(f"steps[{rank}].done_at", step["done_at"]),
                aside=step["set_aside"],
            )
            for rank, step in enumerate(data["steps"])
        ),
        texts=tuple(
            LoggedText(
                title=each["title"], channel=each["channel"], sent=sure(f"statements[{rank}].sent_at", each["sent_at"])
            )
            for rank, each in enumerate(data["statements"])
        ),
        delays=tuple(
            LoggedDelay(
                words=tuple(filter(None, (each["basis"], each["to"]))),
                due=at(f"delays[{rank}].due_at", each["due_at"]),
                met=at(f"delays[{rank}].met_at", each["met_at"]),
            )
            for rank, each in enumerate(data["delays"])
        ),
        promises=tuple(
            LoggedPromise(
                due=sure(f"promises[{rank}].due_at", each["due_at"]),
                made=at(f"promises[{rank}].made_at", each["made_at"]),
                moved=at(f"promises[{rank}].moved_at", each["moved_at"]),
                moved_to=at(f"promises[{rank}].moved_to", each["moved_to"]),
            )
            for rank, each in enumerate(data.get("promises", ()))
        ),
        injects=tuple(
            LoggedInject(
                says=each["says"],
                came=at(f"injects[{rank}].came_at", each["came_at"]),
                answered=at(f"injects[{rank}].answered_at", each["answered_at"]),
            )
            for rank, each in enumerate(data["injects"])
        )
        if "injects" in data
        else None,
        lost=tuple(data.get("lost", ())),
        events=events,
    )
