"""A name that lies elsewhere than the words say is not the place: "Berghem i Umeå" is not the Berghem far away.

With the shipped national register: Berghem is a town of Mark (1463), Näsviken one of Hudiksvall and one of Strömsund,
Huskvarna one of Jönköping; Umeå has no Berghem in the register, nor Jämtland a town called Berg.
"""

from __future__ import annotations

import pytest

from tests.invented_places import document
from trygghet_geo.places import gazetteer as gazetteers
from trygghet_geo.places.mentions import mentions
from trygghet_geo.places.resolution import settle

NATIONAL = gazetteers.load(None)


def settled(*blocks):
    doc = document(*blocks)
    found = mentions(doc, NATIONAL)
    return {m.text: c.place.id if c.place else None for m, c in zip(found, settle(doc, found, NATIONAL), strict=True)}


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Polis beordras till Berghem i Umeå.", "Berghem", None),
        ("Polis beordras till Berghem i Mark.", "Berghem", "1463-berghem"),
        ("Larm om brand i Berghem.", "Berghem", "1463-berghem"),
        ("Bråk på en adress i Berghem, Umeå och rökutveckling.", "Berghem", None),
        ("Bilarna stals i Berghem, Umeå och Eskilstuna.", "Berghem", "1463-berghem"),
        ("Inbrott i Huskvarna, Jönköping under natten.", "Huskvarna", "0680-huskvarna"),
    ],
)
def test_the_town_named_behind_holds(text, name, expected):
    assert settled(text)[name] == expected


def test_a_summary_of_one_county_takes_small_places_from_it_only():
    title = "Sammanfattning natt, Jämtlands län"
    assert settled(title, "Trafikkontroll på E45 vid Näsviken.")["Näsviken"] == "2313-nasviken"
    assert settled(title, "Viltolycka vid Berghem.")["Berghem"] is None
    assert settled(title, "Bilen anträffades i Stockholm.")["Stockholm"] == "0180-stockholm"
    assert settled("Sammanfattning", "Viltolycka vid Berghem.")["Berghem"] == "1463-berghem"


def test_a_summary_of_two_counties_takes_places_from_everywhere():
    title = "Sammanfattning natt, Jönköpings och Jämtlands län"
    assert settled(title, "Larm om brand i Berghem.")["Berghem"] == "1463-berghem"
