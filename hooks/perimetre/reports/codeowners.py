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


def written(handbook: Handbook, files: Iterable[str], prefix: str) -> str:
    """Return the text of CODEOWNERS.

    Args:
        handbook: whose owners they are.
        files: the files of the playbooks, as printed.
        prefix: what the code host writes before the id of a role: its team is called as it is.
    """
    owned = sorted(Owners(handbook).by_file(files).items())
    lines = [
        # A space in a path would end it.
        " ".join(("/" + _SPACE.sub(r"\\\1", file), *(f"{prefix}{role}" for role in roles)))
        for file, roles in owned
    ]
    return "".join((_HEAD, *(f"{line}\n" for line in lines)))
