"""Give each finding a name that stays its own while the file around it changes.

Comes in: `Findings`. Goes out: one fingerprint a finding. It is drawn from the rule, the file, the sentence, the line
as written and the lines that enclose it (those less indented above it, as YAML nests): never from a line's number, so
that what is inserted above changes nothing. Figures of the sentence are left out, since a count of days changes by
itself. Findings that nothing else tells apart are numbered, in the order in which they are shown.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import say
from perimetre.reports.findings import Findings

# Of the way in which they are made: another way is another version, or old findings would be taken for new ones.
VERSION = "perimetre/v1"
_FIGURES = re.compile(r"\d+")


def fingerprints(findings: Findings) -> tuple[str, ...]:
    """Return the fingerprint of each finding, in their order: 32 hexadecimal digits, no two alike."""
    enclosing: dict[str, Sequence[int]] = {}
    seen: Counter[str] = Counter()
    made = []
    for finding in findings.diagnostics:
        lines = findings.lines.get(finding.file, ())
        if finding.file not in enclosing:
            enclosing[finding.file] = _parents(lines)
        name = _digest(
            finding.rule,
            finding.file,
            # In one language, whatever that of the report.
            _FIGURES.sub("0", say(finding.message, "en")),
            *_context(finding, lines, enclosing[finding.file]),
        )
        seen[name] += 1
        made.append(_digest(name, str(seen[name])))
    return tuple(made)


def _context(finding: Diagnostic, lines: Sequence[str], parents: Sequence[int]) -> list[str]:
    """Return the line of a finding and those that enclose it, from the inside out, without their indents."""
    around = []
    at = finding.span.line - 1 if finding.span is not None else -1
    while 0 <= at < len(lines):
        around.append(lines[at].strip())
        at = parents[at]
    return around


def _parents(lines: Sequence[str]) -> list[int]:
    """Return for each line the nearest line above that is less indented, or -1; blanks and comments enclose none."""
    parents = []
    around: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if not text.strip() or text.startswith("#"):
            parents.append(-1)
            continue
        while around and around[-1][0] >= indent:
            around.pop()
        parents.append(around[-1][1] if around else -1)
        around.append((indent, number))
    return parents


def _digest(*parts: str) -> str:
    # A lone half of a surrogate pair has no UTF-8 of its own.
    whole = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:32]
