"""Hold the closed lists of words that several rooms speak with, each list once."""

from __future__ import annotations

from typing import Literal

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"]
# The classes of a day, in the order in which they are said: a public holiday replaces the day of the week.
WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday")
WEEKDAYS = WEEK[:7]
HOLIDAY: Weekday = "holiday"

Posture = Literal["normal", "vigilance", "alert", "crisis"]
# The calmest first: a rule for one holds in the worse ones too.
POSTURES: tuple[Posture, ...] = ("normal", "vigilance", "alert", "crisis")

Stage = Literal["launch", "growth", "established", "sunset"]
Ownership = Literal["owned", "managed", "third-party", "personal"]
Nature = Literal["quantity", "quality", "engagement", "service"]
Strength = Literal["must", "should", "may"]
Status = Literal["draft", "approved", "deprecated"]
Confidentiality = Literal["public", "internal", "restricted"]
Language = Literal["fr", "en"]
# What somebody is told of.
InformedOf = Literal["reason", "rule", "appeal", "duration", "help"]
LimitWindow = Literal["day", "week", "month", "quarter", "season", "year", "operation", "payee", "person", "site"]
LimitShare = Literal["person", "place", "account", "author"]
ClockName = Literal[
    "detection",
    "publication",
    "receipt",
    "qualification",
    "declaration",
    "taken-in-charge",
    "first-message",
    "event",
    "shift-end",
    "month-start",
    "end",
]
Strategy = Literal[
    "instructing-information",
    "adjusting-information",
    "attack-the-accuser",
    "denial",
    "scapegoat",
    "excuse",
    "justification",
    "compensation",
    "apology",
    "reminder",
    "ingratiation",
    "victimage",
]
