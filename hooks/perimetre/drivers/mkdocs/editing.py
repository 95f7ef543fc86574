"""Say where a file of the playbooks is edited, from what `mkdocs.yml` says of the pages written by hand.

Comes in: `repo_url` and either `edit_uri` or `edit_uri_template`, which both start from the folder of the pages written
by hand. Goes out: an `EditTemplate`, or None where `mkdocs.yml` gives no address.
"""

from __future__ import annotations

import os
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from perimetre.render.pages import EditTemplate

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

# The last step of an address, which `..` goes back over; neither a host, nor the name of what is asked, is one.
_LAST_STEP = re.compile(
    r"(?:^|(?<=[^/]/)|(?<=[?#&=])|(?<=%2F))(?:[^/?#&=%]|%(?!2F))+(?:/|%2F)$",
    re.IGNORECASE,
)


def edit_template(config: MkDocsConfig, folder: Path, prefix: str) -> EditTemplate | None:
    """Return where a file of the playbooks is edited.

    Args:
        config: the configuration of the site.
        folder: the playbooks.
        prefix: what stands before the path of a file of the playbooks where it is printed.
    """
    if config.edit_uri_template:
        written = str(config.edit_uri_template)
    elif config.edit_uri:
        written = f"{_braced(config.edit_uri)}{{path!p}}"
    else:
        return None
    way = os.path.relpath(folder, config.docs_dir).replace(os.sep, "/")
    repository = _braced(config.repo_url or "")
    if repository and not written.startswith(("?", "#")):
        repository = f"{repository.rstrip('/')}/"
    return EditTemplate(pattern=urljoin(repository, _along(written, way)), prefix=prefix)


def _along(written: str, way: str) -> str:
    """Return a template whose fields start from the end of a way, where they started from its beginning."""
    text = ""
    for literal, field, specification, conversion in string.Formatter().parse(written):
        text += _braced(literal)
        if field is None:
            continue
        below = []
        for step in way.split("/"):
            if step == "..":
                text = _LAST_STEP.sub("", text)
            elif step != ".":
                below.append(step)
        separator = "%2F" if conversion == "q" else "/"
        text += "".join(f"{_braced(quote(step, safe=''))}{separator}" for step in below)
        text += f"{{{field}{f'!{conversion}' if conversion else ''}{f':{specification}' if specification else ''}}}"
    return text


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
