"""Hold the commands of `perimetre`, one file each: what it is for, what it takes, and the stages that it calls.

A new command is one file and one line of `COMMANDS`. What costs to import is imported when the command runs.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Protocol

from perimetre.base.words import Message
from perimetre.drivers.cli import (
    ack,
    check,
    close,
    codeowners,
    completion,
    decide,
    desk,
    diff,
    explain,
    export,
    importing,
    init,
    lint,
    migrate,
    new,
    oncall,
    rules,
    schemas,
)
from perimetre.drivers.cli.shared import Translate


class Command(Protocol):
    """What the file of a command holds."""

    ABOUT: Message

    def add(self, parser: argparse.ArgumentParser, translate: Translate) -> None:
        """Say what the command takes."""

    def run(self, options: argparse.Namespace) -> int:
        """Run it, and return the exit status."""


COMMANDS: Mapping[str, Command] = {
    "check": check,
    "decide": decide,
    "oncall": oncall,
    "diff": diff,
    "lint": lint,
    "ack": ack,
    "init": init,
    "new": new,
    "close": close,
    "desk": desk,
    "import": importing,
    "explain": explain,
    "rules": rules,
    "export": export,
    "codeowners": codeowners,
    "schemas": schemas,
    "migrate": migrate,
    "completion": completion,
}
