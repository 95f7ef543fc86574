"""Hold the commands of `perimetre`, one file each: what it is for, what it takes, and the stages that it calls.

A new command is one file and one line of `COMMANDS`. What costs to import is imported when the command runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from perimetre.drivers.cli import ack, check, decide, explain, lint, oncall

COMMANDS: Mapping[str, ModuleType] = {
    "check": check,
    "decide": decide,
    "oncall": oncall,
    "lint": lint,
    "ack": ack,
    "explain": explain,
}
