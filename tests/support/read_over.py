"""What `perimetre lint` tells of a draft, as the browser tells it, and the data from which the browser does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import yaml

from perimetre.base.diagnostics import Diagnostic, SetLevel, Span, levelled
from perimetre.base.words import say
from perimetre.model import Brand
from perimetre.render.live.instants import Horizon
from perimetre.render.live.voice import spoken
from perimetre.voice import Draft, Linter, Remark, diagnose
from tests.conftest import ROOT

DRAFTS = ROOT / "tests" / "cases" / "drafts.yml"
NOWHERE = Span(line=1, column=1, end_line=1, end_column=1)


def drafts_of_the_corpus() -> list[dict[str, Any]]:
    """Return the drafts of `tests/cases/drafts.yml` and of `tests/cases/voice/`, each text once."""
    told = [
        {"text": draft["text"] * draft.get("times", 1), "language": draft.get("language", "fr")}
        for draft in yaml.load(DRAFTS.read_text("utf-8"), yaml.CSafeLoader)["drafts"]
    ]
    for path in sorted((ROOT / "tests" / "cases" / "voice").glob("*.yml")):
        told += [
            {"text": case["text"], "language": "fr"}
            for case in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["cases"]
        ]
    return list({draft["text"]: draft for draft in told}.values())


class ReadOver:
    """A brand whose drafts are read over by both.

    Args:
        brand: the brand.
        first: the first day that the browser answers for.
        levels: the level that the house gives to some rules.
    """

    def __init__(self, brand: Brand, first: dt.date, levels: Mapping[str, SetLevel] | None = None) -> None:
        self.brand = brand
        self.first = first
        self.levels = levels or {}
        self.linter = Linter(brand)

    @property
    def data(self) -> dict[str, Any]:
        """The data of the brand, as the browser holds them."""
        horizon = Horizon(first=self.first, days=200)
        return spoken(
            self.brand, horizon, country="FR", levels=self.levels, draft_languages=("fr", "en"), language="fr"
        )

    def asked(self, draft: Draft) -> dict[str, Any]:
        """Return what the browser is told of a draft."""
        midnight = dt.datetime.combine(self.first, dt.time())
        return {
            "channel": draft.channel,
            "case": draft.case,
            "language": draft.language,
            "private": draft.private,
            "at": (draft.at - midnight) // dt.timedelta(minutes=1),
        }

    def told(self, text: str, draft: Draft) -> list[dict[str, Any]]:
        """Return what the command tells of a draft, finding by finding."""
        remarks = self.linter.lint(text, draft)
        diagnostics = diagnose(text, remarks, file="draft", span_of=lambda _: NOWHERE)
        first: dict[tuple[str, ...], Remark] = {}
        for number, remark in enumerate(remarks):
            repeated = remark.level == "suggestion" and not remark.source
            first.setdefault(("", remark.rule, remark.message.text) if repeated else (str(number),), remark)
        told = []
        for diagnostic, remark in zip(diagnostics, first.values(), strict=True):
            told += [self._finding(each, remark) for each in levelled((diagnostic,), self.levels)]
        return told

    def _finding(self, diagnostic: Diagnostic, remark: Remark) -> dict[str, Any]:
        span = diagnostic.span
        assert span is not None
        return {
            "rule": diagnostic.rule,
            "severity": diagnostic.severity,
            "message": say(diagnostic.message, "fr"),
            "hint": say(diagnostic.hint, "fr") if diagnostic.hint else None,
            "at": [span.line, span.column, span.end_line, span.end_column],
            "replacements": list(remark.replacements),
            "source": remark.source,
            "others": list(remark.others),
        }
