"""Draw the perimeter at a glance: missions by channels, each level by its sign and its colour.

A part of the stage render. Comes in: how many actions of a mission have which level on which channel. Goes out: a
table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from perimetre.language.labels import AUTHORITIES


def draw(
    missions: Sequence[tuple[str, Markup]],
    channels: Sequence[tuple[str, Markup]],
    counts: Mapping[tuple[str, str], Mapping[str, int]],
    *,
    words: Mapping[str, str],
    name: str,
    corner: str,
) -> Markup:
    """Return the table.

    Args:
        missions: (id, name) of each row.
        channels: (id, name) of each column.
        counts: by (mission, channel), how many actions have each level.
        words: the word of each level.
        name: what the picture is.
        corner: what the rows are.
    """
    head = Markup("").join(
        Markup('<th scope="col"><span class="pm-upright">{}</span></th>').format(title) for _, title in channels
    )
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            title, Markup("").join(_cell(counts.get((mission, channel), {}), words) for channel, _ in channels)
        )
        for mission, title in missions
    )
    return Markup(
        '<div class="pm-scroll" role="region" tabindex="0" aria-label="{}"><table class="pm-table pm-glance">'
        '<thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(name, corner, head, body)


def _cell(counts: Mapping[str, int], words: Mapping[str, str]) -> Markup:
    """Return the signs of the levels, the freest first; the words with their numbers are for those who do not see."""
    levels = [level for level in AUTHORITIES if counts.get(level)]
    signs = Markup("").join(
        Markup('<span class="pm-chip pm-level--{}" aria-hidden="true">{}</span>').format(level, AUTHORITIES[level].sign)
        for level in levels
    )
    numbers = ", ".join(f"{words[level]} {counts[level]}" for level in levels) or "–"
    return Markup('<td><span class="pm-unseen">{}</span>{}</td>').format(numbers, signs)
