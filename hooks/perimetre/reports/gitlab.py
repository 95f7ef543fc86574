"""Write findings as GitLab's Code Quality report: a JSON list, one object a finding.

GitLab takes `path` from the repository's root, without `./`, and a line for each; a finding about a whole file stands
on its first. What is set aside is left out: the format has no word for it.
"""

from __future__ import annotations

import posixpath

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import say
from perimetre.reports.findings import Findings
from perimetre.reports.fingerprints import fingerprints
from perimetre.reports.plain import as_json

SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def write(findings: Findings) -> str:
    """Return the list; descriptions are one line each."""
    report = [
        _issue(finding, fingerprint, findings.language)
        for finding, fingerprint in zip(findings.diagnostics, fingerprints(findings), strict=True)
        if finding.suppressed is None
    ]
    return as_json(report)


def _issue(finding: Diagnostic, fingerprint: str, language: str) -> dict[str, object]:
    sentences = [say(part, language) for part in (finding.message, finding.hint) if part is not None]
    first, last = (finding.span.line, finding.span.end_line) if finding.span is not None else (1, 1)
    return {
        "description": " ".join(" ".join(sentences).split()) or finding.rule,
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": posixpath.normpath(finding.file), "lines": {"begin": first, "end": last}},
    }
