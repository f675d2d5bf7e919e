"""The days a report, a heading, a line of a log or a police note's own sentence gives to what stands in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from trygghet_geo import reading, taxonomy
from trygghet_geo.places import gazetteer
from trygghet_geo.places.mentions import mentions
from trygghet_geo.records import Statement
from trygghet_geo.understanding import understand


def concerns(tmp_path: Path, text: str) -> list[Statement]:
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    document = reading.read(path, apart=False)
    found = understand(document, mentions(document, gazetteer.load(None)), taxonomy.load())
    return [one for one in found if one.kind == "concern"]


def days(one: Statement) -> tuple[str, str]:
    return str(one.date_start), str(one.date_end)


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        # 2024-06-17 was a Monday; week 23 is 3-9 June, week 24 10-16 June.
        ("Veckorapport 23 och 24, väktarna i Ekby", "2024-06-03", "2024-06-16"),
        ("Störningsjouren, avser v 23 + v 24", "2024-06-03", "2024-06-16"),
        ("Väktarrapport, period 3 juni – 16 juni 2024", "2024-06-03", "2024-06-16"),
        ("Felanmälningar i Ekby, 3–16 juni 2024", "2024-06-03", "2024-06-16"),
        ("Månadsrapport maj 2024 från jouren", "2024-05-01", "2024-05-31"),
        ("Tvåveckorsrapport från jouren, period: 2024-06-03 – 2024-06-16", "2024-06-03", "2024-06-16"),
        ("Trygghetsrapport för juni, del 1 (v. 23–24)", "2024-06-03", "2024-06-16"),
        ("Kvartalsrapport från jouren, kvartal 1 2024", "2024-01-01", "2024-03-31"),
        ("Väktarnas månadsblad till kommunen, maj 2024", "2024-05-01", "2024-05-31"),
        ("Fritidskontoret: Gatusatsningen våren 2024", "2024-03-01", "2024-05-31"),
        ("Terminsrapport VT 2024, trygghetsteamet", "2024-01-01", "2024-06-30"),
        ("Trygghetsbokslut, tertial 1 2024", "2024-01-01", "2024-04-30"),
        # The month of a newsletter is not over: nothing is said of when.
        ("Nyhetsbrev från jouren, juni", "2024-06-17", "2024-06-17"),
    ],
)
def test_a_title_gives_its_period(tmp_path: Path, title: str, first: str, last: str) -> None:
    (one,) = concerns(tmp_path, f"{title}\nDatum: 2024-06-17\n\nKlotter på skolans vägg i Ekby.\n")
    known = (str(one.date_start or "2024-06-17"), str(one.date_end or "2024-06-17"))
    assert known == (first, last)


def test_a_line_of_a_log_is_dated_by_the_day_it_opens_with(tmp_path: Path) -> None:
    text = (
        "Väktarrapport v. 24 2024\nDatum: 2024-06-17\n\n"
        "Ti 11/6  22.40 Klotter på skolans vägg. Rutan i entrén är krossad.\n\n"
        "On 12/6  Inget att rapportera.\n\nTo 13/6  Källarinbrott på Storgatan.\n"
    )
    found = [days(one) for one in concerns(tmp_path, text)]
    assert found == [("2024-06-11", "2024-06-11")] * 2 + [("2024-06-13", "2024-06-13")]


def test_in_running_prose_a_day_dates_its_own_sentence_only(tmp_path: Path) -> None:
    text = (
        "Väktarrapport v. 24 2024\nDatum: 2024-06-17\n\n"
        "Tisdag 11/6 var det klotter på skolans vägg. Rutan i entrén är krossad.\n"
    )
    assert [days(one) for one in concerns(tmp_path, text)] == [
        ("2024-06-11", "2024-06-11"),
        ("2024-06-10", "2024-06-16"),
    ]


def test_a_sentence_that_opens_a_section_gives_it_its_period(tmp_path: Path) -> None:
    text = (
        "Minnesanteckningar, trygghetsrådet i Ekby\nDatum: 2024-02-15\n\n"
        "1. Från polisen\n\nUnder januari anmäldes 214 brott i kommunen, vilket är färre än året innan. "
        "Klotter på skolans vägg i Ekby.\n\n2. Övrigt\n\nLyset på Storgatan är trasigt.\n"
    )
    first, second = concerns(tmp_path, text)
    assert days(first) == ("2024-01-01", "2024-01-31")
    assert second.date_start is None


def test_a_heading_gives_its_season_to_what_stands_below(tmp_path: Path) -> None:
    text = (
        "Minnesanteckningar, trygghetsrådet i Ekby\nDatum: 2024-09-17\n\n"
        "1. Sommarens erfarenheter\n\nDet har klottrats på skolans vägg.\n\n"
        "2. Inför hösten\n\nLyset på Storgatan är trasigt.\n"
    )
    first, second = concerns(tmp_path, text)
    assert days(first) == ("2024-06-01", "2024-08-31")
    assert second.date_start is None


def test_a_note_of_one_event_is_dated_by_the_sentence_that_says_when(tmp_path: Path) -> None:
    """18 March 2024 was a Monday; the weekend before it the 16th and 17th."""
    text = (
        "18 mars 08:12, Inbrott, Falun\n\nInbrott i cykelaffär.\n\n"
        "Någon gång under helgen har okända tagit sig in. Anmälan är upprättad.\n"
    )
    path = tmp_path / "note.txt"
    path.write_text(text, encoding="utf-8")
    (one,) = concerns(tmp_path, text.replace("18 mars 08:12", "18 mars 2024 08:12"))
    assert days(one) == ("2024-03-16", "2024-03-17")


def test_the_clock_tells_which_day_of_a_night_it_was(tmp_path: Path) -> None:
    """16 March 2024 was a Saturday."""
    text = "16 mars 2024 05:12, Brand, Falun\n\nEn bil brann på Slussgatan. Larmet kom 02.31, natten mot lördag.\n"
    (one,) = concerns(tmp_path, text)
    assert days(one) == ("2024-03-16", "2024-03-16")


def test_what_opens_with_a_time_of_its_own_is_another_event(tmp_path: Path) -> None:
    text = (
        "16 mars 2024 05:12, Misshandel, Falun\n\nEn man slogs ned utanför en krog. Strax före fyra fattade en bil "
        "eld på en grusväg i Grycksbo.\n"
    )
    assert [one.claims[0].category for one in concerns(tmp_path, text)] == ["violence", "fire"]


def test_an_items_heading_holds_over_the_headings_below_it(tmp_path: Path) -> None:
    """Until the next numbered item, which tells of no period."""
    text = (
        "Trygghetsrådet i Ekby\nDatum: 2024-09-17\n\n"
        "§ 32 Lägesbild för sommaren\n\nBadet\n\nDet har klottrats på skolans vägg.\n\n"
        "Centrum\n\nEn bil brann på torget.\n\n"
        "§ 33 Övrigt\n\nLyset på Storgatan är trasigt.\n"
    )
    first, second, third = concerns(tmp_path, text)
    assert days(first) == days(second) == ("2024-06-01", "2024-08-31")
    assert third.date_start is None


def test_lines_that_open_with_a_date_or_a_days_name_are_a_log(tmp_path: Path) -> None:
    """Week 24 of 2024 is 10-16 June."""
    dated = (
        "Väktarrapport v. 24 2024\nDatum: 2024-06-17\n\n11/6 ti. Klotter på skolans vägg.\n\n"
        "12/6 on. Inget.\n\n13/6 to. Källarinbrott på Storgatan.\n"
    )
    named = (
        "Väktarrapport v. 24 2024\nDatum: 2024-06-17\n\n- ti klotter på skolans vägg\n- on inget\n"
        "- to källarinbrott på Storgatan\n"
    )
    for text in (dated, named):
        found = [days(one) for one in concerns(tmp_path, text)]
        assert found == [("2024-06-11", "2024-06-11"), ("2024-06-13", "2024-06-13")]


def test_a_line_of_a_nights_report_is_dated_by_its_clock_time(tmp_path: Path) -> None:
    text = (
        "Rondrapport, natten 2–3 december 2024\nDatum: 2024-12-03\n\n"
        "22.25 Klotter på skolans vägg.\n\n00.30 Källarinbrott på Storgatan.\n"
    )
    found = [days(one) for one in concerns(tmp_path, text)]
    assert found == [("2024-12-02", "2024-12-02"), ("2024-12-03", "2024-12-03")]


def test_behind_men_the_time_before_it_is_over(tmp_path: Path) -> None:
    text = "Trygghetsrådet i Ekby\nDatum: 2024-03-12\n\nI Ekby klottrades det i höstas, men i Berga brann en bil.\n"
    first, second = concerns(tmp_path, text)
    assert days(first) == ("2023-09-01", "2023-11-30")
    assert second.date_start is None


def test_an_item_named_in_plain_lines_gives_its_period_too(tmp_path: Path) -> None:
    """Neither line is a heading by its looks; the first third of 2023 is January to April."""
    text = (
        "Stadsbyggnadsnämnden i Ekby\nDatum: 2023-05-11\n\n§ 119\n\n"
        "Redovisning av felanmälningar första tertialet 2023\n\n"
        "Det har klottrats på skolans vägg.\n\n§ 120\n\nÖvrigt\n\nLyset på Storgatan är trasigt.\n"
    )
    first, second = concerns(tmp_path, text)
    assert days(first) == ("2023-01-01", "2023-04-30")
    assert second.date_start is None


def test_who_accounts_for_a_period_gives_it_to_what_follows(tmp_path: Path) -> None:
    text = (
        "Trygghetsrådet i Ekby\nDatum: 2024-04-18\n\n§ 9 Från polisen\n\n"
        "Kommunpolisen redogör för brotten under första kvartalet 2024.\n\nEn bil brann på torget.\n"
    )
    (one,) = concerns(tmp_path, text)
    assert days(one) == ("2024-01-01", "2024-03-31")


def test_a_title_that_ends_on_weekdays_gives_the_last_ones(tmp_path: Path) -> None:
    """16 September 2024 was a Monday."""
    for title, expected in (
        ("Nattvandrarna i Ekby, lördag", ("2024-09-14", "2024-09-14")),
        ("Rapport från värdarna, fredag–lördag", ("2024-09-13", "2024-09-14")),
    ):
        (one,) = concerns(tmp_path, f"{title}\n\nDatum: 2024-09-16\n\nDet har klottrats på skolans vägg.\n")
        assert days(one) == expected


def test_a_second_event_of_the_same_night_has_the_days_of_the_first(tmp_path: Path) -> None:
    """9 April 2024 was a Tuesday."""
    text = (
        "9 april 2024 15:22, Skadegörelse, Falun\n\nKlotter på Västra skolan.\n\n"
        "Det sprejades under natten mot tisdagen. Anmälan är upprättad.\n\n"
        "Under samma natt har även en bilruta krossats på Storgatan.\n"
    )
    found = concerns(tmp_path, text)
    assert [days(one) for one in found] == [("2024-04-08", "2024-04-09")] * 2


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("Vecka 50 i Ekby. Internt till kommunen", "2021-12-13", "2021-12-19"),
        ("Trafiken vecka 49, Ekby–Berga", "2021-12-06", "2021-12-12"),
        ("HELGRAPPORT (fredag 17 – söndag 19 december)", "2021-12-17", "2021-12-19"),
        ("Genomgång Ekby. Fredag 17/12–söndag 19/12.", "2021-12-17", "2021-12-19"),
        ("Uteliv på torget, natt mellan 17 och 18 december", "2021-12-17", "2021-12-18"),
        ("Byarna i öst, 14 dagar (6–19 december)", "2021-12-06", "2021-12-19"),
        ("Lucia i Ekby – en sammanställning", "2021-12-13", "2021-12-13"),
        ("Ekby centrum, lördag 18 december", "2021-12-18", "2021-12-18"),
        ("Dygnet som gick i Ekby", "2021-12-19", "2021-12-20"),
    ],
)
def test_the_days_that_a_first_line_names_are_those_of_what_it_heads(
    tmp_path: Path, line: str, first: str, last: str
) -> None:
    path = tmp_path / "text.txt"
    path.write_text(f"{line}\n\nKlotter på skolans vägg.\n", encoding="utf-8")
    document = reading.read(path, apart=False)
    document = replace(document, header=replace(document.header, date=date(2021, 12, 20)))
    [found] = understand(document, mentions(document, gazetteer.load(None)), taxonomy.load())
    assert days(found) == (first, last)


@pytest.mark.parametrize(
    "line",
    [
        "Möte vecka 50",
        "Program för veckan 13–19 december",
        "Inför lördag 18 december",
        "I lördags var jag på torget.",
        "Vecka 30 i Ekby",  # five months ago
    ],
)
def test_a_first_line_of_a_meeting_a_plan_or_a_letter_says_nothing_of_when(tmp_path: Path, line: str) -> None:
    path = tmp_path / "text.txt"
    path.write_text(f"{line}\n\nKlotter på skolans vägg.\n", encoding="utf-8")
    document = reading.read(path, apart=False)
    document = replace(document, header=replace(document.header, date=date(2021, 12, 20)))
    found = understand(document, mentions(document, gazetteer.load(None)), taxonomy.load())
    [told] = [one for one in found if one.kind == "concern"]
    assert days(told) == ("None", "None")
