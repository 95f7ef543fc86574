"""Write what the stages found, one file a format (stage report).

Comes in: `Findings`. Goes out: the text of the report. The exit status is the driver's affair and never depends on the
format. A new format is one new file, and its name in `_NAMES`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping

from perimetre.reports.findings import Findings

Writer = Callable[[Findings], str]

# The first is the one that a command writes when nothing is asked; each is the name of its module.
_NAMES = ("text", "concise", "json", "sarif", "github", "gitlab", "markdown", "junit")


class _Formats(Mapping[str, Writer]):
    """The writers by name; a module is imported when it is asked for, so that `--help` waits for none."""

    def __getitem__(self, name: str) -> Writer:
        if name not in _NAMES:
            raise KeyError(name)
        write: Writer = importlib.import_module(f".{name}", __package__).write
        return write

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


FORMATS: Mapping[str, Writer] = _Formats()

__all__ = ["FORMATS", "Findings"]
