"""Make the desk's pages: values come in, HTML goes out. Every text is escaped; no page holds a script of its own."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from perimetre.base.words import LANGUAGES, say
from perimetre.pipeline.adding.kinds import ADDITIONS
from perimetre.pipeline.desk.answers import TIME
from perimetre.pipeline.desk.forms import GROUPS
from perimetre.render.environment import environment

TEMPLATES = Path(__file__).parent / "templates"
_CODE = re.compile(r"`([^`]+)`")
_TITLES = {"fr": "Français", "en": "English"}


def page(name: str, language: str, **things: object) -> bytes:
    """Return a page.

    Args:
        name: its template («home»).
        language: "fr" or "en".
        things: what the template is given.
    """
    others = {one: title for one, title in _TITLES.items() if one in LANGUAGES and one != language}
    template = _templates(language).get_template(f"{name}.html")
    return template.render(language=language, others=others, TIME=TIME, **things).encode()


def groups(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the kinds of records as the first page lists them: the group, then each kind with how it is said."""
    named = {kind for _, kinds in GROUPS for kind in kinds}
    rest = [kind for kind in ADDITIONS if kind not in named]
    listed = [(title, [*kinds, *(rest if title is GROUPS[-1][0] else ())]) for title, kinds in GROUPS]
    return [
        (say(title, language), [(kind, say(ADDITIONS[kind].what, language)) for kind in kinds if kind in ADDITIONS])
        for title, kinds in listed
    ]


def _templates(language: str) -> Environment:
    jinja = environment(language).overlay(loader=FileSystemLoader(TEMPLATES))
    jinja.filters["code"] = _code
    jinja.filters["sentence"] = _sentence
    return jinja


def _code(text: str) -> Markup:
    """Return a text in which what stands between backquotes is what one types."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
