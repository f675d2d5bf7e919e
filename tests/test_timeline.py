"""The days that one line gives to those below it, and which of a sentence's days is a clause's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.test_coverage import concerns, days
from trygghet_geo.dates import Anchor, expressions
from trygghet_geo.understanding import moments

UNSAID = ("None", "None")
"""The pipeline then uses the document's date."""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # 2024-06-12 was a Wednesday of week 24; week 22 is 27 May-2 June, week 23 3-9 June.
        (
            "Väktarna i Ekby\n2024-06-12\n\nVecka 22: lugnt. Vecka 23: Klotter på skolans vägg. "
            "Källarinbrott på Storgatan.\n",
            [("2024-06-03", "2024-06-09")] * 2,
        ),
        (
            "Samverkan i Ekby 2024-08-12\n\nPolisen: Sedan i juni. Tonåringar röker hasch i tunneln.\n\n"
            "Skolan: Många elever mobbas på rasterna.\n",
            [("2024-06-01", "2024-08-12"), UNSAID],
        ),
        (
            "Samverkan i Ekby 2024-06-12\n\nPolisen, senaste 14 dagarna\n- Källarinbrott på Storgatan.\n"
            "- Slagsmål utanför krogen i helgen.\n",
            [("2024-05-29", "2024-06-12"), ("2024-06-08", "2024-06-09")],
        ),
        (
            "Minnesanteckningar 2024-06-12\n\nValborgshelgen var stökig.\n\nI går stals en cykel. Nu är det lugnt.\n",
            [("2024-06-11", "2024-06-11")],
        ),
        (
            "Medborgarlöfte 2024\n2024-02-12\n\nSå gick det 2023: Klotter på skolans vägg ökade.\n\nNuläge\n"
            "En man rånades på torget.\n",
            [("2023-01-01", "2023-12-31"), UNSAID],
        ),
        (
            "Månadsbrev från rektor, november\n2024-11-25\n\nKlotter på skolans vägg.\n",
            [("2024-11-01", "2024-11-25")],
        ),
        (
            "Minnesanteckningar 2024-09-12\n\nSommaren har varit stökig. Fyra bilar har eldats upp i Ekby. "
            "Ungdomar röker hasch i tunneln.\n",
            [("2024-06-01", "2024-08-31"), UNSAID],
        ),
    ],
)
def test_what_one_line_says_of_when_holds_for_those_it_heads(tmp_path: Path, text: str, found) -> None:
    told = [days(one) for one in concerns(tmp_path, text) if "stökig" not in text[one.start : one.end]]
    assert told == found


def test_in_a_days_summary_what_is_later_than_its_writing_was_the_day_before(tmp_path: Path) -> None:
    text = (
        "27 augusti 2023 10:15, Sammanfattning dygn, Örebro län\n\n"
        "11.05 Örebro\nEn man misshandlades på Stortorget.\n\n"
        "13.30 Kumla\nEn bil brann vid stationen.\n\n01.20 Hallsberg\nEn man rånades på Storgatan.\n"
    )
    assert [days(one) for one in concerns(tmp_path, text)] == [
        ("2023-08-26", "2023-08-26"),
        ("2023-08-26", "2023-08-26"),
        ("2023-08-27", "2023-08-27"),
    ]


def test_a_notes_first_day_holds_for_its_list_of_results(tmp_path: Path) -> None:
    text = (
        "12 juni 2023 10:58, Kontroll person/fordon, Ystad\n\nTrafikpolisen har under fredagen och lördagen haft en "
        "kontroll.\n\nResultat:\n19 förare körde för fort.\n"
    )
    assert {days(one) for one in concerns(tmp_path, text)} == {("2023-06-09", "2023-06-10")}


def test_a_day_alone_in_a_line_heads_those_below(tmp_path: Path) -> None:
    text = (
        "Festivalrapport Ekby, 13–15 juni\n2024-06-17\n\nTorsdag\n22.10 Mycket klotter på skolans vägg.\nFredag\n"
        "01.30 Det var inbrott i tre källare på Storgatan.\nLördag\n03.00 En bil brann vid stationen.\n"
    )
    assert [days(one) for one in concerns(tmp_path, text)] == [
        ("2024-06-13", "2024-06-13"),
        ("2024-06-14", "2024-06-14"),
        ("2024-06-15", "2024-06-15"),
    ]


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        # 2024-06-12 was a Wednesday; the weekend before is 8-9 June.
        ("Bilar kör för fort förbi skolan, särskilt under höstlovet.", *UNSAID),
        ("Det var slagsmål på torget, senast i lördags.", "2024-06-08", "2024-06-08"),
        ("Dumpade möbler ligger i garaget, bortforslat 3/6.", *UNSAID),
        ("Under helgen stod fyra bilar utan hjul när ägarna kom på söndagsmorgonen.", "2024-06-08", "2024-06-09"),
        ("Torget vandaliserades i helgen; nya bänkar kommer nästa vecka.", "2024-06-08", "2024-06-09"),
        ("Isen på bron kommer att göra att folk halkar till vintern.", *UNSAID),
    ],
)
def test_which_of_a_sentences_days_is_meant(tmp_path: Path, sentence: str, first: str, last: str) -> None:
    found = concerns(tmp_path, f"Minnesanteckningar 2024-06-12\n\n{sentence}\n")
    assert {days(one) for one in found} <= {(first, last)}
    assert found or "halkar" in sentence


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ("114 | 3/6 | gungan är sönder | lagad 5/6", "2024-06-03"),
        ("2024-06-03; Storgatan; lampan är sönder; beställd 2024-06-05", "2024-06-03"),
        ("Skolgården | gungan är sönder | monteras v. 26", None),
    ],
)
def test_a_row_is_dated_by_a_cell_of_its_own(row: str, day: str | None) -> None:
    at = row.index(" är sönder") - 6
    found = moments.chosen(row, expressions(row, Anchor(date(2024, 6, 12))), (at, at + 16), about=at, tells=True)
    assert (found and str(found.first)) == day


def test_a_day_that_closes_an_item_of_a_list_is_only_its_own(tmp_path: Path) -> None:
    text = "Lägesbild v. 4–5\n2024-02-05\n\nEkby: Bilbrand natten mot söndagen den 28 januari, klotter i tunneln.\n"
    assert [days(one) for one in concerns(tmp_path, text)] == [
        ("2024-01-27", "2024-01-28"),
        ("2024-01-22", "2024-02-04"),
    ]
