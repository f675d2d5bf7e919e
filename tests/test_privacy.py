"""What is masked in public output, and what must not be. All people are invented."""

from __future__ import annotations

import pytest

from tests.made import feature
from trygghet_geo import privacy, table

PEOPLE = ("Anna Gunstad Bäckman (L)", "Åsa-Lill Ek, Nibbleskolan", "Bo Dahl", "Polisen")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Numbers made for the purpose; the rules ask for a date that can be, not for a right check digit.
        ("Född 19811218-9876 i Kolbäck", "Född [personnummer] i Kolbäck"),
        ("811218–9876, 811278-9873", "[personnummer], [personnummer]"),
        ("8112189876", "[personnummer]"),
        ("811218+9876 och 811218-XXXX", "[personnummer] och [personnummer]"),
        ("Ring 070-123 45 67 eller 0220-240 00.", "Ring [telefon] eller [telefon]."),
        ("+46 70 123 45 67, 0046 (0)70-1234567", "[telefon], [telefon]"),
        ("Skriv till bo.dahl@kommun.example, tack", "Skriv till [e-post], tack"),
        ("Enligt Anna Gunstad\nBäckman är det lugnt", "Enligt [namn] är det lugnt"),
        ("Bäckmans fråga, och Annas", "[namn] fråga, och [namn]"),
        ("Åsa-Lill såg bilen", "[namn] såg bilen"),
        ("Eva Öst (SD) och Per von Ahn (M) frågade", "[namn] (SD) och [namn] (M) frågade"),
        ("kommunpolis Karin Å. Berg berättade", "kommunpolis [namn] berättade"),
        ("Rektorn Ulla Sjö-Lund och herr Alm", "Rektorn [namn] och herr [namn]"),
    ],
)
def test_personal_data_is_masked(text, expected) -> None:
    assert privacy.masked(text, PEOPLE) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Den 2021-03-10 klockan 17.30-19.00 på väg 252",
        "Dnr KS 2021-03127, ärende 2024-0312-17",
        "I Kolbäck, på Västeråsvägen 12 B, 734 30 Hallstahammar",
        "Kostnaden blev 1 250 000 kr och 0,5 procent",
        "Ordföranden öppnar mötet. Polisen BRÅ informerar om EST.",
        "Polisen var vid Nibbleskolan",
        "Vecka 9 2021, 30 km/h, 20210310",
    ],
)
def test_what_is_no_personal_data_stands(text) -> None:
    assert privacy.masked(text, PEOPLE) == text


def test_a_public_table_holds_no_attendee() -> None:
    chosen = table.frame(
        [
            feature(quote="Bo Dahl ringde 070-123 45 67.", document="Möte Bo Dahl.txt", mention="Dahls väg"),
            feature(id="b", mention=None),
        ]
    )
    masked = privacy.public(chosen, PEOPLE)
    assert masked["quote"].tolist() == ["[namn] ringde [telefon].", feature().quote]
    assert masked["document"][0] == "Möte [namn].txt"
    assert masked["mention"].tolist() == ["[namn] väg", None]
    assert "Dahl" in chosen["quote"][0], "the table given is left as it was"
    assert masked.dtypes.equals(chosen.dtypes)
    assert masked.crs == chosen.crs
    assert privacy.public(chosen.iloc[:0], PEOPLE).empty
