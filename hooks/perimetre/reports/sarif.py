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
    for one in findings.diagnostics:
        rules.setdefault(one.rule, one)
    places = {rule: index for index, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "perimetre",
                "version": version("perimetre"),
                "language": language,
                "rules": [_rule(one, findings) for one in rules.values()],
            }
        },
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": say(message("the root of the repository"), language)}}},
        "invocations": [{"executionSuccessful": True}],
        "results": [
            _result(one, places[one.rule], fingerprint, language)
            for one, fingerprint in zip(findings.diagnostics, fingerprints(findings), strict=True)
        ],
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


# --- rules ---------------------------------------------------------------------------------------------------------


def _rule(one: Diagnostic, findings: Findings) -> dict[str, object]:
    """Return a rule with its page; a code that has no page has its sentence, and where it has none its id."""
    language = findings.language
    told: dict[str, object] = {"id": one.rule}
    found = page(one.rule, language)
    text = explain(one.rule, language)
    if found is not None:
        told |= {
            "shortDescription": {"text": found.title},
            "fullDescription": {"text": found.problem},
            "help": {"text": text, "markdown": _markdown(found, language)},
            "defaultConfiguration": {"level": LEVELS[found.level]},
        }
    elif text is not None:
        sentence = text.partition("\n\n")[2].strip()
        told |= {"shortDescription": {"text": sentence}, "help": {"text": sentence, "markdown": sentence}}
    address = findings.address(one)
    if address is not None:
        told["helpUri"] = address
    return told


def _markdown(found: RulePage, language: str) -> str:
    def part(title: Message, text: str) -> str:
        return f"## {say(title, language)}\n\n{text}"

    return "\n\n".join(
        (
            found.problem,
            part(message("Why it matters"), found.why),
            part(message("Bad"), f"```yaml\n{found.bad}```"),
            part(message("Good"), f"```yaml\n{found.good}```"),
            part(message("How to fix it"), found.fix),
        )
    )


# --- results -------------------------------------------------------------------------------------------------------


def _result(one: Diagnostic, rule: int, fingerprint: str, language: str) -> dict[str, object]:
    said = "\n".join(say(part, language) for part in (one.message, one.hint) if part is not None)
    result: dict[str, object] = {
        "ruleId": one.rule,
        "ruleIndex": rule,
        "level": LEVELS[one.severity],
        "message": {"text": _plain(said)},
        "locations": [{"physicalLocation": _place(one.file, one.span)}],
        "partialFingerprints": {VERSION: fingerprint},
        # An empty list says «not set aside»; no list at all would say that nobody looked.
        "suppressions": [],
    }
    if one.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _place(other.file, other.span),
                "message": {"text": _plain(say(other.message, language))},
            }
            for number, other in enumerate(one.related, 1)
        ]
    if one.suppressed is not None:
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": one.suppressed}]
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
