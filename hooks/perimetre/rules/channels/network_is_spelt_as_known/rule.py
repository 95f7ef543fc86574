"""A network is spelt as it is known: the name of a channel's network is none that is nearly a known one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.folding import fold
from perimetre.base.suggest import closest
from perimetre.base.words import LANGUAGES, message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View

_WORD = re.compile(r"\w+")
# A shorter word is near too many others.
_SHORTEST = 5


def find(view: View) -> Iterator[Problem]:
    """Yield the channels whose network is nearly the name of a known one."""
    names = {fold(name): name for network in view.brand.values.networks.values() for name in network.names}
    for channel in view.channels:
        if channel.network is None:
            continue
        written = dict.fromkeys(word for language in LANGUAGES for word in _WORD.findall(channel.network.in_(language)))
        if any(fold(word) in names for word in written):
            continue
        for word in written:
            near = closest(fold(word), names) if len(word) >= _SHORTEST else None
            if near is not None and len(near) >= _SHORTEST:
                yield flaw(
                    key(channel, "network"),
                    message(
                        "“{word}” is no known network: what is counted and allowed there is not that of {near}.",
                        word=word,
                        near=names[near],
                    ),
                    message(
                        "Write {near}; or, if it is another network, add it under `networks` in `values.yml`.",
                        near=names[near],
                    ),
                    about=[channel.id],
                )


RULE = Check(
    id="network-is-spelt-as-known",
    level="warning",
    needs=(21,),
    find=find,
)
