"""Say fast whether a document has its form, by the very schemas that editors read (stage validate).

Comes in: the name of a kind, and plain data. Goes out: yes or no. `faults` says why; a test holds that the two agree.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from perimetre.base.days import YEARS
from perimetre.base.durations import LONGEST, Duration
from perimetre.base.undecided import TO_COMPLETE
from perimetre.reading.schemas import SHARED, raw

if TYPE_CHECKING:
    from jsonschema_rs import Registry, Validator


def is_valid(kind: str, data: object) -> bool:
    """Say whether data has the form of a kind of file."""
    return _validator(kind).is_valid(data)


def is_day(value: object) -> bool:
    """Say whether what is written as a date, with or without a time, is a day of a year in `YEARS`."""
    from datetime import date

    if not isinstance(value, str) or value[4:5] != "-":
        return True
    try:
        return date.fromisoformat(value[:10]).year in YEARS
    except ValueError:
        return False


def is_length(value: object) -> bool:
    """Say whether a duration is one that a calendar can hold: a hundred years at most."""
    if not isinstance(value, str):
        return True
    try:
        return abs(Duration.parse(value).minutes) <= LONGEST
    except ValueError:
        return True


def is_timezone(value: object) -> bool:
    """Say whether a time zone exists."""
    from zoneinfo import ZoneInfo

    if not isinstance(value, str) or value == TO_COMPLETE:
        return True
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        return False
    return True


FORMATS = {
    "perimetre-date": is_day,
    "perimetre-instant": is_day,
    "perimetre-duration": is_length,
    "iana-timezone": is_timezone,
}


@functools.cache
def _validator(kind: str) -> Validator:
    # Late, here and below: the library costs time that `perimetre --help` does not owe.
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(
        raw(f"{kind}.schema.json"),
        formats=FORMATS,
        validate_formats=True,
        ignore_unknown_formats=False,
        registry=_registry(),
        # What the registry does not hold is an error, and no address that a network is asked for.
        offline=True,
    )


@functools.cache
def _registry() -> Registry:
    from jsonschema_rs import Registry

    return Registry([(schema["$id"], schema) for schema in map(raw, SHARED)])
