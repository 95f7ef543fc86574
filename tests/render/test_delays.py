"""A delay is said in one phrase, whichever way it is written."""

from __future__ import annotations

import pytest
import yaml

from perimetre.language.delays import delay
from perimetre.model.building.convert import Conversion, convert
from perimetre.model.duties import Duty


def said(written: str, language: str) -> str:
    duty = convert(Duty, {"id": "a", "within": yaml.load(written, yaml.CSafeLoader)}, Conversion("duties.yml", "house"))
    return delay(duty.within, language).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("written", "french", "english"),
    [
        ("4h", "sous 4 heures", "within 4 hours"),
        ("at-once", "tout de suite", "at once"),
        (
            "{from: {event: La séance}, offset: -2wd}",
            "2 jours ouvrés avant la séance",
            "2 working days before la séance",
        ),
        (
            "{from: {event: La séance}, not_after: -2wd}",
            "au plus tard 2 jours ouvrés avant la séance",
            "at the latest 2 working days before la séance",
        ),
        (
            "{from: {event: L’envoi de l’ordre du jour}, not_before: 0h}",
            "pas avant l’envoi de l’ordre du jour",
            "not before l’envoi de l’ordre du jour",
        ),
        (
            "{from: first-message, not_before: 1h, not_after: 4h, hours: working}",
            "au plus tôt 1 heure après notre première prise de parole, sous 4 heures (en heures ouvrées)",
            "at the earliest 1 hour after our first message, within 4 hours (counted in working hours)",
        ),
        (
            "{from: detection, not_after: 72h, kind: legal, to: La CNIL, when: Sauf si le risque est nul.}",
            "sous 72 heures, dès que nous l’avons vu, délai légal, à la CNIL, sauf si le risque est nul",
            "within 72 hours, from the moment we saw it, a delay set by law, to la CNIL, sauf si le risque est nul",
        ),
        (
            "{from: event, not_after: 2d, kind: contract, to: Le préfet}",
            "sous 2 jours, dès l’événement, délai fixé par contrat, au préfet",
            "within 2 days, from the event, a delay set by contract, to le préfet",
        ),
        (
            "{from: receipt, not_after: 2h, kind: house}",
            "sous 2 heures, dès la réception, délai que la maison se donne",
            "within 2 hours, from receipt, a delay that the house has set itself",
        ),
        ("{from: month-start, not_after: 12d}", "le 12 du mois au plus tard", "by day 12 of the month"),
        (
            "{from: end, every: 1h, until: 1d}",
            "dès la fin de la crise, puis chaque heure, pendant 1 jour",
            "from the end of the crisis, again every hour, for 1 day",
        ),
    ],
)
def test_delay_is_said_in_one_phrase(written: str, french: str, english: str) -> None:
    assert said(written, "fr") == french
    assert said(written, "en") == english


def test_law_is_named_by_its_text() -> None:
    """A text of law that is named sets the delay, unless the house says that something else does."""
    assert "délai légal" in said("{not_after: 72h, basis: gdpr-breach}", "fr")
    assert "délai légal" not in said("{not_after: 48h, basis: gdpr-breach, kind: house}", "fr")
