"""When the event of a short notice was, and what its title says of seasons, days and hours."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.test_coverage import concerns, days
from trygghet_geo.dates import Anchor, expressions

UNSAID = ("None", "None")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # 2024-06-12 was a Wednesday: the Monday before was 10 June.
        (
            "08:05 Inbrott, Ekby\n2024-06-12\n\nEn villa på Storgatan fick under måndagen påhälsning av tjuvar. "
            "Smycken stals ur sovrummet.\n",
            ["2024-06-10"],
        ),
        # Each line of a log without a week has its own day, the last of that name.
        (
            "Väktare Ekby\n2024-06-12\n\nMåndag: en ruta krossades på skolan.\n\n"
            "Fredag: en cykel stals vid stationen.\n",
            ["2024-06-10", "2024-06-07"],
        ),
    ],
)
def test_the_day_of_a_notice_holds_for_its_later_sentences(tmp_path: Path, text: str, found: list[str]) -> None:
    assert {str(one.date_start) for one in concerns(tmp_path, text)} == set(found)


def test_what_goes_on_does_not_get_the_day_of_a_notice(tmp_path: Path) -> None:
    text = (
        "2024-06-12\n\n08:05 Skadegörelse, Ekby\n\nI måndags krossades en ruta på skolan och polisen fick larm. "
        "Gatlyktorna på Storgatan är ständigt trasiga.\n"
    )
    assert [days(one) for one in concerns(tmp_path, text)] == [("2024-06-10", "2024-06-10"), UNSAID]


def test_a_letter_is_no_notice(tmp_path: Path) -> None:
    text = (
        "2024-06-12\n\nHej! I måndags krossades en ruta på skolan och polisen fick larm. En cykel stals på Storgatan.\n"
    )
    assert [days(one) for one in concerns(tmp_path, text)] == [("2024-06-10", "2024-06-10"), UNSAID]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        # Documents of Monday 18 November 2024. Week 44 is 28 October-3 November, week 46 11-17 November.
        ("Lägesbild höstlovet, Ekby\n2024-11-18\n\nKlotter på skolans vägg.\n", "2024-10-28", "2024-11-03"),
        ("Sommaren i Ekby – summering\n2024-11-18\n\nKlotter på skolans vägg.\n", "2024-06-01", "2024-08-31"),
        ("Tertialrapport 2 2024, Ekby\n2024-11-18\n\nKlotter på skolans vägg.\n", "2024-05-01", "2024-08-31"),
        ("Kvartalsrapport 3 2024, Ekby\n2024-11-18\n\nKlotter på skolans vägg.\n", "2024-07-01", "2024-09-30"),
        ("Veckobrev 46, Ekby\n2024-11-18\n\nTisdag: Krossad ruta på skolan.\n", "2024-11-12", "2024-11-12"),
        ("Söndagens sammandrag, Ekby\n2024-11-18\n\nKlotter på skolans vägg.\n", "2024-11-17", "2024-11-17"),
        ("Jourens anteckningar lördag kväll\n2024-11-18\n\nKlotter på skolans vägg.\n", "2024-11-16", "2024-11-16"),
        ("1611 2140 Väktarrond Ekby\n2024-11-18\n\nKlotter på skolans vägg.\n", "2024-11-16", "2024-11-16"),
        # What comes after the hour is a word, not a sum in kronor.
        ("Natt 16–17 november, Ekby\n2024-11-18\n\n04.15 Krossad ruta på skolan.\n", "2024-11-17", "2024-11-17"),
        (
            "Natt 16–17 november, Ekby\n2024-11-18\n\nVid 23-tiden krossades en ruta på skolan.\n",
            "2024-11-16",
            "2024-11-16",
        ),
        ("Dygnet som gick i Ekby\n2024-11-18\n\nEftermiddag. Krossad ruta på skolan.\n", "2024-11-17", "2024-11-17"),
    ],
)
def test_a_title_and_an_hour_say_when(tmp_path: Path, text: str, first: str, last: str) -> None:
    assert [days(one) for one in concerns(tmp_path, text)] == [(first, last)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # 18 November 2024 was a Monday.
        ("Mellan fredag och söndag bröt sig någon in.", [("2024-11-15", "2024-11-17")]),
        ("Mellan lördag kväll och söndag förmiddag stals verktyg.", [("2024-11-16", "2024-11-17")]),
        ("Porten är öppen mellan tisdag och fredag, alltid.", []),
        ("1711 0310 klotter i tunneln", [("2024-11-17", "2024-11-17")]),
        ("1611 0310 klotter", [("2024-11-16", "2024-11-16")]),
        ("1010 1130 klotter", []),  # more than a month ago: two hours as likely
        ("1611 0310-0420 klotter", []),
        ("Brevlådan är platt efter lördagsnatten.", [("2024-11-16", "2024-11-17")]),
    ],
)
def test_days_in_notes_and_logs(text: str, found: list[tuple[str, str]]) -> None:
    named = expressions(text, Anchor(date(2024, 11, 18)))
    assert [(str(e.first), str(e.last)) for e in named] == found


@pytest.mark.parametrize(
    ("text", "told", "found"),
    [
        ("Dagen innan krossade någon en ruta.", (date(2024, 11, 14),) * 2, [date(2024, 11, 13)]),
        ("Dagen därpå krossades en till.", (date(2024, 11, 14),) * 2, [date(2024, 11, 15)]),
        ("Dagen innan krossade någon en ruta.", (date(2024, 11, 1), date(2024, 11, 14)), []),
        ("Dagen därpå krossades en till.", (date(2024, 11, 18),) * 2, []),  # would be to come
        # Told of Thursday 7 November; "förra torsdagen" is not it but the last one.
        ("Förra torsdagen krossades en ruta.", (date(2024, 11, 7),) * 2, [date(2024, 11, 14)]),
    ],
)
def test_days_beside_one_told(text: str, told: tuple[date, date], found: list[date]) -> None:
    named = expressions(text, Anchor(date(2024, 11, 18), told=told))
    assert [e.first for e in named] == found


def test_a_heading_that_is_a_day_dates_what_stands_under_it_in_a_police_summary(tmp_path: Path) -> None:
    # 14 March 2022 was a Monday.
    text = (
        "Händelser under helgen, lokalpolisområde Ekby\n2022-03-14\n\nFredag 11 mars\nKl. 23.40. "
        "En man misshandlades vid torget. Polisanmälan är upprättad.\n\n"
        "Söndag 13 mars\nKl. 05.00. Två bilar brann på parkeringen. "
        "Patrull bevakade platsen.\n"
    )
    assert [days(one) for one in concerns(tmp_path, text)] == [("2022-03-11",) * 2, ("2022-03-13",) * 2]


def test_a_line_of_the_head_says_which_days_a_report_is_of(tmp_path: Path) -> None:
    text = (
        "Avvikelserapport, resecentrum\n2026-02-23\nPass: lördag 21 februari 18.00 – söndag 22 februari 03.00\n\n"
        "21.50 Torget: ett tiotal supportrar slåss med bälten.\n\n01.20 Klotter på väggen vid perrongen.\n"
    )
    assert [days(one) for one in concerns(tmp_path, text)] == [("2026-02-21",) * 2, ("2026-02-22",) * 2]


def test_a_survey_s_and_a_list_s_year_holds_for_what_they_tell(tmp_path: Path) -> None:
    survey = "Trygghetsmätning 2023 – sammanfattning\n2024-04-22\n\nPå Almgatan stör mopedåkning nattetid.\n"
    item = "Utskottet 2024-02-21\n\n§ 7 Felanmälningar 2023\n\nMest anmälda platser\n\nKlotter på viadukten i Ekby.\n"
    for text in (survey, item):
        assert [days(one) for one in concerns(tmp_path, text)] == [("2023-01-01", "2023-12-31")]


def test_a_summary_of_several_days_has_the_day_of_each_heading(tmp_path: Path) -> None:
    # 22 August 2022 was a Monday.
    text = (
        "Händelser i Ekby 19–21 augusti\n2022-08-22\n\nFredag\nEn kvinna misshandlades på bron. Förhör har hållits.\n\n"
        "Lördag\nEn moped tillgreps vid parken. Patrull fann den, föraren misstänks för stöld.\n"
    )
    assert [days(one) for one in concerns(tmp_path, text)][:1] == [("2022-08-19", "2022-08-19")]
    assert [days(one) for one in concerns(tmp_path, text)][-1:] == [("2022-08-20", "2022-08-20")]


def test_under_saturday_written_on_a_saturday_is_that_day() -> None:
    named = expressions("Rånet skedde under lördagen, och i lördags ett till.", Anchor(date(2019, 8, 17)))
    assert [str(e.first) for e in named] == ["2019-08-17", "2019-08-10"]
