"""Read the durations that a playbook writes: `30min`, `4h`, `2d`, `2wd` (working), `1w`, `6mo`, `1y`, `at-once`."""

from __future__ import annotations

import re
from dataclasses import dataclass

# No time at all, said on purpose.
AT_ONCE = "at-once"
MINUTES = {AT_ONCE: 1, "min": 1, "h": 60, "d": 1440, "wd": 1440, "w": 10_080, "mo": 43_200, "y": 525_600}
# Of what a playbook writes, in minutes: from a day of `days.YEARS`, no sum of a few leaves the calendar.
LONGEST = 100 * MINUTES["y"]
FORM = re.compile(r"([+-]?)(0|[1-9][0-9]{0,4})(min|h|d|wd|w|mo|y)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, or a signed offset from an event.

    Fields:
        amount: how many units; negative in an offset before the event.
        unit: `min`, `h`, `d`, `wd`, `w`, `mo` or `y`; or `at-once`, of which there are none.
    """

    amount: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read `text`, which the schemas have already checked.

        Raises:
            ValueError: the text has not the form of a duration.
        """
        if text == AT_ONCE:
            return cls(0, AT_ONCE)
        parts = FORM.fullmatch(text)
        if parts is None:
            raise ValueError(text)
        sign, amount, unit = parts.groups()
        return cls(-int(amount) if sign == "-" else int(amount), unit)

    @classmethod
    def of_minutes(cls, minutes: int) -> Duration:
        """Return a length in the greatest unit that says it whole: days, hours or minutes."""
        unit = next(unit for unit in ("d", "h", "min") if minutes % MINUTES[unit] == 0)
        return cls(minutes // MINUTES[unit], unit)

    @property
    def minutes(self) -> int:
        """The length in minutes: a working day counts as a day, a month as 30 days, a year as 365."""
        return self.amount * MINUTES[self.unit]

    def __str__(self) -> str:
        return AT_ONCE if self.unit == AT_ONCE else f"{self.amount}{self.unit}"
