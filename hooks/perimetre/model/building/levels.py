"""Put a brand under another: which levels are above it, and what they say together (stage build).

`within: <brand>` in `brand.yml` names the level above; above the last is the house. What a level says is united with
what those above it say by the law that unites house and brand: nothing else is said here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perimetre.base.diagnostics import Place
from perimetre.base.words import message
from perimetre.model.basics import File, Record
from perimetre.model.brand import BrandFile
from perimetre.model.building.coherence import circles
from perimetre.model.building.findings import BuildFindings
from perimetre.model.building.inheritance import OwnerFiles, files_in_effect, replacements, unite, united
from perimetre.model.files import FILES
from perimetre.model.handbook import Settings

# By brand, the brands above it, the nearest first.
LevelsAbove = Mapping[str, tuple[str, ...]]


def levels_above(brands: Mapping[str, OwnerFiles]) -> LevelsAbove:
    """Return the brands above each; one that is in a circle, or under a brand that is not there, is under none."""
    named = {id_: _within(layer) for id_, layer in brands.items()}
    parents = {id_: parent for id_, parent in named.items() if parent is not None and parent in brands}
    lost = {id_ for circle in circles({id_: (parent,) for id_, parent in parents.items()}) for id_ in circle}
    above: dict[str, tuple[str, ...]] = {}
    for id_ in brands:
        chain: list[str] = []
        level = id_
        while level not in lost and level in parents:
            level = parents[level]
            chain.append(level)
        above[id_] = tuple(chain)
    return above


def check_levels(house: OwnerFiles | None, brands: Mapping[str, OwnerFiles], findings: BuildFindings) -> None:
    """Report a house that says it is within a brand, and each circle of levels, once."""
    if house is not None and _within(house) is not None:
        findings.add(
            "level-is-above",
            _place(house),
            message("The house is within no brand: every brand is below it."),
            message("Delete this line."),
        )
    graph = {id_: (parent,) for id_, layer in brands.items() if (parent := _within(layer)) in brands}
    for circle in circles({id_: [str(parent) for parent in parents] for id_, parents in graph.items()}):
        if len(circle) == 1:
            what = message("`{id}` is within itself.", id=circle[0])
        else:
            what = message(
                "The levels go round in a circle: {circle}.",
                circle=" → ".join(f"`{id_}`" for id_ in (*circle, circle[0])),
            )
        findings.add(
            "level-is-above",
            _place(brands[circle[0]]),
            what,
            message("Name the level above, or delete this line: the brand is then right below the house."),
            about=circle,
        )


def stacked(levels: Sequence[OwnerFiles]) -> OwnerFiles | None:
    """Return what several levels say together, the house first, as if one said it; None where there is none."""
    if not levels:
        return None
    above = levels[0]
    for level in levels[1:]:
        above = _below(above, level)
    return above


def _below(above: OwnerFiles, level: OwnerFiles) -> OwnerFiles:
    files: dict[type[File], File] = {}
    folders: dict[type[Record], list[Record]] = {}
    for cls in FILES.values():
        if issubclass(cls, Record):
            folders[cls] = list(united(tuple(above.folders.get(cls, ())), tuple(level.folders.get(cls, ()))))
        elif cls is not Settings and (cls in above.files or cls in level.files):
            files[cls] = unite(cls, above, level)
    gone = replacements(level).keys()
    return OwnerFiles(
        level.origin,
        files=files,
        keys={cls: above.keys.get(cls, frozenset()) | level.keys.get(cls, frozenset()) for cls in files},
        folders=folders,
        printed=dict(files_in_effect(above, level)),
        records={key: record for key, record in above.records.items() if key not in gone} | level.records,
        readings=[*above.readings, *level.readings],
    )


def renamed_through(levels: Sequence[OwnerFiles]) -> dict[tuple[str, str], str]:
    """Return by kind and id what takes the place of each record that a level replaces, the last one that does."""
    renamed: dict[tuple[str, str], str] = {}
    for level in levels:
        own = replacements(level)
        renamed = {key: own.get((key[0], id_), id_) for key, id_ in renamed.items()} | own
    return renamed


def _within(layer: OwnerFiles) -> str | None:
    file = layer.file(BrandFile)
    return file.within if file is not None else None


def _place(layer: OwnerFiles) -> Place:
    file = layer.file(BrandFile)
    return Place(file.place.file if file is not None else "", ("within",))
