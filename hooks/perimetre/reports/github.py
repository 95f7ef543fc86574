"""Write findings as GitHub Actions annotations, one command a finding.

What nobody sees is shown by its code. The escapes are those of the workflow commands: `%`, line ends, and in properties
`:` and `,` too, so that nothing that a playbook says can end a command or begin another.
"""

from __future__ import annotations

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import message, say
from perimetre.reading.reader.characters import visible
from perimetre.reports.findings import Findings
from perimetre.reports.text import summary

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
# How many annotations of one level GitHub shows of a step; the others stand in its log only.
SHOWN = 10


def write(findings: Findings) -> str:
    """Return the annotations; findings that are set aside have none."""
    told = [finding for finding in findings.diagnostics if finding.suppressed is None]
    lines = [_annotation(finding, findings.language) for finding in told]
    if any(findings.count(level) > SHOWN for level in LEVELS):
        # Among the notices the first, so that it is one of those that are shown.
        place = sum(finding.severity != "info" for finding in told)
        lines.insert(place, _limit(findings))
    return "".join(f"{line}\n" for line in lines)


def _limit(findings: Findings) -> str:
    text = message(
        "GitHub shows {shown} annotations of each level here; the log of this step holds them all: {summary}",
        shown=SHOWN,
        summary=summary(findings),
    )
    return f"::notice::{_data(say(text, findings.language))}"


def _annotation(finding: Diagnostic, language: str) -> str:
    properties = {"file": finding.file}
    if finding.span is not None:
        properties |= {"line": str(finding.span.line), "endLine": str(finding.span.end_line)}
        # GitHub takes columns for a finding on one line only.
        if finding.span.line == finding.span.end_line:
            properties |= {"col": str(finding.span.column), "endColumn": str(finding.span.end_column)}
    properties["title"] = finding.rule
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = say(finding.message, language)
    if finding.hint is not None:
        text += "\n" + say(finding.hint, language)
    return f"::{LEVELS[finding.severity]} {written}::{_data(text)}"


def _data(text: str) -> str:
    return visible(text, keep="\r\n").replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
