"""Choose what a check shows: the files, the rules and the severities that were asked for.

The whole house is judged all the same: what a file says is right or wrong beside the others only.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from perimetre.base.diagnostics import GRAVEST_FIRST, Diagnostic
from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.drivers.cli.shared import UsageError, house_above, known_ones, usual_folder
from perimetre.reading.sources import shown_prefix


def asked_paths(paths: Sequence[Path]) -> tuple[Path, frozenset[str]]:
    """Return the folder of the handbook that paths speak of, and what is shown of it, as reports name it.

    Nothing is named where the whole is shown: no path, or the folder itself.

    Raises:
        UsageError: the paths are of two handbooks.
    """
    if not paths:
        return usual_folder(), frozenset()
    missing = next((path for path in paths if not _is_there(path)), None)
    if missing is not None:
        # That it is not there is for the reading to say.
        return missing, frozenset()
    houses = {path: _house_of(path) for path in paths}
    first, *others = dict.fromkeys(houses.values())
    for other in others:
        if other.resolve() != first.resolve():
            raise UsageError(
                message(
                    "`{first}` and `{other}` are two handbooks. Check one, then the other.",
                    first=str(first),
                    other=str(other),
                )
            )
    if any(path.resolve() == house.resolve() for path, house in houses.items()):
        return first, frozenset()
    root = first.resolve()
    prefix = shown_prefix(root)
    below = (path.resolve().relative_to(root).as_posix() for path in paths)
    return first, frozenset(f"{prefix}/{path}" if prefix else path for path in below)


def _is_there(path: Path) -> bool:
    try:
        return path.exists() and os.access(path, os.R_OK)
    except OSError:
        # A name that is too long, a folder that nobody may enter.
        return False


def _house_of(path: Path) -> Path:
    """Return the handbook in which a path stands; the path itself where it stands in none, or is one."""
    if path.is_dir() and _is_whole(path):
        return path
    house = house_above(path.parent)
    return house if house is not None and path.resolve().is_relative_to(house.resolve()) else path


def _is_whole(folder: Path) -> bool:
    """Say whether a folder is a handbook, or stands in none: then it is for the reading to say what it lacks."""
    return (folder / "handbook.yml").is_file() or house_above(folder) is None


def rules(text: str) -> frozenset[str]:
    """Read ids of rules, such as cover-has-no-gap,terms-are-ours.

    Raises:
        UsageError: no rule is called so.
    """
    # Late: it imports each rule.
    from perimetre.judge.codes import ENGINE
    from perimetre.judge.registry import RULES

    return known_ones(message("rule"), filter(None, text.split(",")), {id_: id_ for id_ in (*RULES, *ENGINE)})


def some_rules(text: str) -> frozenset[str]:
    """Read ids of rules, one at least: a variable of CI that nobody filled in would have nothing looked at.

    Raises:
        UsageError: no rule is called so, or none is named.
    """
    named = rules(text)
    if not named:
        raise UsageError(message("`--select` names no rule. Write the ids of some, or leave it out."))
    return named


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFindings:
    """What is to be shown.

    Fields:
        paths: files and folders, as reports name them; empty: all. What keeps a file from being read, and what nothing
            was judged for, is shown wherever it stands: what is asked for was not judged with it.
        select: the rules; None: all. What keeps a file from being read is shown whatever is selected: a rule finds
            nothing in it.
        ignore: the rules that are left out.
        severity: the least severe level.
    """

    paths: Collection[str] = ()
    select: Collection[str] | None = None
    ignore: Collection[str] = ()
    severity: str = "info"

    def of(self, diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return those of the diagnostics that are shown, in their order."""
        return tuple(finding for finding in diagnostics if self._shows(finding))

    def _shows(self, finding: Diagnostic) -> bool:
        if finding.rule in self.ignore or GRAVEST_FIRST.index(finding.severity) > GRAVEST_FIRST.index(self.severity):
            return False
        if self.select is not None and finding.rule not in self.select and _is_of_a_rule(finding.rule):
            return False
        files = (finding.file, *(other.file for other in finding.related))
        return _unjudges(finding.rule) or any(map(self._names, files))

    def concerns(self, finding: Diagnostic, file: str) -> bool:
        """Say whether what a finding says of a file, by its name as printed, is asked for."""
        return self._names(file) and self._shows(finding)

    def _names(self, file: str) -> bool:
        return not self.paths or any(_holds(path, file) for path in self.paths)


def _is_of_a_rule(code: str) -> bool:
    from perimetre.judge.codes import ENGINE
    from perimetre.judge.registry import RULES

    return code in RULES or (code in ENGINE and not _unjudges(code))


def _unjudges(code: str) -> bool:
    """Say whether what a code tells keeps something else from being judged."""
    from perimetre.judge.codes import UNJUDGING

    return code in UNJUDGING


def _holds(path: str, file: str) -> bool:
    return file == path or file.startswith(f"{path}/")
