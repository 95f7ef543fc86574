"""The page from which an alert is declared: who may, the file that says so, and that nothing has changed until then."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qs, urlsplit

from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected, Source
from perimetre.render.pages import Audience, EditTemplate, Page
from perimetre.render.readers import Readers
from perimetre.render.website import render
from tests.support.rule_cases import BASE

TODAY = date(2026, 11, 22)
EDIT = EditTemplate(
    pattern="https://github.com/maison/manuel/edit/main/playbooks/{path!p}",
    prefix="playbooks",
    new="https://github.com/maison/manuel/new/main?filename={folder}/{name}&value={text}",
    folder="playbooks/",
)
FLOOD = """\
id: 2026-11-21-flood
level: vigilance
declared_by: social-lead
declared_at: 2026-11-21T08:00
until: {until}
lifted_by: [social-lead]
because: Le quai est fermé.
"""
FLOOD_FILE = "brands/lumen/postures/2026-11-21-flood.yml"


def page_of(
    files: Mapping[str, str] = BASE, edit: EditTemplate | None = EDIT, audience: Audience = "internal"
) -> Page | None:
    sources = tuple(Source(path, f"playbooks/{path}", text.encode()) for path, text in sorted(files.items()))
    handbook = load_sources(Collected(sources), folder="playbooks").handbook
    assert handbook is not None
    site = render(handbook, Readers(language="en", today=TODAY, audience=audience), edit=edit)
    return next((page for page in site.pages if page.path == "lumen/alert-level"), None)


def whole(page: Page | None) -> str:
    assert page is not None
    return "\n".join((page.lead, *(section.html for section in page.sections)))


def test_each_role_that_may_declare_a_level_begins_its_file_filled_in() -> None:
    page = page_of()
    assert page is not None
    shown: dict[str, list[str]] = {}
    for section in page.sections:
        for href in re.findall(r'class="pm-declare-open" href="([^"]*)"', section.html):
            asked = parse_qs(urlsplit(html.unescape(href)).query)
            assert asked["filename"] == ["playbooks/brands/lumen/postures/YYYY-MM-DD-a-few-words.yml"]
            (text,) = asked["value"]
            assert f"level: {section.id.removeprefix('level-')}\n" in text
            shown.setdefault(section.id, []).append(re.findall(r"^declared_by: (.*)$", text, re.MULTILINE)[0])
            # What is copied is what is sent.
            assert text in re.sub(r"<[^>]*>", "", section.html)
    assert shown == {
        "level-vigilance": ["social-lead"],
        "level-alert": ["social-lead", "communications-director"],
        "level-crisis": ["communications-director"],
    }
    assert "lifted_by: [communications-director]\n" in whole(page)


def test_page_says_to_call_first_and_that_nothing_has_changed_on_other_phones() -> None:
    page = page_of()
    assert page is not None
    assert page.lead.startswith("<p><strong>Call first: this page warns nobody.</strong>")
    assert 'href="../escalation/"' in page.lead
    assert "Until then, the handbook on other phones has not changed." in page.lead


def test_where_no_host_fills_a_file_in_the_text_is_there_to_send() -> None:
    contact = BASE["handbook.yml"] + "contact: Écrivez à l’accueil des manuels.\n"
    text = whole(page_of({**BASE, "handbook.yml": contact}, None))
    assert "pm-declare-open" not in text
    assert "The text to copy and to send" in text
    assert "Send it to whoever keeps the handbook. Écrivez à l’accueil des manuels." in text
    assert text.count("<pre>") == 4


def test_whoever_is_on_duty_declares_as_a_community_manager_for_the_length_that_the_brand_says() -> None:
    rules = "posture_rules:\n  - {level: vigilance, may_declare: [cm-on-duty], may_lift: [social-lead], lasts: 6h}\n"
    text = whole(page_of({**BASE, "brands/lumen/brand.yml": BASE["brands/lumen/brand.yml"] + rules}))
    assert 'data-declares="vigilance" data-minutes="360"' in text
    assert "Proposed for 6 hours" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "declared_by: community-manager\n" in re.sub(r"<[^>]*>", "", text)


def test_what_holds_may_be_ended_and_what_is_over_is_kept() -> None:
    text = whole(page_of({**BASE, FLOOD_FILE: FLOOD.format(until="2026-11-23T08:00")}))
    now, _, past = text.partition('data-declares="vigilance"')
    assert f'href="https://github.com/maison/manuel/edit/main/playbooks/{FLOOD_FILE}"' in now
    assert "brings its end forward" in now and 'id="2026-11-21-flood"' in now
    text = whole(page_of({**BASE, FLOOD_FILE: FLOOD.format(until="2026-11-21T20:00")}))
    now, _, past = text.partition('data-declares="vigilance"')
    assert "flood" not in now and 'id="2026-11-21-flood"' in past and "/edit/" not in past


def test_the_public_is_not_told_how_to_declare() -> None:
    assert page_of(audience="public") is None


def test_brand_where_nobody_may_declare_has_no_such_page() -> None:
    nobody = re.sub(r"(?ms)^posture_rules:\n(?:  - .*\n)+", "", BASE["house/brand.yml"])
    assert page_of({**BASE, "house/brand.yml": nobody}) is None
