"""Write CODEOWNERS, which GitHub and GitLab read: who must look at a change of each file of the playbooks.

Comes in: a handbook, its files, what the code host writes before the name of a team. Goes out: the text of the file, in
English as code is; the same for the same owners, whatever else changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from perimetre.model import Handbook
from perimetre.model.owners import Owners

_HEAD = """\
# Who must look at a change of each file of the playbooks, from their `owner` fields.
# Written by `perimetre codeowners`; a check of the repository tells when it is not up to date.
"""
_SPACE = re.compile(r"(\s)")


def written(handbook: Handbook, files: Iterable[str], folder: str, prefix: str) -> str:
    """Return the text of CODEOWNERS: one line for the whole folder, one for each file that is not like the others.

    Args:
        handbook: whose owners they are.
        files: the files of the playbooks, as printed.
        folder: their folder, as printed; "" for the top of the repository.
        prefix: what the code host writes before the id of a role: its team is called as it is.
    """
    owners = Owners(handbook)
    lines: list[tuple[str, tuple[str, ...]]] = []
    if owners.usual:
        lines.append((f"/{folder}/" if folder else "*", (owners.usual,)))
    # The last line that names a file decides.
    lines += [(f"/{file}", roles) for file, roles in sorted(owners.by_file(files).items()) if roles != (owners.usual,)]
    return "".join((_HEAD, *(_line(path, roles, prefix) for path, roles in lines)))


def _line(path: str, roles: Iterable[str], prefix: str) -> str:
    # A space in a path would end it.
    return " ".join((_SPACE.sub(r"\\\1", path), *(f"{prefix}{role}" for role in roles))) + "\n"
