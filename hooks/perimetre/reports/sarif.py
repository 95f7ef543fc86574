"""Write findings as SARIF 2.1.0, which GitHub, GitLab, Azure and editors read.

Columns are counted in code points, as everywhere in the product, and the log says so. Addresses of files are relative
to the repository's root. A finding that is set aside stays, with its reason: readers see what is accepted.
"""

from __future__ import annotations

from importlib.metadata import version
from urllib.parse import quote

from perimetre.base.diagnostics import Diagnostic, Span
from perimetre.base.words import Message, message, say
from perimetre.judge.pages import RulePage, explain, page
from perimetre.reports.findings import Findings
from perimetre.reports.fingerprints import VERSION, fingerprints
from perimetre.reports.plain import as_json

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: dict[str, str] = {"error": "error", "warning": "warning", "info": "note"}
_ROOT = "%SRCROOT%"


def write(findings: Findings) -> str:
    """Return one log of one run; its rules are those that have something to say."""
    language = findings.language
    rules: dict[str, Diagnostic] = {}
    for finding in findings.diagnostics:
        rules.setdefault(finding.rule, finding)
    places = {rule: index for index, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "perimetre",
                "version": version("perimetre"),
                "language": language,
                "rules": [_rule(finding, findings) for finding in rules.values()],
            }
        },
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": say(message("the root of the repository"), language)}}},
        "invocations": [{"executionSuccessful": True}],
        "results": [
            _result(finding, places[finding.rule], fingerprint, language)
            for finding, fingerprint in zip(findings.diagnostics, fingerprints(findings), strict=True)
        ],
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


# --- rules ---------------------------------------------------------------------------------------------------------


def _rule(finding: Diagnostic, findings: Findings) -> dict[str, object]:
    """Return a rule with its page; a code that has no page has its sentence, and where it has none its id."""
    language = findings.language
    rule: dict[str, object] = {"id": finding.rule}
    rule_page = page(finding.rule, language)
    text = explain(finding.rule, language)
    if rule_page is not None:
        rule |= {
            "shortDescription": {"text": rule_page.title},
            "fullDescription": {"text": rule_page.problem},
            "help": {"text": text, "markdown": _markdown(rule_page, language)},
            "defaultConfiguration": {"level": LEVELS[rule_page.level]},
        }
    elif text is not None:
        told = text.partition("\n\n")[2].strip()
        sentence = told.partition("\n\n")[0]
        rule |= {"shortDescription": {"text": sentence}, "help": {"text": told, "markdown": told}}
    address = findings.address(finding)
    if address is not None:
        rule["helpUri"] = address
    return rule


def _markdown(rule_page: RulePage, language: str) -> str:
    def part(title: Message, text: str) -> str:
        return f"## {say(title, language)}\n\n{text}"

    return "\n\n".join(
        (
            rule_page.problem,
            part(message("Why it matters"), rule_page.why),
            part(message("Bad"), f"```yaml\n{rule_page.bad}```"),
            part(message("Good"), f"```yaml\n{rule_page.good}```"),
            part(message("How to fix it"), rule_page.fix),
        )
    )


# --- results -------------------------------------------------------------------------------------------------------


def _result(finding: Diagnostic, rule: int, fingerprint: str, language: str) -> dict[str, object]:
    text = "\n".join(say(part, language) for part in (finding.message, finding.hint) if part is not None)
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": _plain(text)},
        "locations": [{"physicalLocation": _place(finding.file, finding.span)}],
        "partialFingerprints": {VERSION: fingerprint},
        # An empty list says «not set aside»; no list at all would say that nobody looked.
        "suppressions": [],
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _place(other.file, other.span),
                "message": {"text": _plain(say(other.message, language))},
            }
            for number, other in enumerate(finding.related, 1)
        ]
    if finding.suppressed is not None:
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": finding.suppressed}]
    return result


def _plain(text: str) -> str:
    """Return a text without links: between brackets before a parenthesis, SARIF reads one (3.11.6)."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]") if "](" in text else text


def _place(file: str, span: Span | None) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": _address(file)}
    if span is not None:
        place["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    return place


def _address(file: str) -> dict[str, str]:
    # Every byte outside the plainest ASCII becomes `%XX`: accents, spaces, and the colon that would name a scheme.
    uri = quote(file.encode("utf-8", "surrogatepass"), safe="/")
    return {"uri": f"file://{uri}"} if uri.startswith("/") else {"uri": uri, "uriBaseId": _ROOT}
