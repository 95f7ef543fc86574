"""Draft the page from which a posture is declared, on a phone: each level, who may, and the file that says so, to send.

Comes in: a desk, where the files are edited and begun. Goes out: one draft, where the brand says who declares.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from perimetre.base.frozen import dataclass
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import message
from perimetre.model.brand import PostureRule
from perimetre.model.posture import PostureDeclared
from perimetre.render.declaring import declaration, declarers, usual_minutes, written
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.pages import EditTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDeclare:
    """A level as one role declares it.

    Fields:
        role: the id of the role.
        text: the file; what is known at the moment only is a blank, marked for the script that fills it in.
        href: where the file is begun on the code host, its blanks in it; "" where the host cannot.
    """

    role: str
    text: Markup
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelToDeclare:
    """A level that somebody may declare.

    Fields:
        rule: who declares it, who lifts it.
        minutes: how long it is proposed for.
        choices: the file, role by role.
    """

    rule: PostureRule
    minutes: int
    choices: tuple[ToDeclare, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredPosture:
    """A posture that was declared.

    Fields:
        posture: it.
        is_over: whether it holds nothing back any more.
        href: where its file is edited; None: nowhere.
    """

    posture: PostureDeclared
    is_over: bool
    href: str | None


def drafts(desk: Desk, edit: EditTemplate | None) -> list[PageDraft]:
    """Return the draft of the page.

    Args:
        desk: the brand and its readers.
        edit: where files are edited, and begun; None: nowhere.
    """
    brand = desk.the_brand
    blanks = _blanks(desk)
    folder = f"brands/{brand.id}/postures"
    levels = tuple(
        _level(desk, rule, blanks, edit, folder)
        for rule in brand.brand.posture_rules
        if rule.level not in (None, "normal") and declarers(brand, rule.may_declare)
    )
    declared = [
        DeclaredPosture(
            posture=posture,
            is_over=posture.is_over(desk.today) or not posture.is_live(desk.today),
            href=edit.of(posture.place.file) if edit is not None and posture.place.file else None,
        )
        for posture in desk.seen(brand.brand.postures)
    ]
    if not levels and not declared:
        return []
    return [
        desk.draft(
            "alert-level",
            message("Declare an alert level"),
            "escalation/declare.html",
            kind="brand",
            group="hot",
            boost=1.3,
            description=message("Who may declare an alert, and the file that declares it, filled in for this moment."),
            levels=levels,
            declared=[each for each in declared if not each.is_over],
            past=[each for each in declared if each.is_over],
            id=blanks["id"],
            # With marks in the place of what a script fills in.
            begun=edit.new if edit is not None else "",
            folder=f"{edit.folder if edit is not None else ''}{folder}",
            zone=desk.handbook.settings_of(brand).timezone or "UTC",
            channels=tuple(channel for channel in desk.channels if channel.state == "active"),
            places=desk.seen(brand.own_places),
            topics=desk.values.topics,
            duty=desk.live_duty.first,
        )
    ]


def _blanks(desk: Desk) -> Mapping[str, str]:
    """Return what stands for what is known at the moment only, in the words of the readers."""
    instant = desk.say(message("YYYY-MM-DDTHH:MM"))
    return {
        "id": desk.say(message("YYYY-MM-DD-a-few-words")),
        "declared_at": instant,
        "until": instant,
        "because": TO_COMPLETE,
    }


def _level(
    desk: Desk, rule: PostureRule, blanks: Mapping[str, str], edit: EditTemplate | None, folder: str
) -> LevelToDeclare:
    brand = desk.the_brand
    seen = {role.id for role in desk.seen(brand.people.roles)}
    lifting = tuple(id_ for id_ in declarers(brand, rule.may_lift) if id_ in seen)
    choices = []
    for role in (id_ for id_ in declarers(brand, rule.may_declare) if id_ in seen):
        lines = declaration(
            id=blanks["id"],
            level=rule.level or "",
            by=role,
            at=blanks["declared_at"],
            until=blanks["until"],
            lifted_by=lifting,
            because=blanks["because"],
        )
        href = edit.begun(folder, f"{blanks['id']}.yml", written(lines)) if edit is not None else ""
        choices.append(ToDeclare(role=role, text=_marked(lines, blanks), href=href))
    return LevelToDeclare(rule=rule, minutes=usual_minutes(rule), choices=tuple(choices))


def _marked(lines: Mapping[str, str], blanks: Mapping[str, str]) -> Markup:
    """Return the text of a file, each of its blanks in an element that says what fills it."""
    blank, where = Markup('<span data-fill="{}">{}</span>'), Markup('<span data-fill="where"></span>')
    return Markup("").join(
        Markup("{}{}: {}\n").format(
            where if key == "declared_by" else "", key, blank.format(key, value) if key in blanks else value
        )
        for key, value in lines.items()
    )
