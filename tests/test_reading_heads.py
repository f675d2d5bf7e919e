"""The facts in the head of minutes as municipalities write them: each text and what it says set down by hand."""

from datetime import date

import pytest

from trygghet_geo import reading

TEXT = "\n\n§ 2 Lägesbild\nKlotter på Stationsgatan och vid Folkets hus.\n"
BOTH = (
    "Brottsförebyggande rådet\n\nProtokoll\n\n"
    "Tid och plats: Torsdagen den 14 mars 2024, kl. 09.00-11.30, Stadshuset, sal Ådalen\n"
)
COMPACT = (
    "Lokala brottsförebyggande rådet\n\nMötesanteckningar 240318\n\nPlats: Kommunhuset, Bosalen\nKlockan 8.15–10.00\n"
)
DRAWN = (
    "Sammanträdesprotokoll\nTrygghetsnämnden                        Sammanträdesdatum: 2022-11-09\n\n"
    "Plats och tid           Kommunhuset, rum Vänern, kl. 13:15-15:40\n\n"
    "Justeringens            Kommunhuset 2022-11-14\nplats och tid\n"
)


def read(tmp_path, words):
    path = tmp_path / "underlag.txt"
    path.write_text(words, encoding="utf-8")
    return reading.read(path, apart=False)


@pytest.mark.parametrize(
    ("words", "day", "time", "place"),
    [
        (BOTH, date(2024, 3, 14), "09.00-11.30", "Stadshuset, sal Ådalen"),
        (COMPACT, date(2024, 3, 18), "8.15–10.00", "Kommunhuset, Bosalen"),
        (DRAWN, date(2022, 11, 9), "13:15-15:40", "Kommunhuset, rum Vänern"),
    ],
    ids=["time and place in one", "a date without signs", "a label in mid-line"],
)
def test_when_and_where_the_meeting_was(tmp_path, words, day, time, place):
    header = read(tmp_path, words + TEXT).header
    assert (header.date, header.time, header.place) == (day, time, place)


def test_a_label_of_the_date_alone_tells_no_place(tmp_path):
    assert read(tmp_path, "Protokoll\n\nDatum: 14 mars 2024, Torsdag\n" + TEXT).header.place is None


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("Vilka var med: Kerstin Al, Hans Gran", ("Kerstin Al", "Hans Gran")),
        ("Mötesdeltagare: Kerstin Al, rektor, Hans Gran", ("Kerstin Al, rektor", "Hans Gran")),
        (
            "Närvarande: Polis Sven Alm, områdespolis Linn Björk samt bostadsbolaget genom Tore Sand",
            ("Polis Sven Alm", "områdespolis Linn Björk", "bostadsbolaget genom Tore Sand"),
        ),
        (
            "Närvarande ledamöter\nEva Lund, rektor\n\nEj närvarande\nBo Al, lärare",
            ("Eva Lund, rektor", "Bo Al, lärare (frånvarande)"),
        ),
    ],
)
def test_each_person_is_one_and_none_is_searched(tmp_path, words, people):
    document = read(tmp_path, f"Minnesanteckningar Trygghetsrådet 2023-10-05\n\n{words}\n{TEXT}")
    searched = "".join(document.text[b.start : b.end] for b in document.blocks if not b.header)
    assert document.header.attendees == people
    assert not any(name in searched for entry in people for name in entry.split(", ")[:1])
    assert "Klotter på Stationsgatan" in searched


def test_the_text_begins_at_the_heading_below_those_who_signed(tmp_path):
    words = (
        "Protokoll trygghetsrådet 2024-04-11\n\nSekreterare:\nMarie Quist\n\n§ 1 Mötets öppnande\nKlotter i Grästorp.\n"
    )
    document = read(tmp_path, words + TEXT)
    assert ("heading", False) in [
        (b.kind, b.header) for b in document.blocks if document.text[b.start : b.end] == "§ 1 Mötets öppnande"
    ]


@pytest.mark.parametrize(
    "words",
    ["Nästa avstämning: 7 december 2023.", "Nästa sammankomst är den 7 december.", "Nästa möte\n2023-12-07 kl 13"],
)
def test_the_next_meeting_is_told_in_many_words(tmp_path, words):
    document = read(tmp_path, f"Minnesanteckningar BRÅ 2023-10-05\n{TEXT}\n{words}\n")
    assert (document.header.date, document.header.next_meeting) == (date(2023, 10, 5), date(2023, 12, 7))


def searched(document):
    return " ".join(document.text[a:b] for block in document.blocks if not block.header for a, b in block.spans)


@pytest.mark.parametrize(
    "said",
    [
        "På Almgården brann en bil. Vid Ekgårdens torg såldes droger. Almskolan är för närvarande lugn.",
        "I bråket deltog elever från Västra Skolan och Östra Skolan. En ruta krossades.",
    ],
    ids=["for the time being", "two schools"],
)
def test_what_is_told_is_no_list_of_people(tmp_path, said):
    document = read(tmp_path, f"BRÅ-möte i rådhuset\n\nPolisområde Norr\n{said}\n\nStadskärnan\nKlotter på torget.\n")
    assert said in searched(document)
    assert document.header.attendees == ()


def test_who_came_is_known_from_a_sentence_and_the_rest_of_the_paragraph_is_read(tmp_path):
    rest = "Klottret på Almgatan har ökat. Vid stationen stjäls cyklar. Läget i övrigt är lugnt."
    document = read(tmp_path, f"BRÅ-möte\n\nVid mötet deltog Eva Lund och Hans Gran. {rest}\n" + TEXT)
    assert document.header.attendees == ("Eva Lund", "Hans Gran")
    assert rest in searched(document)


def test_a_letter_in_small_letters_does_not_go_on_with_the_line_that_says_to_whom(tmp_path):
    document = read(
        tmp_path, "Från: anonym\nTill: kontaktcenter\n\nhej det står en bil och bränner däck på ekgatan varje kväll.\n"
    )
    assert "bränner däck på ekgatan" in searched(document)
    assert "kontaktcenter" not in searched(document)
