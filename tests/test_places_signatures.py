"""Who signs, answers and is reached under a name that is also a town's, and the town beside it."""

from __future__ import annotations

import pytest

from tests.invented_places import document, gazetteer
from trygghet_geo.places.mentions import mentions

PLACES = gazetteer()


def texts(*blocks):
    return [m.text for m in mentions(document(*blocks), PLACES)]


@pytest.mark.parametrize(
    "text",
    [
        "Mellerås, 070-123 45 67",
        "Mellerås, mel@almtuna.example",
        "Klart 1 maj, Mellerås",
        "Tar kontakt: Mellerås",
        "Åtgärd: byta lampa (Mellerås)",
        "Chefen, Mellerås, vill ha kameror.",
        "Våra områdespoliser heter Mellerås och Lund.",
        "Den 3 mars kommer Mellerås hit och berättar.",
        "Vi bad Mellerås ta fram ett underlag.",
        "Plats: Mellerås (sammanträdesrummet)",
        "Mellerås m.fl. har skrivit på.",
        "Mellerås lämnade mötet klockan tre.",
        "Mellerås påminde om mötet i maj.",
        "Bilaga: Mellerås promemoria.",
        "Resultat: Lillå–Mellerås 3–1.",
        "Mellerås Maskin har anlitats för snöröjningen.",
        "Projektet Ett tryggt Mellerås avslutas.",
        "Gruppen Vi som bor i Mellerås är het på nätet.",
        'Sidan "Mellerås i våra hjärtan" sprider rykten.',
        "Mellerås hemtjänst larmar om stress.",
    ],
)
def test_who_answers_is_no_place(text):
    assert texts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Klart 1 maj i Mellerås", ["Mellerås"]),
        ("Åtgärd: byta lampa i korsningen (Storgatan)", ["Storgatan"]),
        ("Den 3 mars kom bilar till Mellerås.", ["Mellerås"]),
        ("Mellerås (2 händelser)", ["Mellerås"]),
        ("Mellerås: 02.15 krock mot älg.", ["Mellerås"]),
        ("Mellerås 01.50 Inbrott", ["Mellerås"]),
        ("Åtgärd: fler ronder, främst Mellerås och Lillå.", ["Mellerås", "Lillå"]),
        ("Mellerås – Lillå 12–14 maj: lugnt.", ["Mellerås", "Lillå"]),
        ("Mellerås Bilar kör fort.", ["Mellerås"]),
        ("Projektet har gjort Mellerås tryggare.", ["Mellerås"]),
        ("I Mellerås är frågan om belysning stor.", ["Mellerås"]),
    ],
)
def test_where_it_is_stays_a_place(text, expected):
    assert texts(text) == expected
