"""Draft how the handbook is written: one page for each kind of file, from the schemas, and what the check refuses.

What each key is comes from `file_forms.py`; the example, the pages and the rules of a kind of file from `file_uses.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perimetre.base.words import message, say, translations
from perimetre.judge.pages import mendings, other_checks, page
from perimetre.judge.registry import RULES
from perimetre.reading.kinds import KINDS
from perimetre.reading.schemas import translated
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.file_forms import description, file_form, first_version, forms
from perimetre.render.file_uses import example, finds, pages_of, reads

_COMMON = "common"
_COMMON_TITLE = message("Forms that every file shares")


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of the reference."""
    if desk.is_public:
        return
    kinds = [(kind.id, _schema_title(kind.id, desk.language)) for kind in KINDS.values()]
    yield desk.draft(
        "reference",
        message("How to write the handbook"),
        "reference/index.html",
        audience="internal",
        group="reference",
        boost=0.5,
        kinds=[
            (kind, _schema_title(kind.id, desk.language), description(translated(kind.schema, desk.language)))
            for kind in KINDS.values()
        ],
        common=_COMMON_TITLE,
        first=first_version(),
    )
    for name, title in (*kinds, (_COMMON, _COMMON_TITLE)):
        yield desk.draft(
            f"reference/{name}",
            title,
            "reference/kind.html",
            audience="internal",
            group="reference",
            parent="reference",
            boost=0.4,
            filed=KINDS.get(name),
            keywords=(f"{name}.yml", name),
            file=file_form(name, desk.language) if name != _COMMON else None,
            about=description(translated(f"{name}.schema.json", desk.language)),
            forms=forms(name, desk.language),
            example=example(name, desk.language),
            first=first_version(),
            pages=_pages(name, desk.language),
            each=name in pages_of() and pages_of()[name].each,
            finding=_titles(finds(), name, desk.language),
            reading=_titles(_only_read(name), name, desk.language),
        )
    yield desk.draft(
        "reference/rules",
        message("What the check refuses"),
        "reference/rules.html",
        audience="internal",
        group="reference",
        parent="reference",
        boost=0.4,
        codes=tuple(_codes(desk.language)),
        rules=tuple(rule_page for rule in RULES if (rule_page := page(rule, desk.language))),
    )


def _schema_title(name: str, language: str) -> str:
    return str(translated(f"{name}.schema.json", language).get("title", name))


def _pages(kind: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the pages that come from a kind of file: the path of those of the house (else nothing), the title."""
    shown = pages_of().get(kind)
    homes = {True: message("the home of the site"), False: message("the home of the brand")}
    catalogue = translations(language)
    return tuple(
        (
            one.path if one.of_house else "",
            catalogue.gettext(one.title) if one.path else say(homes[one.of_house], language),
        )
        for one in (shown.pages if shown else ())
    )


def _only_read(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return what the rules read, without those that find something in files of this kind."""
    return {rule: kinds for rule, kinds in reads().items() if kind not in finds()[rule]}


def _titles(of_rules: Mapping[str, tuple[str, ...]], kind: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the rules of which these are a kind of file: the id and the sentence of each."""
    pages = ((rule, page(rule, language)) for rule, kinds in of_rules.items() if kind in kinds)
    return tuple((rule, rule_page.title) for rule, rule_page in pages if rule_page is not None)


def _codes(language: str) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Return each code that is no rule's, with its sentence, what is said in each case and what to do then."""
    for code, sentence in other_checks(language).items():
        yield code, sentence.replace("`", "").rstrip("."), mendings(code, language)
