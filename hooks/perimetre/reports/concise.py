"""Write findings one line each, as editors and grep read them: `file:line:column: level[rule]: message`."""

from __future__ import annotations

from perimetre.base.diagnostics import LEVEL_WORDS, Diagnostic
from perimetre.base.words import message, say
from perimetre.reading.reader.characters import visible
from perimetre.reports.findings import Findings
from perimetre.reports.plain import without_orders
from perimetre.reports.text import place_of, summary


def write(findings: Findings) -> str:
    """Return the lines in `findings.language`, and the sentence that counts them; what is set aside is only counted."""
    lines = [_line(finding, findings.language) for finding in findings.diagnostics if finding.suppressed is None]
    return without_orders("\n".join([*lines, summary(findings)]) + "\n")


def _line(finding: Diagnostic, language: str) -> str:
    head = f"{say(LEVEL_WORDS[finding.severity], language)}[{finding.rule}]"
    sentences = " ".join(say(part, language) for part in (finding.message, finding.hint) if part is not None)
    told = say(message("{head}: {message}", head=head, message=sentences), language)
    return f"{visible(place_of(finding.file, finding.span))}: {visible(' '.join(told.split()))}"
