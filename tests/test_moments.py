"""When a plain sentence says that something was: each with the days that a calendar of 2024 gives."""

from __future__ import annotations

from datetime import date

import pytest

from trygghet_geo.dates import Anchor, expressions
from trygghet_geo.understanding import moments

THURSDAY = date(2024, 11, 14)
"""Of week 46, 11-17 November; the weekend before is 9-10 November."""


def when(sentence: str, **known) -> tuple[str, str] | None:
    found = expressions(sentence, Anchor(THURSDAY, **known))
    one = moments.chosen(sentence, found, (0, len(sentence)), about=0, tells=True)
    return (str(one.first), str(one.last)) if one else None


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("Natten mellan torsdag och fredag förra veckan välte någon tre gravstenar.", "2024-11-07", "2024-11-08"),
        ("I tisdags kväll kastades ägg på bussen.", "2024-11-12", "2024-11-12"),
        ("Mellan den 1 och 10 november kom elva anmälningar.", "2024-11-01", "2024-11-10"),
        ("Sedan mitten av oktober har lyktorna varit släckta.", "2024-10-01", "2024-11-14"),
        ("Vecka 44 och 45 slogs sju rutor sönder.", "2024-10-28", "2024-11-10"),
        ("Under höstlovet brann två papperskorgar.", "2024-10-28", "2024-11-03"),
        ("På Halloween kastades raketer mot väktare.", "2024-10-31", "2024-10-31"),
        ("Tre nätter i rad, 5–7 november, eldades det på skolgården.", "2024-11-05", "2024-11-07"),
        ("28/10–3/11 var varenda lampa släckt.", "2024-10-28", "2024-11-03"),
        ("I oktober stals 14 cyklar, mot 9 i september.", "2024-10-01", "2024-10-31"),
        ("Hittills i höst har åtta bilar repats.", "2024-09-01", "2024-11-14"),
        ("Sedan skolstarten har sex elever rånats.", "2024-08-01", "2024-11-14"),
        ("Så sent som i går låg det glas på lekplatsen.", "2024-11-13", "2024-11-13"),
        ("I natt vid tretiden slogs en ruta sönder.", "2024-11-13", "2024-11-14"),
        ("Klockan 23.40 i natt slogs en ruta sönder.", "2024-11-13", "2024-11-13"),
        ("Natten till i går brann en container.", "2024-11-12", "2024-11-13"),
        ("Under kvartal 3 anmäldes 31 bilinbrott, tolv fler än kvartal 2.", "2024-07-01", "2024-09-30"),
        ("Tertial 2 2024 kom 61 orosanmälningar.", "2024-05-01", "2024-08-31"),
        ("Förra läsåret polisanmäldes nio slagsmål.", "2023-08-01", "2024-06-30"),
        ("I början på hösten stals flera båtmotorer.", "2024-09-01", "2024-11-30"),
        ("I mitten av förra veckan bröts källaren upp.", "2024-11-04", "2024-11-10"),
        ("Fredagen den 8 november skar någon sönder däck.", "2024-11-08", "2024-11-08"),
        ("Lördag 9/11 kl 02.15 misshandlades en man.", "2024-11-09", "2024-11-09"),
        ("2024-11-09 kl. 23:10 hördes skott.", "2024-11-09", "2024-11-09"),
        ("Den 31 oktober till den 2 november kastades smällare.", "2024-10-31", "2024-11-02"),
        ("Från fredag kväll till söndag morgon brann det tre gånger.", "2024-11-08", "2024-11-10"),
        ("Varje fredag sedan i september samlas raggare på torget.", "2024-09-01", "2024-11-14"),
        ("I år har elva bilar brunnit, förra året fyra.", "2024-01-01", "2024-11-14"),
        ("Det har brunnit tre gånger på två veckor.", "2024-10-31", "2024-11-14"),
        ("De senaste 30 dagarna har nio bilar repats.", "2024-10-15", "2024-11-14"),
        ("I helgen, natten mot söndag, slogs glaset sönder.", "2024-11-09", "2024-11-10"),
        ("Annandag påsk brann en sommarstuga.", "2024-04-01", "2024-04-01"),
        ("På nationaldagen blev det bråk i parken.", "2024-06-06", "2024-06-06"),
        ("Lucianatten 2023 kördes en buss på.", "2023-12-12", "2023-12-13"),
        ("På nyårsnatten kastades raketer in på balkonger.", "2023-12-31", "2024-01-01"),
        ("I mellandagarna stals fyra skotrar.", "2023-12-27", "2023-12-30"),
        ("Under vårterminen anmäldes nio hot.", "2024-01-01", "2024-06-30"),
        ("Jan–okt 2024 anmäldes 88 cykelstölder.", "2024-01-01", "2024-10-31"),
        ("T.o.m. oktober har 88 cyklar stulits.", "2024-01-01", "2024-10-31"),
        ("Årets tio första månader anmäldes 88 stölder.", "2024-01-01", "2024-10-31"),
        ("Sommaren 2024 stals 19 båtmotorer.", "2024-06-01", "2024-08-31"),
        ("Sommaren vid badet var stökig.", "2024-06-01", "2024-08-31"),
        ("I slutet av augusti eldades båthuset upp.", "2024-08-01", "2024-08-31"),
        ("Kring månadsskiftet oktober–november hotades två vakter.", "2024-10-29", "2024-11-03"),
        ("För tre veckor sedan stals bryggan.", "2024-10-24", "2024-10-24"),
        ("För en månad sedan stals bryggan.", "2024-10-01", "2024-10-31"),
        ("Den 9:e november brann det igen.", "2024-11-09", "2024-11-09"),
        ("Tisdagen den 12:e brann det igen.", "2024-11-12", "2024-11-12"),
        ("V 45: två källarinbrott.", "2024-11-04", "2024-11-10"),
        ("Onsdag v. 45 välte någon alla stolar.", "2024-11-06", "2024-11-06"),
        ("Sedan förra fredagen är bommen borta.", "2024-11-08", "2024-11-14"),
        ("Nu i veckan har tre butiker rånats.", "2024-11-11", "2024-11-17"),
        ("Hösten -23 var värre, då brann fem bilar.", "2023-09-01", "2023-11-30"),
        ("Det senaste halvåret har elva förråd tömts.", "2024-05-14", "2024-11-14"),
        ("I förrgår kväll sköts det mot en port.", "2024-11-12", "2024-11-12"),
    ],
)
def test_says_when(sentence: str, first: str, last: str) -> None:
    assert when(sentence) == (first, last)


@pytest.mark.parametrize(
    "sentence",
    [
        "Nästa möte är den 12 december.",
        "Kameran sätts upp senast den 1 december.",
        "Fler cyklar än i fjol försvinner.",
        "Det står bilar på trottoaren, särskilt under jullovet.",
        "Lika många som i oktober är rädda.",
        "Väntetiden på tolv veckor är för lång.",
        "Häromdagen stals en moped.",
        "Veckan efter höstlovet hotades en lärare.",
        "Fönstret är krossat för tredje gången i år.",
        "De undviker tunneln varje kväll.",
    ],
)
def test_says_no_time_of_its_own(sentence: str) -> None:
    assert when(sentence) is None


def test_a_weekday_goes_on_from_the_days_told_before() -> None:
    weekend = (date(2024, 11, 2), date(2024, 11, 3))
    assert when("På lördagen stals en moped.", told=weekend) == ("2024-11-02", "2024-11-02")
    friday = (date(2024, 11, 1), date(2024, 11, 1))
    assert when("På söndagen brann den.", told=friday) == ("2024-11-03", "2024-11-03")
    assert when("På lördagen stals en moped.") == ("2024-11-09", "2024-11-09")
