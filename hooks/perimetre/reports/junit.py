"""Write findings as JUnit's XML, which Jenkins, GitLab and Azure show as tests: one case a finding.

The gravest come first; the file stands in the place of the class. An error is a failure. A warning or a note is a case
that passes and says what it has to say: it keeps nobody from merging. A handbook without a finding is one case that
passes: an empty report is an error to some who read it. What is set aside is a case that was skipped, with its reason.
The form is the one that Jenkins publishes: https://github.com/jenkinsci/xunit-plugin (junit-10.xsd).
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import say
from perimetre.reading.reader.characters import visible
from perimetre.reports.findings import Findings
from perimetre.reports.plain import without_orders
from perimetre.reports.text import place_of, summary


def write(findings: Findings) -> str:
    """Return the document; texts are one paragraph each, and what nobody sees in them is shown by its code."""
    failed, skipped = findings.count("error"), findings.suppressed
    tests = str(max(1, len(findings.diagnostics)))
    suites = ET.Element("testsuites", name="perimetre")
    suite = ET.SubElement(
        suites, "testsuite", name="perimetre", tests=tests, failures=str(failed), skipped=str(skipped)
    )
    for finding in findings.diagnostics:
        _case(suite, finding, findings.language)
    if not findings.diagnostics:
        ET.SubElement(suite, "testcase", classname="perimetre", name=summary(findings))
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _case(suite: ET.Element, finding: Diagnostic, language: str) -> None:
    told, place = _text(say(finding.message, language)), _text(place_of(finding.file, finding.span))
    case = ET.SubElement(suite, "testcase", classname=_text(finding.file), name=f"{finding.rule} ({place})")
    help_ = "" if finding.hint is None else _text(say(finding.hint, language))
    whole = "\n".join(filter(None, (place, told, help_)))
    if finding.suppressed is not None:
        ET.SubElement(case, "skipped", message=_text(finding.suppressed))
    elif finding.severity == "error":
        ET.SubElement(case, "failure", type=finding.rule, message=told).text = whole
    else:
        ET.SubElement(case, "system-out").text = whole


def _text(text: str) -> str:
    return without_orders(visible(" ".join(text.split())))
