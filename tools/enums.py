"""Write the values that ship into the schemas, so that editors complete them: `python -m tools.enums`.

`hooks/perimetre/values/*.yml` is the source; `schemas/common.schema.json` repeats its ids, labels and definitions.
`tests/reading/test_schemas.py` fails when the two differ.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from perimetre.reading.schemas import texts

ROOT = Path(__file__).parents[1]
COMMON = ROOT / "schemas" / "common.schema.json"
VALUES = ROOT / "hooks" / "perimetre" / "values"
WIDTH = 118

# The definition of common.schema.json ← the list of values.
LISTS = {
    "action": "actions",
    "says": "says",
    "topic": "topics",
    "author": "authors",
    "audience": "audiences",
    "channel-kind": "channel_kinds",
    "case": "cases",
    "mission-key": "mission_keys",
    "crisis-kind": "crisis_kinds",
    "legal-basis": "legal_bases",
    "fact": "facts",
}


def shipped() -> dict[str, list[dict[str, Any]]]:
    """Return the values that ship, by list."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(VALUES.glob("*.yml")):
        found |= yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return found


def filled(common: dict[str, Any], language: str = "fr") -> dict[str, Any]:
    """Return the shared definitions with the values that ship in them, as they are called in a language."""
    values, definitions = shipped(), dict(common["$defs"])
    for name, key in LISTS.items():
        first, *rest = definitions[name]["anyOf"]
        first = {
            "enum": [value["id"] for value in values[key]],
            "markdownEnumDescriptions": [
                f"**{_said(value['label'], language)}** · {_said(value['definition'], language)}"
                for value in values[key]
            ],
        }
        definitions[name] = {**definitions[name], "anyOf": [first, *rest]}
    # Those whom one may tell or ask: the places where somebody stands, then the audiences.
    told = [definitions[name]["anyOf"][0] for name in ("who", "audience")]
    said: dict[str, str] = {}
    for first in told:
        said |= dict(zip(first["enum"], first["markdownEnumDescriptions"], strict=True))
    definitions["addressee"] = {
        **definitions["addressee"],
        "anyOf": [
            {"enum": list(said), "markdownEnumDescriptions": list(said.values())},
            *definitions["addressee"]["anyOf"][1:],
        ],
    }
    definitions["known-facts"] = {
        **definitions["known-facts"],
        "properties": {
            fact["id"]: {
                "title": _said(fact["label"], language),
                "markdownDescription": _said(fact["definition"], language),
                "$ref": f"#/$defs/fact-{fact['type'] if fact['type'] in ('boolean', 'choice') else 'number'}",
            }
            for fact in values["facts"]
        },
    }
    return {**common, "$defs": definitions}


def dumps(value: Any, indent: int = 0) -> str:
    """Return JSON as the schemas are written: two spaces, and what is short on one line."""
    flat = json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        flat = "{ " + flat[1:-1] + " }" if value else "{}"
    nested = isinstance(value, dict) and any(isinstance(item, dict) and len(item) > 1 for item in value.values())
    if len(flat) + indent <= WIDTH and not nested:
        return flat
    pad = "  " * (indent // 2 + 1)
    if isinstance(value, dict):
        lines = [f"{pad}{json.dumps(k, ensure_ascii=False)}: {dumps(item, len(pad))}" for k, item in value.items()]
        return "{\n" + ",\n".join(lines) + "\n" + pad[2:] + "}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(pad + dumps(item, len(pad)) for item in value) + "\n" + pad[2:] + "]"
    return flat


def in_english() -> dict[str, str]:
    """Return what the schemas say of the values that ship, from French to the values' own English."""
    common = json.loads(COMMON.read_text(encoding="utf-8"))
    said = {language: list(texts(filled(common, language))) for language in ("fr", "en")}
    return {french: english for french, english in zip(said["fr"], said["en"], strict=True) if french != english}


def _said(text: str | dict[str, str], language: str) -> str:
    return text if isinstance(text, str) else text[language]


if __name__ == "__main__":
    common = filled(json.loads(COMMON.read_text(encoding="utf-8")))
    COMMON.write_text(dumps(common) + "\n", encoding="utf-8")
