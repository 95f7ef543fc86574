"""Draw the perimeter at a glance: missions by channels, each level by its sign and its colour.

A part of the stage render. Comes in: how many actions of a mission have which level on which channel. Goes out: a
table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from perimetre.language.labels import AUTHORITIES

Counts = Mapping[tuple[str, bool], int]
"""How many actions have each level; true where in some case they have a stricter one."""


def draw(
    missions: Sequence[tuple[str, Markup]],
    channels: Sequence[tuple[str, Markup]],
    counts: Mapping[tuple[str, str], Counts],
    *,
    actions: Mapping[str, Sequence[str]],
    words: Mapping[str, str],
    role: str,
    name: str,
    corner: str,
) -> Markup:
    """Return the table.

    Args:
        missions: (id, name) of each row.
        channels: (id, name) of each column.
        counts: by (mission, channel), how many actions have each level.
        actions: by mission, the ids of its actions.
        words: the word of each level.
        role: whose perimeter it is.
        name: what the picture is.
        corner: what the rows are.
    """
    head = Markup("").join(
        Markup('<th scope="col"><span class="pm-upright">{}</span></th>').format(title) for _, title in channels
    )
    body = Markup("").join(
        Markup('<tr data-actions="{}"><th scope="row">{}</th>{}</tr>').format(
            " ".join(actions[mission]),
            title,
            Markup("").join(_cell(channel, counts.get((mission, channel), {}), words) for channel, _ in channels),
        )
        for mission, title in missions
    )
    return Markup(
        '<div class="pm-scroll" role="region" tabindex="0" aria-label="{}" data-role="{}">'
        '<table class="pm-table pm-glance">'
        '<thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(name, role, corner, head, body)


def _cell(channel: str, counts: Counts, words: Mapping[str, str]) -> Markup:
    """Return the signs of the levels, the freest first; the words with their numbers are for those who do not see."""
    levels = {
        level: (counts.get((level, False), 0), counts.get((level, True), 0))
        for level in AUTHORITIES
        if counts.get((level, False)) or counts.get((level, True))
    }
    chip = Markup('<span class="pm-chip pm-level--{}" aria-hidden="true" data-some="yes" data-level="{}"{}>{}{}</span>')
    signs = Markup("").join(
        chip.format(level, level, Markup(' data-but="yes"'), AUTHORITIES[level].sign, "…")
        if but
        else chip.format(level, level, "", AUTHORITIES[level].sign, "")
        for level, (_, but) in levels.items()
    )
    numbers = ", ".join(f"{words[level]} {plain + but}" for level, (plain, but) in levels.items()) or "–"
    return Markup('<td data-on="{}"><span class="pm-unseen">{}</span>{}</td>').format(channel, numbers, signs)
