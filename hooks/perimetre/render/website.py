"""Make the whole site as data (stage render): a handbook comes in, a `Website` goes out.

The families draft their pages first, so that every address is known; then each template is run, with links that are
checked.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from perimetre.base.shards import Shard
from perimetre.base.words import Message, message
from perimetre.language import typography
from perimetre.language.plain import plain
from perimetre.model import Brand, Handbook
from perimetre.render import families
from perimetre.render.delay_phrases import DelayPhrases
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft, PageGroup, Sheet
from perimetre.render.duty_phrases import DutyPhrases
from perimetre.render.environment import environment
from perimetre.render.families.changes import ChangeDates
from perimetre.render.families.governance import RulesReport
from perimetre.render.families.house import glossary as house_glossary
from perimetre.render.given import given_by
from perimetre.render.glossary import Glossary
from perimetre.render.history import History
from perimetre.render.kept import NothingKept, RenderCache
from perimetre.render.lengths import folded
from perimetre.render.live.directory import leaves_open
from perimetre.render.live.in_force import in_force_of
from perimetre.render.live.rules import HORIZON
from perimetre.render.measures import Measures
from perimetre.render.moved import former_ids
from perimetre.render.numbers import CallNumbers
from perimetre.render.pages import DIRECTORY, EditTemplate, NavItem, Page, SitePart, Website, file_link, link
from perimetre.render.paper import Paper
from perimetre.render.phrases import PagePhrases
from perimetre.render.pictures import Pictures
from perimetre.render.readers import Readers, Site, site_with_others
from perimetre.render.situations import Situations
from perimetre.render.tools import Tools

# The desk of the house's pages that say nothing of any brand: no id of a brand, which has no capital.
REFERENCE = "Reference"

# Whose the pages are that are of no brand.
_HOUSE = ""

# The moments of use, in the order of the navigation. The pages of "home" stand by themselves, before.
_GROUPS: dict[PageGroup, Message | None] = {
    "home": None,
    "now": None,
    "before": message("Before"),
    "every-day": message("Every day"),
    "hot": message("When it heats up"),
    "governance": message("Governance"),
    "words": message("Words, law, networks"),
    "reference": message("Write the handbook (files)"),
}


def render(
    handbook: Handbook,
    readers: Readers,
    *,
    cache: RenderCache | None = None,
    report: RulesReport | None = None,
    edit: EditTemplate | None = None,
    history: History | None = None,
    shard: Shard | None = None,
    others: Sequence[SitePart] | None = None,
) -> Website:
    """Return the site of `handbook` for some readers.

    Args:
        handbook: what the house has decided.
        readers: who reads, in what language, on what day.
        cache: what an earlier call has left: only what has changed since is made again.
        report: what the rules found, for the pages of governance; without it they are not there.
        edit: where the files are edited, and begun; None: nowhere.
        history: what has changed; without it nothing is told of the past.
        shard: the brands whose pages are written here, if not all; those of the house are not.
        others: the parts of all brands, written elsewhere; the pages of the house are written here. None: all are.

    Raises:
        PerimetreError: two pages have one path, or two sections of a page one anchor.
    """
    cache = cache if cache is not None else NothingKept()
    ids = [brand.id for brand in handbook.brands]
    desks = cache.desks(handbook, readers, ("", REFERENCE, *ids))
    written = _written(ids, shard, others)
    drafted: dict[str, list[PageDraft]] = {}
    for id, desk in desks.items():
        if id in written or id in ("", REFERENCE):
            drafted[id] = list(_drafted(id, desk, readers, cache))
        elif others is None:
            # Every page says where each brand begins.
            drafted[id] = [next(iter(_families(id, readers)[0](desk)))]
        else:
            drafted[id] = []
        if desk.brand is not None and id in written and not readers.is_public:
            drafted[id] += cache.drafts(
                (id, families.declaring), functools.partial(families.declaring, desk, edit), edit
            )
        if report is not None and desk.brand is not None and id in written and not readers.is_public:
            judge = functools.partial(families.judged, desk, report)
            drafted[id] += cache.drafts((id, families.judged), judge, report.mark)
        if history is not None and desk.brand is not None and id in written and not readers.is_public:
            drafted[id] = list(map(ChangeDates(desk, history).dated, drafted[id]))
            drafted[id] += cache.drafts((id, families.past), functools.partial(families.past, desk, history), history)
    shown = {id: _shown(drafts, readers) for id, drafts in drafted.items()}
    ours = _site(drafted.values(), shown.values())
    site = ours
    if others is not None:
        site = Site(
            paths=ours.paths | {page.path for part in others for page in part.pages},
            hidden=ours.hidden | {path for part in others for path in part.hidden},
        )
    elif shard is not None:
        site = site_with_others(
            ours,
            {id: functools.partial(_site_of, id, desks[id], readers, cache) for id in ids if id not in written},
        )
    asked = cache.site(site)
    given = _by_brand(others or ())
    pages: list[Page] = []
    for id, drafts in shown.items():
        if id in written:
            pages += _write_all(drafts, desks[id], id, site, asked, cache)
        else:
            pages += [_without_body(draft, desks[id]) for draft in drafts]
            pages += given.get(id, ())
    bodies = {path: ways.anchors for part in others or () for path, ways in part.ways.items()}
    # The public is given no word but those of its pages.
    search = handbook.settings.search
    synonyms = search.synonyms if search and not readers.is_public else ()
    return Website(
        pages=tuple(pages),
        navigation=_navigation([draft for drafts in shown.values() for draft in drafts], handbook, readers.language),
        language=readers.language,
        title=plain(handbook.settings.title, readers.language),
        synonyms=tuple(tuple(group) for group in synonyms),
        # What several pages of a brand stand on is written once.
        files=tuple(
            dict.fromkeys(
                (
                    *(file for id in shown if id in written for draft in shown[id] for file in draft.files),
                    *(
                        told.file
                        for id in shown
                        if id in written and desks[id].brand is not None and not readers.is_public
                        if (told := in_force_of(desks[id])) is not None
                    ),
                )
            )
        ),
        elsewhere={
            page.path: bodies.get(page.path, frozenset()) for page in pages if (page.brand or _HOUSE) not in written
        },
        hidden=frozenset(draft.path for id in written for draft in drafted[id] if draft.path in ours.hidden),
        former={before: id for before, id in former_ids(handbook).items() if id in shown},
    )


def page_alone(
    handbook: Handbook, readers: Readers, brand: str, name: str, history: History | None = None
) -> Page | None:
    """Return one page of a brand, and write no other; None: these readers have no such page.

    Args:
        handbook: what the house has decided.
        readers: who reads it.
        brand: an id of the handbook's.
        name: the path of the page, below the brand's.
        history: what has changed; without it nothing is told of the past.
    """
    desk = NothingKept().desks(handbook, readers, (brand,))[brand]
    drafts = list(_drafted(brand, desk, readers, NothingKept()))
    shown = _shown(drafts, readers)
    site = _site((drafts,), (shown,))
    for draft in shown:
        if draft.path == f"{brand}/{name}":
            return _write(ChangeDates(desk, history).dated(draft) if history is not None else draft, desk, site)
    return None


def _written(ids: Sequence[str], shard: Shard | None, others: Sequence[SitePart] | None) -> frozenset[str]:
    """Return the desks whose pages are written here: all, those of some brands, or those of the house."""
    if shard is not None:
        return frozenset(shard.of(ids))
    return frozenset(("", REFERENCE, *(ids if others is None else ())))


def _drafted(id: str, desk: Desk, readers: Readers, cache: RenderCache) -> Iterator[PageDraft]:
    for family in _families(id, readers):
        yield from cache.drafts((id, family), functools.partial(family, desk))


def _shown(drafts: Iterable[PageDraft], readers: Readers) -> list[PageDraft]:
    return [draft for draft in drafts if readers.may_read(draft.audience) and not readers.is_closed(draft.head)]


def _by_brand(parts: Iterable[SitePart]) -> Mapping[str | None, Sequence[Page]]:
    pages: dict[str | None, list[Page]] = {}
    for part in parts:
        for page in part.pages:
            pages.setdefault(page.brand, []).append(page)
    return pages


def _site_of(id: str, desk: Desk, readers: Readers, cache: RenderCache) -> Site:
    drafts = list(_drafted(id, desk, readers, cache))
    return _site((drafts,), (_shown(drafts, readers),))


def _families(id: str, readers: Readers) -> tuple[families.Family, ...]:
    if id in ("", REFERENCE):
        return families.REFERENCE if id else families.HOUSE
    return families.PUBLIC if readers.is_public else families.BRAND


def _site(drafted: Iterable[Sequence[PageDraft]], shown: Iterable[Sequence[PageDraft]]) -> Site:
    paths = frozenset(draft.path for drafts in shown for draft in drafts)
    return Site(paths=paths, hidden=frozenset(draft.path for drafts in drafted for draft in drafts) - paths)


def _write_all(
    drafts: Sequence[PageDraft], desk: Desk, id: str, site: Site, asked: Site, cache: RenderCache
) -> Iterator[Page]:
    """Yield the pages of some drafts; `asked`: the site as they ask of it."""
    glossary = cache.glossary(id, house_glossary(desk, site.paths))
    noted = _noting(desk, site, cache)
    for draft in drafts:
        page = cache.page(draft, functools.partial(_write, draft, desk, asked))
        if draft.template in _NOT_EXPLAINED or draft.group in ("words", "reference"):
            yield noted(page)
        else:
            yield noted(cache.explained(page, glossary, functools.partial(_explained, page, glossary)))


def _noting(desk: Desk, site: Site, cache: RenderCache) -> Callable[[Page], Page]:
    """Return what puts on a page of the desk's brand what is in force: it is of today, and not of the page's draft."""
    told = in_force_of(desk) if desk.brand is not None and not desk.readers.is_public else None
    if told is None:
        return lambda page: page
    template = environment(desk.language).get_template("in-force.html")
    periods = f"{desk.the_brand.id}/perimeter/periods"
    words = {
        "told": told.today,
        "brand": desk.the_brand.id,
        "zone": desk.handbook.settings_of(desk.the_brand).timezone or "UTC",
        "date": desk.say(desk.today),
        "days": HORIZON,
        "colon": f"{typography.NBSP}:" if desk.language == "fr" else ":",
    }

    def noted(page: Page) -> Page:
        script = file_link(told.file[0], here=page.path)
        more = link(periods, here=page.path) if periods in site.paths else ""
        return cache.once(_noticed, page, template.render(words, script=script, more=more).strip())

    return noted


def _noticed(page: Page, notice: str) -> Page:
    return dataclasses.replace(page, notice=notice)


# A text that is copied and sent.
_MESSAGE = 'class="pm-say"'

# Where words are explained already, and what is printed.
_NOT_EXPLAINED = frozenset(("voice/lexicon.html", "crises/card.html", "crises/kit.html"))


def _explained(page: Page, glossary: Glossary) -> Page:
    """Return the page with the words of the glossary explained where they first appear in each of its parts."""
    lead, number = glossary.explain(page.lead, page.path)
    sections = []
    for section in page.sections:
        body, number = glossary.explain(section.html, page.path, number)
        sections.append(section if body == section.html else dataclasses.replace(section, html=body))
    return dataclasses.replace(page, lead=lead, sections=tuple(sections))


def _write(draft: PageDraft, desk: Desk, site: Site) -> Page:
    language = desk.language
    tools = Tools(desk.handbook, brand=desk.brand, path=draft.path, site=site, readers=desk.readers)
    phrases = PagePhrases(tools)
    given = tools.for_templates()
    for tool in (
        phrases,
        DelayPhrases(tools),
        DutyPhrases(tools),
        Situations(tools),
        Pictures(tools, phrases),
        Measures(tools),
        CallNumbers(tools),
        Paper(tools),
    ):
        given |= given_by(tool)
    sheet = Sheet(draft.path, desk.say)
    jinja = environment(language)
    jinja.get_template(draft.template).render({**given, **draft.things}, sheet=sheet)
    head = jinja.get_template("head.html").render(given, head=draft.head, source=draft.source, changed=draft.changed)
    lead = f"{sheet.opening}\n{head}".strip()
    sections = folded(lead, sheet.sections)
    if not desk.readers.is_public and any(_MESSAGE in html for html in (lead, *(part.html for part in sections))):
        lead += jinja.get_template("messages.html").render({**given, **draft.things})
    if desk.readers.opens_directory and draft.brand and leaves_open(lead, sections):
        script = file_link(f"{draft.brand}/{DIRECTORY}", here=draft.path)
        lead += jinja.get_template("directory.html").render(given, script=script)
    return dataclasses.replace(_without_body(draft, desk), lead=lead, sections=sections)


def _without_body(draft: PageDraft, desk: Desk) -> Page:
    title = desk.say(draft.title)
    return Page(
        path=draft.path,
        title=title,
        description=desk.say(draft.description) or title,
        source=draft.source,
        keywords=draft.keywords,
        boost=draft.boost,
        audience=draft.audience,
        brand=draft.brand,
        role=draft.role,
        kind=draft.template.removesuffix(".html"),
    )


def _navigation(drafts: Sequence[PageDraft], handbook: Handbook, language: str) -> tuple[NavItem, ...]:
    home = [draft for draft in drafts if draft.brand is None and draft.group == "home"]
    rest = [draft for draft in drafts if draft.brand is None and draft.group != "home"]
    items = [_item(draft, drafts, language) for draft in home]
    for brand in handbook.brands:
        ours = [draft for draft in drafts if draft.brand == brand.id]
        if ours:
            items.append(_brand_item(brand, ours, language))
    return (*items, *_grouped(rest, language))


def _brand_item(brand: Brand, drafts: Sequence[PageDraft], language: str) -> NavItem:
    children = _grouped([draft for draft in drafts if draft.path != brand.id], language)
    return NavItem(title=plain(brand.brand.name, language) or brand.id, path=brand.id, children=children)


def _grouped(drafts: Sequence[PageDraft], language: str) -> tuple[NavItem, ...]:
    items: list[NavItem] = []
    for group, title in _GROUPS.items():
        inside = tuple(
            _item(draft, drafts, language) for draft in drafts if draft.group == group and draft.parent is None
        )
        if not inside:
            continue
        items += inside if title is None else [NavItem(title=plain(title, language), children=inside)]
    return tuple(items)


def _item(draft: PageDraft, drafts: Sequence[PageDraft], language: str) -> NavItem:
    children = tuple(_item(child, drafts, language) for child in drafts if child.parent == draft.path)
    return NavItem(title=plain(draft.title, language), path=draft.path, children=children)
