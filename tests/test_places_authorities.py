"""Municipalities, boards and companies that act under the name of a place, and the same names as places."""

from __future__ import annotations

import pytest

from tests.invented_places import document, gazetteer
from trygghet_geo.places import gazetteer as gazetteers
from trygghet_geo.places.mentions import mentions

PLACES = gazetteer()


def texts(*blocks):
    return [m.text for m in mentions(document(*blocks), PLACES)]


@pytest.mark.parametrize(
    "text",
    [
        "Telefonerna tillhör Almtuna kommun som har anmält stölden.",
        "Inbrott i en lokal tillhörande Almtuna kommun.",
        "Stämmer det att Almtuna kommun ska ta bort nattvärdarna?",
        "Almtuna kommun har tidigare begärt lägre fart.",
        "Krisstöd ordnades genom Almtuna kommuns försorg.",
        "Vi följer målen i Almtuna kommuns miljöprogram.",
        "Arrangören, Almtuna kommun, avbröt festen.",
        "Socialnämnden Lillå tar över ärendet.",
        "Socialnämnderna Nordost, Lillå och Mellerås svarar.",
        "Hon är ordförande för socialnämnden på Lillå.",
        "Samarbetet mellan Almtuna kommun och Röda Korset fortsätter.",
        "Han kommer närmast från Almtuna kommun.",
        "Arrangör: Almtuna kommun",
        "Pressmeddelande från Almtuna kommun",
        "Hon är handläggare vid Almtuna kommun enligt avtal.",
        "Ansvarig är Eva Lund, Almtuna kommun",
        "Presstjänsten, Almtuna kommun, växel",
        "Åklagarmyndigheten i Lillå leder utredningen.",
        "Almtuna kommun, Lillå kommun och Fjärrköpings kommun har infört samma rutin.",
        "Störningsjouren i Lillå tar emot samtal.",
        "Nattvandrarna Lillå gick i lördags.",
        "Almtuna manskör sjöng.",
        "Per Olsson, kommunstyrelsens ordförande, Almtuna kommun",
        "Metoden sprids. Almtuna kommun, som kommit långt, delar med sig.",
        "Vi deltar i Mellerås nätverk mot droger.",
        "Mellerås medlingscentrum tar emot unga.",
    ],
)
def test_who_acts_owns_and_answers_is_no_place(text):
    assert texts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stölder ökar i hela Almtuna kommun.", ["hela Almtuna kommun"]),
        ("Ett rån skedde i Lillå, Almtuna kommun, på natten.", ["Lillå", "Almtuna kommun"]),
        ("Två olyckor, en i Lillå och en i Mellerås, båda Almtuna kommun.", ["Lillå", "Mellerås", "Almtuna kommun"]),
        ("Skadegörelse på Almtuna kommuns skolor.", ["Almtuna kommuns"]),
        ("Almtuna kommun har drabbats av en våg av inbrott.", ["Almtuna kommun"]),
        ("Almtuna kommun och Fjärrköpings kommun har drabbats.", ["Almtuna kommun", "Fjärrköpings kommun"]),
        ("Anmälningarna från Almtuna kommun ökar.", ["Almtuna kommun"]),
        ("Almtuna kommun har omkring 10 600 invånare.", ["Almtuna kommun"]),
        ("Bilar kör fort på Lillå.", ["Lillå"]),
        ("Socialnämnden berättar att Lillå är lugnt.", ["Lillå"]),
        ("Den 14 mars stod rådet på torget.", ["torget"]),
    ],
)
def test_where_something_is_stays_a_place(text, expected):
    assert texts(text) == expected


def test_a_title_says_its_municipality():
    assert texts("Lägesrapport Almtuna kommun, vecka 4") == ["Almtuna kommun"]


def test_a_company_whose_name_is_broken_over_two_lines_is_none_either():
    assert texts("Ersättning till arvodesgrupper och Almtunas", "Stadshus AB") == []
    assert texts("Nytt om Almtunas", "Torget är lugnt.") == ["Almtunas", "Torget"]


def test_a_region_that_audits_is_the_county_council():
    national = gazetteers.load(None)
    said = [m.text for m in mentions(document("Revisionen i Västra Götalandsregionen har granskat vården."), national)]
    assert said == []
    county = [m.text for m in mentions(document("I Västra Götaland har inbrotten minskat."), national)]
    assert county == ["Västra Götaland"]


def test_a_boulevard_is_named_by_all_its_words():
    assert texts("Bråk på Lillå Boulevard under natten.") == ["Lillå Boulevard"]
    assert texts("Fort på Första Långgatan, inte på Långgatan.") == ["Första Långgatan", "Långgatan"]
