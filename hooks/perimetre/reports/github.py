"""Write findings as GitHub Actions annotations, one command a finding.

What nobody sees is shown by its code. The escapes are those of the workflow commands: `%`, line ends, and in properties
`:` and `,` too, so that nothing that a playbook says can end a command or begin another.
"""

from __future__ import annotations

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import say
from perimetre.reading.reader.characters import visible
from perimetre.reports.findings import Findings

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def write(findings: Findings) -> str:
    """Return the annotations; findings that are set aside have none."""
    lines = [_annotation(one, findings.language) for one in findings.diagnostics if one.suppressed is None]
    return "".join(f"{line}\n" for line in lines)


def _annotation(one: Diagnostic, language: str) -> str:
    properties = {"file": one.file}
    if one.span is not None:
        properties |= {"line": str(one.span.line), "endLine": str(one.span.end_line)}
        # GitHub takes columns for a finding on one line only.
        if one.span.line == one.span.end_line:
            properties |= {"col": str(one.span.column), "endColumn": str(one.span.end_column)}
    properties["title"] = one.rule
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    said = say(one.message, language)
    if one.hint is not None:
        said += "\n" + say(one.hint, language)
    return f"::{LEVELS[one.severity]} {told}::{_data(said)}"


def _data(text: str) -> str:
    return visible(text, keep="\r\n").replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
