"""Write findings as JSON, in the form that `schemas/output/check.schema.json` publishes."""

from __future__ import annotations

from perimetre.base.diagnostics import Diagnostic, Span
from perimetre.base.words import say
from perimetre.reports.findings import Findings
from perimetre.reports.plain import as_json


def write(findings: Findings) -> str:
    """Return one JSON object; lines and columns count from 1, columns in code points, the end is exclusive."""
    report = {
        "diagnostics": [_diagnostic(one, findings.language) for one in findings.diagnostics],
        "summary": {
            "files": findings.files,
            "errors": findings.count("error"),
            "warnings": findings.count("warning"),
            "infos": findings.count("info"),
            "suppressed": findings.suppressed,
        },
    }
    return as_json(report)


def _diagnostic(one: Diagnostic, language: str) -> dict[str, object]:
    return {
        "rule": one.rule,
        "severity": one.severity,
        "message": say(one.message, language),
        "hint": say(one.hint, language) if one.hint is not None else None,
        "file": one.file,
        **_span(one.span),
        "url": one.url,
        "suppressed": one.suppressed,
        "related": [
            {
                "file": other.file,
                "line": other.span.line if other.span else None,
                "column": other.span.column if other.span else None,
                "message": say(other.message, language),
            }
            for other in one.related
        ],
    }


def _span(span: Span | None) -> dict[str, int | None]:
    if span is None:
        return {"line": None, "column": None, "end_line": None, "end_column": None}
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}
