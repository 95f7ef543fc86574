"""Hold what a check found, as every report takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from perimetre.base.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a check found.

    Fields:
        diagnostics: all of them; they are held in the order in which they are shown, the gravest first, and those of
            one gravity as they came.
        files: how many files were read.
        lines: the lines of each file, by its path as printed, for the reports that show them.
        language: `fr` or `en`.
        left_out: how many more were found, and are not to be shown.
        site: where the site is published, for the reports that link rules to their pages; empty where nobody said.
        draft: whether it is a draft that was checked, and not the handbook.
        to_mend: how many mendings were only shown: what was found is what they would leave.
        colour: whether the text goes to a terminal that shows colours.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: int
    language: str
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    site: str = ""
    draft: bool = False
    left_out: int = 0
    to_mend: int = 0
    colour: bool = False

    def __post_init__(self) -> None:
        """Put the gravest first, whatever the report."""
        gravest_first = sorted(self.diagnostics, key=lambda finding: finding.gravity)
        object.__setattr__(self, "diagnostics", tuple(gravest_first))

    def count(self, severity: str) -> int:
        """Return how many diagnostics of `severity` are not set aside."""
        return sum(finding.severity == severity and finding.suppressed is None for finding in self.diagnostics)

    @property
    def suppressed(self) -> int:
        """Return how many are set aside, with a reason."""
        return sum(finding.suppressed is not None for finding in self.diagnostics)

    def address(self, finding: Diagnostic) -> str | None:
        """Return the whole address of the page of a diagnostic's rule; None without a page or a site."""
        if finding.url is None or not self.site:
            return None
        return f"{self.site.rstrip('/')}/{finding.url}"
