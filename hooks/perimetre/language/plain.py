"""Say a value of the model as one plain string: for titles, descriptions, reports and the search."""

from __future__ import annotations

import datetime as dt

from perimetre.base.durations import Duration
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import Listing, Message, message, say
from perimetre.language import typography
from perimetre.model.shared import Time
from perimetre.model.text import Text

TO_BE_COMPLETED = message("to be completed")


def plain(value: object, language: str) -> str:
    """Return `value` as one plain string, set in `language`: for titles, descriptions and the search."""
    match value:
        case str():
            return say(TO_BE_COMPLETED, language) if value == TO_COMPLETE else value
        case None:
            return ""
        case Text():
            return (
                say(TO_BE_COMPLETED, language)
                if value.is_to_complete
                else typography.typeset(value.in_(language), language)
            )
        case Message() | Listing():
            return say(value, language)
        case dt.datetime():
            return typography.instant(value, language)
        case dt.date():
            return typography.date(value, language)
        case Duration():
            return typography.duration(value.amount, value.unit, language)
        case Time():
            return typography.hour(str(value), language)
        case float() | int() if not isinstance(value, bool):
            return typography.number(value, language)
        case _:
            return str(value)
