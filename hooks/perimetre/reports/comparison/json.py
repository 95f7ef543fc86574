"""Write what changes as JSON, in the form that `schemas/output/diff.schema.json` publishes."""

from __future__ import annotations

from perimetre.base.words import say
from perimetre.compare import Change
from perimetre.reports.comparison.differences import Differences
from perimetre.reports.plain import as_json


def write(differences: Differences) -> str:
    """Return one JSON object; lines count from 1."""
    return as_json(
        {
            "changes": [_change(change, differences) for change in differences.changes],
            "summary": {str(kind): count for kind, count in differences.comparison.counts.items()},
        }
    )


def _change(change: Change, differences: Differences) -> dict[str, object]:
    file, line = differences.written(change) or (None, None)
    return {
        "kind": change.kind,
        "area": change.area,
        "brand": change.brand,
        "reaches": list(change.reaches),
        "summary": say(change.summary, differences.language),
        "details": [
            say(detail, differences.language)
            for detail in (*change.lists, *change.holds, *change.details, *change.cases)
        ],
        "about": list(change.about),
        "side": change.side,
        "file": file,
        "line": line,
        "cells": change.cells,
    }
