"""The pages of governance: they tell what the rules found, as it is, to those who may read it, and to nobody else."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import re

import pytest

from perimetre.base.diagnostics import Diagnostic, Place, Span
from perimetre.base.words import message
from perimetre.judge.judgement import Judgement, pronounce
from perimetre.judge.memory import JudgeMemory
from perimetre.pipeline.loading import Loaded, load_sources
from perimetre.pipeline.publishing import publish
from perimetre.reading.sources import Collected, Source
from perimetre.render.families.governance import RulesReport
from perimetre.render.pages import Audience, EditTemplate, Page, Website
from perimetre.render.readers import Readers
from perimetre.render.website import render
from tests.render.test_website import faults_of, html_of
from tests.rules.test_rules import BASE, NO_CADENCE, example, files_of

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

AT = dt.datetime(2026, 11, 22, 10, 32)
BRAND = "lumen"
EDIT = "https://example.org/edit/main/"


def loaded_of(files: dict[str, str]) -> Loaded:
    sources = tuple(Source(path, f"playbooks/{path}", files[path].encode()) for path in sorted(files))
    return load_sources(Collected(sources), folder="playbooks")


def site_of(files: dict[str, str], audience: Audience = "internal") -> Website:
    loaded = loaded_of(files)
    assert loaded.handbook is not None
    judgement = pronounce(loaded.handbook, loaded.documents, AT, found=loaded.diagnostics)
    assert not judgement.has_errors, [(one.rule, one.file) for one in judgement.diagnostics if one.severity == "error"]
    readers = Readers(language="fr", audience=audience, today=AT.date())
    return render(loaded.handbook, readers, report=RulesReport(judgement=judgement, edit=edited_at(EDIT)))


def edited_at(address: str) -> EditTemplate:
    return EditTemplate(pattern=f"{address}{{path!p}}")


def page_of(made: Website, name: str) -> Page:
    return next(page for page in made.pages if page.path == f"{BRAND}/governance/{name}")


def words_of(page: Page, section: str | None = None) -> str:
    body = html_of(page) if section is None else next(one.html for one in page.sections if one.id == section)
    said = html.unescape(re.sub(r"<[^>]*>", " ", body)).replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r"\s+([,.)])", r"\1", " ".join(said.split()))


def levels(**given: str) -> str:
    """Return the handbook's settings with the levels of some rules changed."""
    named = {rule.replace("_", "-"): level for rule, level in given.items()}
    rows = "".join(f"  - {{rule: {rule}, level: {level}, reason: Décidé en mai.}}\n" for rule, level in named.items())
    return f"{BASE['handbook.yml']}rule_levels:\n{rows}"


def test_a_finding_is_told_with_its_place_and_its_rule() -> None:
    page = page_of(site_of(BASE | {"brands/lumen/channels.yml": NO_CADENCE}), "rules")
    found = next(one.html for one in page.sections if one.id == "found")
    assert f'href="{EDIT}playbooks/brands/lumen/channels.yml#L2"' in found
    assert 'href="../../../reference/rules/channel-has-cadence/"' in found
    assert "1 avertissement" in words_of(page)


def test_a_finding_names_what_its_reader_knows_and_no_id_nor_path() -> None:
    page = page_of(site_of(BASE | {"brands/lumen/channels.yml": NO_CADENCE}), "rules")
    told = words_of(page, "found")
    assert "Canaux, ligne 2" in told
    assert ".yml" not in told
    assert "« Page »" in told and "<code>page</code>" not in html_of(page)


def test_what_is_accepted_is_told_apart_with_its_reason_and_its_end() -> None:
    comment = "  # perimetre: ignore[channel-has-cadence] La page ne publie pas. (until 2027-03-01)"
    channels = NO_CADENCE.replace("  - id: page", f"  - id: page{comment}")
    page = page_of(site_of(BASE | {"brands/lumen/channels.yml": channels}), "rules")
    told = words_of(page, "aside")
    assert "La page ne publie pas." in told
    assert "1er mars 2027" in told
    assert "0 avertissement" in words_of(page)
    assert "channel-has-cadence" not in words_of(page, "family-presence")
    assert "1 constat accepté" in words_of(page, "family-presence")


def test_a_changed_level_is_told_with_its_reason() -> None:
    page = page_of(site_of(BASE | {"handbook.yml": levels(channel_has_cadence="off")}), "rules")
    told = words_of(page, "levels")
    assert "Décidé en mai." in told
    assert "non appliquée (à l’origine : avertissement" in told
    assert "pm-state--off" in next(one.html for one in page.sections if one.id == "family-presence")


def test_the_level_of_what_a_draft_is_told_is_told_too() -> None:
    page = page_of(site_of(BASE | {"handbook.yml": levels(typography_is_french="off")}), "rules")
    told = words_of(page, "levels")
    assert "Un brouillon en français a les signes et les espaces de la typographie française" in told
    assert "non appliquée" in told and "à l’origine" not in told


def test_every_rule_is_in_one_family() -> None:
    from perimetre.judge.registry import RULES

    page = page_of(site_of(BASE), "rules")
    families = "".join(one.html for one in page.sections if one.id.startswith("family-"))
    listed = re.findall(r'reference/rules/([a-z-]+)/"', families)
    assert sorted(listed) == sorted(RULES)


def test_gaps_are_told_in_words_and_drawn() -> None:
    files, _ = files_of(example("cover-has-no-gap", "bad"))
    soft = ("cover_has_no_gap", "decision_maker_is_reached_in_time", "no_single_point_of_failure")
    more = ("schedule_is_continuous", "escalation_step_is_not_empty", "escalation_reaches_a_decision_maker")
    files["handbook.yml"] = levels(**dict.fromkeys((*soft, *more), "warning"))
    page = page_of(site_of(files), "cover")
    told = words_of(page, "gaps")
    assert re.search(r"personne n’est joignable (?:du|le) \w+ \d+\w* \w+ \d{4} (?:à|de) \d+ h", told), told
    assert "autres trous" in told
    assert any("pm-day--nobody" in one.html for one in page.sections)
    assert any("personne n’est joignable" in words_of(page, one.id) for one in page.sections if one.level == 3)


@pytest.mark.parametrize(("audience", "told"), [("internal", False), ("restricted", True)])
def test_a_finding_on_a_hidden_record_is_counted_and_told_to_its_readers_only(audience: str, told: bool) -> None:
    channels = NO_CADENCE.replace("  - id: page", "  - id: page\n    confidentiality: restricted")
    page = page_of(site_of(BASE | {"brands/lumen/channels.yml": channels}, audience), "rules")
    assert ("Canaux, ligne" in words_of(page)) is told
    assert "1 avertissement" in words_of(page)
    assert ("sans être détaillé" in words_of(page)) is not told


def test_the_public_has_no_page_of_governance() -> None:
    assert not [page.path for page in site_of(BASE, "public").pages if "governance" in page.path]


HOSTILE = "<script>alert(1)</script>\"'>`<b>`"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_a_finding_says_is_only_text(language: str) -> None:
    loaded = loaded_of(BASE)
    assert loaded.handbook is not None
    judged = pronounce(loaded.handbook, loaded.documents, AT, found=loaded.diagnostics)
    span = Span(line=3, column=1, end_line=3, end_column=2)
    one = Diagnostic(
        rule="channel-has-cadence", severity="warning", message=message(HOSTILE), hint=message(HOSTILE),
        file='playbooks/"><b>.yml', span=span, place=Place("playbooks/x.yml"),
    )  # fmt: skip
    aside = dataclasses.replace(one, suppressed=HOSTILE, suppressed_until=dt.date(2027, 1, 1))
    judgement = Judgement(diagnostics=(one, aside), at=AT, years=judged.years)
    made = render(
        loaded.handbook,
        Readers(language=language, today=AT.date()),
        report=RulesReport(judgement=judgement, edit=edited_at("https://x.example/")),
    )
    pages = [page for page in made.pages if "/governance/" in page.path]
    assert len(pages) >= 3
    assert [fault for page in pages for fault in faults_of(page)] == []


def test_a_save_is_judged_by_the_rules_and_mended_by_the_next() -> None:
    def now(zone: dt.tzinfo) -> dt.datetime:
        return AT.replace(tzinfo=zone)

    judged = JudgeMemory()
    good = publish(loaded_of(BASE), "fr", "internal", now=now, memory=judged)
    assert good.website is not None
    worse = BASE | {"handbook.yml": levels(channel_has_cadence="error"), "brands/lumen/channels.yml": NO_CADENCE}
    saved = publish(loaded_of(worse), "fr", "internal", now=now, memory=judged)
    assert saved.website is None
    assert [one.rule for one in saved.findings.diagnostics if one.severity == "error"] == ["channel-has-cadence"]
    mended = publish(loaded_of(BASE), "fr", "internal", now=now, memory=judged)
    assert mended.website == good.website and mended.findings == good.findings


# --- who has read what ---------------------------------------------------------------------------------------------


def test_page_of_acknowledgements_says_who_has_yet_to_read_what_and_why() -> None:
    path = f"brands/{BRAND}/acknowledgements.yml"
    known = [line for line in BASE[path].splitlines() if "agathe" not in line]
    text = "\n".join(re.sub("v1:.", "v1:0", line) if "camille" in line else line for line in known)
    page = page_of(site_of(BASE | {path: text + "\n"}), "acknowledgements")
    waiting = words_of(page, "missing")
    assert "pas encore lu" in waiting and "a changé depuis la lecture du 2 novembre 2026" in waiting
    assert re.findall("Agathe|Camille|Judith|Nadir|Solène", waiting) == ["Agathe", "Camille"]
    read = words_of(page, "list")
    assert [name in read for name in ("Agathe", "Camille", "Nadir")] == [False, True, True]
    assert (read.count(" oui"), read.count(" non")) == (3, 1)


def test_page_of_acknowledgements_says_that_all_is_read_and_is_not_for_the_public() -> None:
    page = page_of(site_of(BASE), "acknowledgements")
    assert "missing" not in {one.id for one in page.sections}
    assert "en vigueur" in words_of(page)
    public = site_of(BASE, audience="public")
    assert [page.path for page in public.pages if "governance" in page.path] == []
