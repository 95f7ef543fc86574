"""Small brands that only speak, and what the linter tells of their drafts."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import yaml
from hypothesis import settings

from perimetre.model import Brand
from perimetre.model.building.build import build
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source
from perimetre.voice import Draft, Linter, Remark
from tests.conftest import ROOT, examples

CASES = ROOT / "tests" / "cases" / "voice"
NOON = dt.datetime(2026, 3, 1, 12)

CHANNELS = [
    {"id": id, "title": id, "kind": kind, "ownership": "owned", "state": "active", "audience": "Tous"}
    for id, kind in (("instagram", "social"), ("reviews", "review-site"), ("forum", "forum"), ("discord", "messaging"))
]
HOUSE: dict[str, Any] = {
    "handbook.yml": {"format": 1, "title": "Manuel", "languages": ["fr"], "timezone": "Europe/Paris"},
    "brands/lumen/brand.yml": {"id": "lumen", "name": "Lumen", "stage": "growth"},
    "brands/lumen/channels.yml": {"channels": CHANNELS},
    "brands/lumen/periods.yml": {
        "periods": [{"id": "silence", "title": "Silence", "from": "2026-04-01", "until": "2026-04-30"}]
    },
    "brands/lumen/crises/recall.yml": {"id": "recall", "title": "Rappel"},
}


def brand_of(**files: Any) -> Brand:
    """Return a small brand with these files, through the real parse and build."""
    written = HOUSE | {f"brands/lumen/{name}.yml": data for name, data in files.items()}
    parsed = [
        parse(Source(path, path, json.dumps(data, ensure_ascii=False).encode())) for path, data in written.items()
    ]
    assert [read.diagnostics for read in parsed] == [()] * len(parsed)
    built = build([read.document for read in parsed if read.document])
    assert built.handbook is not None
    return built.handbook.brands[0]


def lint(brand: Brand, text: str, **known: Any) -> tuple[Remark, ...]:
    """Return the remarks on a draft of which this is known, as `Draft` says it."""
    sets = {name: frozenset(known[name]) for name in ("topics", "authors", "scenarios") if name in known}
    mentions = tuple(known.get("mentions", ()))
    return Linter(brand).lint(text, Draft(**{**known, **sets, "mentions": mentions}))


LEXICON = yaml.load((CASES / "lexicon.yml").read_text("utf-8"), yaml.CSafeLoader)
EVERYTHING = brand_of(
    voice={
        "lexicon": LEXICON["voice"]["lexicon"],
        "address": {"default": "vous"},
        **{
            name: yaml.load((CASES / "channel.yml").read_text("utf-8"), yaml.CSafeLoader)["voice"][name]
            for name in ("mechanics", "guidelines")
        },
    }
)
some = settings(max_examples=examples(40, 400), deadline=None)
