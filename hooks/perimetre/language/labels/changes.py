"""Hold the words for what a comparison of two handbooks finds: kinds of change, and areas."""

from __future__ import annotations

from perimetre.base.words import Message, message

CHANGES: dict[str, dict[str, Message]] = {
    "change_kind": {
        "widened": message("wider"),
        "narrowed": message("narrower"),
        "mixed": message("wider and narrower"),
        "rerouted": message("somebody else decides"),
        "weakened": message("weaker"),
        "strengthened": message("stronger"),
        "added": message("added"),
        "removed": message("removed"),
        "renamed": message("renamed"),
        "review": message("to be read"),
        "editorial": message("wording only"),
    },
    "change_area": {
        "perimeter": message("Perimeter"),
        "people": message("People"),
        "cover": message("Who answers"),
        "crises": message("Crises"),
        "voice": message("Voice"),
        "templates": message("Ready answers"),
        "settings": message("Settings"),
        "records": message("Other records"),
    },
}
