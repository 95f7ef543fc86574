"""Draw the rooms of the package and what each imports, `docs/dev/architecture.svg`: `make architecture`.

Comes in: the imports of `hooks/perimetre`, as they are today. Goes out: a picture, the ground at the bottom. A room
stands as high as those that import it allow; of the arrows, those that follow from others are counted and not drawn.
One that runs back would be drawn in red; `tests/repository/test_architecture.py` says that there is none, and
`tests/repository/test_picture.py` that the picture is today's.
"""

from __future__ import annotations

import ast
import functools
import html
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "hooks" / "perimetre"
PICTURE = ROOT / "docs" / "dev" / "architecture.svg"

# The rooms from the ground up, and what each is for: a room may import those above its line here, and no other.
ROOMS: Mapping[str, str] = {
    "base": "what every room speaks with",
    "reading": "bytes → valid documents",
    "migrations": "a former form → that of today",
    "model": "documents → the handbook",
    "language": "how a level, a date is said",
    "perimeter": "may I?",
    "versions": "who has read what",
    "cover": "who answers, and when",
    "voice": "how we speak",
    "rules": "what should hold: a folder each",
    "judge": "finds the rules, and runs them",
    "compare": "two handbooks → what changes",
    "render": "the handbook → pages",
    "reports": "findings, answers → formats",
    "pipeline": "the stages, in order",
    "drivers": "the command, the desk, the site",
}

Arrow = tuple[str, str]
"""(the room that imports, the room that is imported)"""
Place = str | Arrow
"""What stands on a floor of the picture: a room, or an arrow that passes there."""

# The sizes of the picture, in its own units.
BOX, HIGH, GAP, RISE, MARGIN, LANE = 214, 50, 22, 92, 24, 18
STYLE = """
  text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; text-anchor: middle; fill: #1c2733; }
  .name { font-size: 16px; font-weight: 600; } .purpose { font-size: 12px; fill: #46535f; }
  .box { fill: #eef3f8; stroke: #6b8299; } .count { font-size: 13px; }
  .arrow { fill: none; stroke: #6b8299; stroke-width: 1.5; marker-end: url(#head); }
  .back { stroke: #b3261e; stroke-width: 3; }
"""


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """Return a module as Python reads it."""
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path, package: Path = PACKAGE) -> Iterator[tuple[int, str]]:
    """Yield (line, full dotted name) for everything that a file of the package imports, wherever in it."""
    parents = ["perimetre", *path.relative_to(package).parts[:-1]]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = parents[: len(parents) - node.level + 1] if node.level else []
            whence = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{whence}.{alias.name}") for alias in node.names)


def arrows(package: Path = PACKAGE) -> set[Arrow]:
    """Return every pair of rooms of which the first imports the second."""
    pairs = {
        (path.relative_to(package).parts[0], name.split(".")[1])
        for path in package.rglob("*.py")
        for _, name in imported(path, package)
        if name.startswith("perimetre.")
    }
    return {(room, below) for room, below in pairs if room != below and {room, below} <= ROOMS.keys()}


def running_back(pairs: set[Arrow]) -> set[Arrow]:
    """Return the arrows that go from a room to one that stands above it."""
    order = list(ROOMS)
    return {(room, below) for room, below in pairs if order.index(room) < order.index(below)}


def telling(pairs: set[Arrow]) -> set[Arrow]:
    """Return the arrows that do not follow from others."""

    def reached(room: str) -> set[str]:
        return {further for start, below in pairs if start == room for further in (below, *reached(below))}

    return {
        (room, below)
        for room, below in pairs
        if not any(below in reached(between) for start, between in pairs if start == room)
    }


def floors(pairs: set[Arrow]) -> dict[str, int]:
    """Return how far each room stands below the highest one: just below the lowest of those that import it."""
    depth: dict[str, int] = {}
    for room in reversed(ROOMS):
        depth[room] = 1 + max((depth[above] for above, below in pairs if below == room), default=-1)
    return depth


def _rows(drawn: set[Arrow], depth: Mapping[str, int]) -> list[list[Place]]:
    """Return what stands on each floor, from left to right: rooms, and arrows that pass between them."""
    rows: list[list[Place]] = []
    for floor in range(max(depth.values()) + 1):
        row: list[Place] = [room for room in ROOMS if depth[room] == floor]
        row += [arrow for arrow in sorted(drawn) if depth[arrow[0]] < floor < depth[arrow[1]]]
        if rows:
            row.sort(key=lambda place, above=rows[-1]: _middle(place, above, drawn))
        rows.append(row)
    return rows


def _middle(place: Place, above: list[Place], drawn: set[Arrow]) -> float:
    """Return how far from the middle of the floor above a place is led to: put in that order, few arrows cross."""
    leading = [
        rank - (len(above) - 1) / 2
        for rank, higher in enumerate(above)
        for arrow in drawn
        if higher in (arrow, arrow[0]) and place in (arrow, arrow[1])
    ]
    return sum(leading) / len(leading) if leading else 0.0


def _width(place: Place) -> int:
    return BOX if isinstance(place, str) else LANE


def picture(pairs: set[Arrow]) -> str:
    """Return the picture of the rooms and of their arrows, as SVG."""
    back = running_back(pairs)
    drawn, depth = telling(pairs - back), floors(pairs - back)
    rows = _rows(drawn, depth)
    widths = [sum(map(_width, row)) + GAP * (len(row) - 1) for row in rows]
    width, height = max(widths) + 2 * MARGIN, RISE * (len(rows) - 1) + HIGH + 2 * MARGIN + 28
    middle: dict[Place, float] = {}
    for row, wide in zip(rows, widths, strict=True):
        left = (width - wide) / 2
        for place in row:
            middle[place] = left + _width(place) / 2
            left += _width(place) + GAP
    top = {room: MARGIN + RISE * floor for room, floor in depth.items()}
    count = (
        f"{len(ROOMS)} rooms, {len(pairs)} arrows; {len(back) or 'none'} run{'s' if len(back) == 1 else ''} back. "
        f"Drawn: the {len(drawn)} from which the others follow."
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{count}">',
        f"<style>{STYLE}</style>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#6b8299"/></marker></defs>',
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>',
    ]
    for start, end in sorted(drawn):
        points = [(middle[start], top[start] + HIGH)]
        for floor in range(depth[start] + 1, depth[end]):
            passing = middle[start, end]
            points += [(passing, MARGIN + RISE * floor), (passing, MARGIN + RISE * floor + HIGH)]
        lines.append(f'<path class="arrow" d="{_curve([*points, (middle[end], top[end])])}"/>')
    for start, end in sorted(back):
        points = [(middle[start], top[start]), (middle[end], top[end] + HIGH)]
        lines.append(f'<path class="arrow back" d="{_curve(points)}"/>')
    for room, purpose in ROOMS.items():
        lines += [
            f'<rect class="box" x="{middle[room] - BOX / 2:g}" y="{top[room]}" width="{BOX}" height="{HIGH}" rx="8"/>',
            f'<text class="name" x="{middle[room]:g}" y="{top[room] + 21}">{room}</text>',
            f'<text class="purpose" x="{middle[room]:g}" y="{top[room] + 39}">{html.escape(purpose)}</text>',
        ]
    lines.append(f'<text class="count" x="{width / 2:g}" y="{height - 14}">{count}</text>')
    return "\n".join((*lines, "</svg>", ""))


def _curve(points: list[tuple[float, float]]) -> str:
    """Return a path through points, which leaves and reaches each upright."""
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for (x, y), (to_x, to_y) in pairwise(points):
        bend = (to_y - y) / 2
        path += f" C{x:g} {y + bend:g} {to_x:g} {to_y - bend:g} {to_x:g} {to_y:g}"
    return path


if __name__ == "__main__":
    PICTURE.write_text(picture(arrows()), "utf-8")
