"""Say where a file of the playbooks is edited, from what `mkdocs.yml` says of the pages written by hand.

Or begun, filled in, where the code host can: that address is drawn from the one at which a file is edited.

Comes in: `repo_url` and either `edit_uri` or `edit_uri_template`, which both start from the folder of the pages written
by hand; the software of the code host, where its address does not name it. Goes out: an `EditTemplate`, or None where
`mkdocs.yml` gives no address.
"""

from __future__ import annotations

import os
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin

from perimetre.render.pages import EditTemplate

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

# The last step of an address, which `..` goes back over; neither a host, nor the name of what is asked, is one.
_LAST_STEP = re.compile(
    r"(?:^|(?<=[^/]/)|(?<=[?#&=])|(?<=%2F))(?:[^/?#&=%]|%(?!2F))+(?:/|%2F)$",
    re.IGNORECASE,
)


def edit_template(config: MkDocsConfig, folder: Path, prefix: str, code_host: str = "") -> EditTemplate | None:
    """Return where a file of the playbooks is edited.

    Args:
        config: the configuration of the site.
        folder: the playbooks.
        prefix: what stands before the path of a file of the playbooks where it is printed.
        code_host: the software that holds the repository, one of `CODE_HOSTS`; "": as its addresses tell it.
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
    pattern = urljoin(repository, _along(written, way))
    icon = dict(config.theme.get("icon") or {}).get("repo")
    pattern, new, below = _on_host(pattern, prefix, code_host, str(icon or ""))
    return EditTemplate(pattern=pattern, prefix=prefix, new=new, folder=below)


def _on_host(pattern: str, prefix: str, said: str, icon: str) -> tuple[str, str, str]:
    """Return where a file is edited, and begun, as `EditTemplate.new` says; the folder of the playbooks there.

    Args:
        pattern: where a file is edited, as `mkdocs.yml` has it.
        prefix: what stands before the path of a file where it is printed: mostly that folder.
        said: what the settings say of the host; "": nothing.
        icon: the icon that the theme shows for it.
    """
    found = _EDITED.match(pattern)
    if found is None:
        return pattern, "", ""
    repository, name, way, rest = found.groups()
    host = _named(said) or _HOST_OF_WAY.get(way) or _named(name) or _named(icon)
    if host is not None and way != _WAYS[host]:
        # The address of another host: GitLab sends it on and loses what is asked, Gitea has nothing there.
        pattern = f"{repository}/{_WAYS[host]}{pattern[found.end(3) :]}"
    if prefix and rest.endswith(f"/{quote(prefix)}/"):
        branch, folder = rest.removesuffix(f"/{quote(prefix)}/"), f"{prefix}/"
    else:
        branch, _, below = rest.partition("/")
        folder = unquote(below)
    return pattern, _NEW[host or "github"].format(repository=repository, branch=branch), folder


def _named(text: str) -> str | None:
    """Return the host that a text names: an address, an icon, a setting; None where it names none."""
    return next((host for word, host in CODE_HOSTS.items() if word in text.casefold()), None)


# An address at which a file is edited, on the hosts that let one be begun as well; no brace of another field in it.
_EDITED = re.compile(r"(https?://([^/{}?#]+)/[^{}?#]+?)/(-/edit|_edit|edit)/([^{}?#]+)\{path(?:!p)?\}$")
# By what names them, the hosts of which the addresses are known.
CODE_HOSTS = {"gitlab": "gitlab", "gitea": "gitea", "forgejo": "gitea", "codeberg": "gitea", "github": "github"}
# How each edits. `edit` alone is GitHub's, and what many write for another.
_WAYS = {"gitlab": "-/edit", "gitea": "_edit", "github": "edit"}
_HOST_OF_WAY = {"-/edit": "gitlab", "_edit": "gitea"}
# How each begins a file. GitHub forgets the last folder of an address where a name is given, and takes the whole path
# for a name; so does GitLab.
_NEW = {
    "gitlab": "{repository}/-/new/{branch}?file_name={{folder}}/{{name}}&content={{text}}",
    "gitea": "{repository}/_new/{branch}/{{folder}}?filename={{name}}&value={{text}}",
    "github": "{repository}/new/{branch}?filename={{folder}}/{{name}}&value={{text}}",
}


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
