"""Draft the pages of the house: its home, the glossary, the legal bases, the words of the data."""

from __future__ import annotations

from collections.abc import Container, Iterator

from perimetre.base.words import Message, message
from perimetre.model import Handbook, Term, Text, Value
from perimetre.model.handbook import Settings, Vocabulary
from perimetre.perimeter.capabilities import table
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.glossary import Glossary, Word

# The words of the handbook itself, explained to whoever opens it for the first time.
_WORDS: tuple[tuple[str, Message, Message], ...] = (
    (
        "perimeter",
        message("perimeter"),
        message("Everything that a community manager may do, channel by channel, and on whose agreement."),
    ),
    (
        "authority",
        message("level of autonomy"),
        message("How far one may go alone: from “free” to “forbidden”."),
    ),
    (
        "red-line",
        message("red line"),
        message("What is forbidden whatever else is said; nothing sets it aside."),
    ),
    (
        "duty",
        message("duty"),
        message("What must be done: a trigger, an act, a person, a delay, a proof."),
    ),
    (
        "period",
        message("period"),
        message("A time that changes the rules, from a date or an event to another."),
    ),
    (
        "circuit",
        message("circuit of agreement"),
        message("Whose approval is needed, in what order, and how soon."),
    ),
    (
        "line",
        message("escalation line"),
        message("Who is called, in what order, after what delay."),
    ),
    (
        "severity",
        message("severity"),
        message("How serious a situation is, from a mere signal to the most critical."),
    ),
    (
        "posture",
        message("alert level"),
        message("The state of the brand: normal, vigilance, alert, crisis; the worse it is, the stricter the rules."),
    ),
    (
        "derogation",
        message("derogation"),
        message("A temporary permission that names the rules it sets aside, with its reason and its end."),
    ),
    (
        "triage",
        message("triage"),
        message("A few questions, asked in order, that say what to do; the first asks about danger to people."),
    ),
    (
        "card",
        message("crisis card"),
        message("What was prepared for a kind of crisis: first gesture, steps, statements, end."),
    ),
    (
        "holding-statement",
        message("holding statement"),
        message("The first words said in public, approved in advance, while facts are established."),
    ),
    (
        "acknowledgement",
        message("acknowledgement"),
        message("The record that a person has read an exact version of their perimeter."),
    ),
)

# Those that mean one thing wherever they are read; «period» and the like are everyday words as well.
_EXPLAINED = frozenset(
    ("perimeter", "authority", "red-line", "circuit", "line", "posture", "derogation", "card", "holding-statement")
)

_LISTS: tuple[tuple[str, Message], ...] = (
    ("actions", message("Actions")),
    ("says", message("What a message does")),
    ("topics", message("Topics")),
    ("authors", message("Who is speaking")),
    ("audiences", message("Audiences")),
    ("channel_kinds", message("Kinds of channel")),
    ("facts", message("Facts")),
    ("cases", message("Cases")),
    ("mission_keys", message("Missions")),
    ("crisis_kinds", message("Kinds of crisis")),
    ("networks", message("Networks")),
)


def _own_words(settings: Settings) -> Iterator[tuple[str, Text, Message]]:
    """Yield the house's own words for what the handbook is about, each with what it means."""
    own = settings.vocabulary or Vocabulary()
    for id, word, meaning in (
        ("house", own.house, message("The owner of the common rules, which every brand inherits and none widens.")),
        ("brand", own.brand, message("One of those that the rules are for: its channels, its voice, its perimeter.")),
        ("cm", own.cm, message("Whoever speaks in public for the brand, within their perimeter.")),
    ):
        if word is not None:
            yield id, word, meaning


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of the house's own pages."""
    handbook = desk.handbook
    vocabulary = handbook.settings.vocabulary or Vocabulary()
    house = handbook.house
    yield desk.draft(
        "",
        # To the public it is no handbook: the name of the house, and the charters of its brands.
        (house.brand.name if desk.is_public and house else None) or handbook.settings.title or message("Handbook"),
        "house/home.html",
        source=_settings_file(handbook),
        audience="public",
        group="home",
        house=house.brand if house else None,
        brands=handbook.brands,
        unfinished=handbook.to_complete,
        house_word=desk.say(vocabulary.house).capitalize() if vocabulary.house else None,
        contact=handbook.settings.contact,
    )
    if desk.is_public:
        return
    words = (*_own_words(handbook.settings), *_WORDS)
    ids = {desk.say(name).lower(): id for id, name, _ in words}
    # What the house says of a word counts before what ships: one word, one meaning.
    terms = [
        (brand, term, next((ids[form.lower()] for form in (term.term or "", *term.forms) if form.lower() in ids), None))
        for brand, term in _terms(desk)
    ]
    defined = {id for _, _, id in terms}
    yield desk.draft(
        "glossary",
        message("Glossary"),
        "house/glossary.html",
        audience="internal",
        group="words",
        words=[word for word in words if word[0] not in defined],
        terms=terms,
    )
    yield desk.draft(
        "reference/vocabulary",
        message("The words of the data"),
        "house/values.html",
        source=house.files.get("values") if house else None,
        audience="internal",
        group="reference",
        parent="reference",
        boost=0.5,
        lists=[(name, title, tuple(_everywhere(handbook, name).values())) for name, title in _LISTS],
    )
    yield desk.draft(
        "reference/capabilities",
        message("What each network offers"),
        "house/capabilities.html",
        audience="internal",
        group="words",
        entries=table(),
    )
    checked = {
        basis.id: basis
        for brand in handbook.brands
        for basis in brand.values.legal_bases.values()
        if basis.checked_on is not None
    }
    bases = tuple(checked.get(id, basis) for id, basis in _everywhere(handbook, "legal_bases").items())
    if bases:
        yield desk.draft(
            "reference/legal",
            message("Legal bases"),
            "house/legal.html",
            source=house.files.get("values") if house else None,
            audience="internal",
            group="words",
            bases=bases,
        )


def _everywhere(handbook: Handbook, name: str) -> dict[str, Value]:
    """Return the values of a list by id: the house's, then those that a brand adds."""
    everywhere: dict[str, Value] = dict(getattr(handbook.values, name))
    for brand in handbook.brands:
        everywhere |= {id: value for id, value in getattr(brand.values, name).items() if id not in everywhere}
    return everywhere


def _settings_file(handbook: Handbook) -> str | None:
    file = handbook.settings.place.file
    return file or None


def _terms(desk: Desk) -> Iterator[tuple[str, Term]]:
    """Return the terms that have a definition, once each: (brand, term), the house's first."""
    seen: set[str] = set()
    for brand in desk.handbook.brands:
        for term in desk.seen(brand.voice.lexicon):
            if term.definition and term.term and term.term.lower() not in seen:
                seen.add(term.term.lower())
                yield brand.id, term


def glossary(desk: Desk, paths: Container[str]) -> Glossary:
    """Return the words that the pages of a desk explain: the handbook's own, and those that the brand defines.

    Args:
        desk: the brand, or the house.
        paths: the pages that there are: a word is explained where its own page can be read.
    """
    if desk.is_public:
        return Glossary(())
    terms = desk.seen(desk.brand.voice.lexicon) if desk.brand else ()
    defined = {form.lower() for term in terms if term.definition for form in (term.term or "", *term.forms)}
    words = [
        Word(path="glossary", anchor=f"word-{id}", forms=(desk.say(name),), meaning=desk.say(meaning))
        for id, name, meaning in _WORDS
        if id in _EXPLAINED and desk.say(name).lower() not in defined
    ]
    words += [
        Word(
            path=f"{desk.brand.id}/voice/lexicon",
            anchor=term.id,
            forms=(term.term, *term.forms),
            meaning=desk.say(term.definition),
        )
        for term in terms
        if desk.brand and term.term and term.definition and not term.definition.is_to_complete
    ]
    roles = desk.seen(desk.brand.people.roles) if desk.brand else ()
    names = (desk.say(role.title) for role in roles if role.title)
    return Glossary((word for word in words if word.path in paths), names)
