"""Write findings as JSON, in the form that `schemas/output/check.schema.json` publishes."""

from __future__ import annotations

from perimetre.base.diagnostics import Diagnostic, Span
from perimetre.base.words import say
from perimetre.reports.findings import Findings
from perimetre.reports.plain import as_json


def write(findings: Findings) -> str:
    """Return one JSON object; lines and columns count from 1, columns in code points, the end is exclusive."""
    report = {
        "diagnostics": [_diagnostic(finding, findings.language) for finding in findings.diagnostics],
        "summary": {
            "files": findings.files,
            "errors": findings.count("error"),
            "warnings": findings.count("warning"),
            "infos": findings.count("info"),
            "suppressed": findings.suppressed,
            "left_out": findings.left_out,
        },
    }
    return as_json(report)


def _diagnostic(finding: Diagnostic, language: str) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": say(finding.message, language),
        "hint": say(finding.hint, language) if finding.hint is not None else None,
        "file": finding.file,
        **_span(finding.span),
        "url": finding.url,
        "suppressed": finding.suppressed,
        "related": [
            {
                "file": place.file,
                "line": place.span.line if place.span else None,
                "column": place.span.column if place.span else None,
                "message": say(place.message, language),
            }
            for place in finding.related
        ],
    }


def _span(span: Span | None) -> dict[str, int | None]:
    if span is None:
        return {"line": None, "column": None, "end_line": None, "end_column": None}
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}
