"""Write what each report says of findings of all sorts, `tests/cases/reports/printed/`: `python -m tools.printed`.

A test holds the reports to these files, so that a change of any format is seen before it is accepted.
"""

from __future__ import annotations

from datetime import date
from importlib.metadata import version

from perimetre.base.diagnostics import Diagnostic, Related, Span
from perimetre.base.words import Listing, counted, message
from perimetre.reports import FORMATS, Findings
from tests.conftest import ROOT

PRINTED = ROOT / "tests" / "cases" / "reports" / "printed"

FILE, OTHER = "playbooks/brands/lumen/channels.yml", "playbooks/house/scope.yml"
LINES = [
    "channels:",
    "  - id: page",
    "    title: La page « Lumen » 💡",
    "    objectives: [confiance]",
    "  - id: magasin",
    "    objectives: [confiance, confience]",
]


def findings_of_all_sorts() -> Findings:
    """Return findings of each severity, with and without a place, a hint, other places, a reason to set them aside."""
    return Findings(
        diagnostics=(
            Diagnostic(
                rule="reference-resolves",
                severity="error",
                message=message("There is no objective `{word}`.", word="confience"),
                hint=message("Did you mean `{near}`?", near="confiance"),
                file=FILE,
                span=Span(line=6, column=29, end_line=6, end_column=38),
                related=(
                    Related(
                        file=FILE,
                        span=Span(line=4, column=18, end_line=4, end_column=27),
                        message=message("It is named here too."),
                    ),
                    Related(
                        file=OTHER,
                        span=Span(line=12, column=5, end_line=12, end_column=14),
                        message=message("It is named here too."),
                    ),
                ),
            ),
            Diagnostic(
                rule="channel-has-cadence",
                severity="warning",
                message=message("Nothing says how often `{id}` publishes.", id="page"),
                hint=message("Write `cadence: {example}`.", example="{min: 2, max: 3, per: week}"),
                file=FILE,
                span=Span(line=2, column=5, end_line=2, end_column=13),
                url="reference/rules/channel-has-cadence/",
                suppressed="Une page qui ne publie pas.",
                suppressed_until=date(2027, 3, 1),
            ),
            Diagnostic(
                rule="rule-has-its-ground",
                severity="info",
                message=counted(
                    "{count} mistake may hide others. {then}",
                    "{count} mistakes may hide others. {then}",
                    2,
                    then=counted(
                        "The rest is checked once this file is corrected: {files}.",
                        "The rest is checked once these files are corrected: {files}.",
                        1,
                        files=Listing((f"`{OTHER}`",)),
                    ),
                ),
                file=OTHER,
                url="reference/rules/rule-has-its-ground/",
            ),
        ),
        files=3,
        language="fr",
        lines={FILE: LINES},
        site="https://manuel.example.org",
    )


def printed(name: str) -> str:
    """Return what a report says of them; a new version of the product changes nothing in it."""
    return FORMATS[name](findings_of_all_sorts()).replace(f'"version": "{version("perimetre")}"', '"version": "…"')


if __name__ == "__main__":
    PRINTED.mkdir(exist_ok=True)
    for name in FORMATS:
        (PRINTED / f"{name}.txt").write_text(printed(name), "utf-8")
