"""A crisis page says of each text what it waits for, who approved it and what is to be filled in."""

from __future__ import annotations

import functools
import html
import re

import pytest

from perimetre.render.pages import Audience
from tests.support.shared import website_of_every_key

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow


@functools.cache
def shown(path: str, audience: Audience = "internal", language: str = "fr") -> str:
    """Return the words of a page of the house that uses every key."""
    page = next(page for page in website_of_every_key(language, audience).pages if page.path == path)
    words = " ".join(str(part) for part in (page.lead, *(section.html for section in page.sections)))
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", words)).replace("\u00a0", " "))


@pytest.mark.parametrize(
    "words",
    [
        "La première annonce",
        # The card says who sits in the cell; where it meets is said once, for every card.
        "Où elle se réunit Un numéro",
        "Si nos systèmes sont coupés Une messagerie",
        "Ne part que si chaque case est cochée",
        "Fait : Capturer",
        "Le courant est coupé",
        "prévalidé : part dès que chaque case est cochée",
        "Sinon :",
        "Nous revenons demain à [L’heure du retour]",
        "À demain.",
        "valable jusqu’au 20 novembre 2026",
        "une heure ou un jour",
        "si on la connaît",
        "à l’étape Appeler",
        "un contrat",
        "4 heures après la fin de « Attente » (aux heures de service)",
        "Toujours pas fini 6 heures après la prise en charge, puis chaque heure, jusqu’à : la fin de « Fin »",
    ],
)
def test_page_of_a_scenario_says(words: str) -> None:
    assert words in shown("lumen/crises/blackout")


def test_page_of_the_duties_says_a_delay_whole() -> None:
    """How soon, how late, in what hours, by what law, to whom, in what case: on the page, in that order."""
    assert (
        "Au plus tôt 10 jours ouvrés avant la foire, au plus tard 2 jours ouvrés avant (en heures ouvrées), "
        "délai légal, à la mairie, si la foire est en plein air ( Le décret de la cire )"
    ) in shown("lumen/perimeter/duties")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("lumen/escalation", "Le numéro de qui est de service : "),
        ("lumen/escalation/cover", "Le numéro de qui est de service "),
        ("lumen/roles/host", "Le numéro de qui est de service "),
        ("lumen/escalation/severities", "Ouvre le niveau d’alerte vigilance, sur le sujet dont il s’agit"),
        ("lumen/perimeter/duties", "une date arrive, le dernier jour ouvré du mois"),
        ("lumen/identity", "le deuxième samedi du trimestre, de 9 h à 11 h"),
        ("lumen/identity", "dimanche, une semaine sur 2, à partir du 1er novembre 2026, de 9 h à 11 h"),
        ("lumen/identity", "pendant « Les jours sombres » : fermé"),
        ("lumen/perimeter/rules", "Page et Forum Lumen , Les jumelles Ombrelle"),
        ("umbrella/identity", "Fuseau horaire Europe/Luxembourg Monnaie CHF"),
    ],
)
def test_a_page_says(path: str, words: str) -> None:
    assert words in shown(path)


def test_printed_card_bears_the_boxes() -> None:
    assert "Ne part que si chaque case est cochée" in shown("lumen/crises/blackout/card")


@pytest.mark.parametrize(("audience", "told"), [("internal", False), ("restricted", True)])
@pytest.mark.parametrize("words", ["Dans la typologie de Coombs", "Stratégies qui conviennent", "Stratégies retenues"])
def test_whose_fault_it_would_be_is_for_few_readers(words: str, audience: Audience, told: bool) -> None:
    assert (words in shown("lumen/crises/blackout", audience)) is told
