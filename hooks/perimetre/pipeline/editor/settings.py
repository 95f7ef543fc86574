"""Say to an editor what each file of a house is, and leave its files as they are written.

Goes out: the texts of `.vscode/`, which Visual Studio Code and those that come from it read as a folder is opened. The
settings name kinds of files, and no brand: one that is added is known at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from perimetre.reading.kinds import HOUSE, KINDS, Kind

FOLDER = ".perimetre/schemas"
"""Where the schemas of a house are, in its repository."""
EXTENSION = "redhat.vscode-yaml"
_LEVELS = (HOUSE, "brands/*")


def settings_of(playbooks: str = "playbooks") -> Mapping[str, str]:
    """Return the files of `.vscode/`, by their path in the repository.

    Args:
        playbooks: the folder of the playbooks, there.
    """
    schemas = {f"{FOLDER}/{kind.schema}": list(_files(kind, playbooks)) for kind in KINDS.values()}
    settings = {
        "yaml.schemas": schemas,
        "yaml.validate": True,
        "yaml.completion": True,
        "yaml.hover": True,
        # It would cut sentences elsewhere, and change quotes: a change would show what nobody changed.
        "yaml.format.enable": False,
        "files.encoding": "utf8",
        "files.eol": "\n",
        "[yaml]": {
            "editor.tabSize": 2,
            "editor.insertSpaces": True,
            "editor.detectIndentation": False,
            "editor.formatOnSave": False,
            "editor.wordWrap": "on",
            "editor.quickSuggestions": {"other": True, "comments": False, "strings": True},
        },
        # What `perimetre` writes is for the editor to read, and for nobody to find when they search for a word.
        "search.exclude": {f"{FOLDER}/**": True},
    }
    return {
        ".vscode/settings.json": _shown(settings),
        ".vscode/extensions.json": _shown({"recommendations": [EXTENSION]}),
        # A code host folds what nobody writes by hand.
        ".gitattributes": f"/{FOLDER}/** linguist-generated gitlab-generated\n",
    }


def _files(kind: Kind, playbooks: str) -> tuple[str, ...]:
    if kind.place == "root":
        return (f"{playbooks}/{kind.id}.yml",)
    name = f"{kind.id}.yml" if kind.folder is None else f"{kind.folder}/*.yml"
    return tuple(f"{playbooks}/{level}/{name}" for level in _LEVELS)


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
