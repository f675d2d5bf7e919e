"""The facts of a document in plain text: body, date, place, people, kind."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from tests.reading_samples import HEAD, read, sections
from trygghet_geo import reading


def test_header_facts(tmp_path):
    document = read(
        tmp_path,
        HEAD
        + "\nLägesbild\n\nDet är mörkt vid Lillån. Förra mötet hölls 2023-02-01.\n\n"
        + "Nästa möte: måndag 4 september 2023 kl. 17.30\n\nVid pennan\n\nLina Gran\n",
    )
    header = document.header
    assert (header.body, header.date, header.time) == ("Trygghetsråd", date(2023, 5, 8), "17.30-19.00")
    assert header.place == "Sessionssalen, Exempelköping"
    assert header.attendees == ("Eva Ek, ordförande (S)", "Bo Al (M)", "Lina Gran, samordnare")
    assert header.next_meeting == date(2023, 9, 4)
    assert sections(document) == {"Lägesbild": ["Det är mörkt vid Lillån. Förra mötet hölls 2023-02-01."]}
    assert document.kind == "minutes"


@pytest.mark.parametrize(
    ("first", "name", "expected"),
    [
        ("Måndagen den 4 mars 2024 kl. 17", "x.txt", date(2024, 3, 4)),
        ("Sammanträdesdatum 2024-03-04", "x.txt", date(2024, 3, 4)),
        ("13 september 2023 kl 21.40", "x.txt", date(2023, 9, 13)),
        ("20 mars 11:00, Trafikolycka, Exempelköping", "polisen-2023.txt", date(2023, 3, 20)),
        ("20 mars 11:00, Trafikolycka, Exempelköping", "polisen.txt", None),
        ("20 mars 11:00, Trafikolycka, Exempelköping\n\nBron är från 2019.", "polisen.txt", None),
        ("20 mars 11:00, Trafikolycka, Exempelköping\n\nUppdaterat 2023-03-21.", "polisen.txt", date(2023, 3, 20)),
        ("Anteckningar", "2021-03-10-rad.txt", date(2021, 3, 10)),
        ("Anteckningar", "210310 brå.txt", date(2021, 3, 10)),
        ("Anteckningar\n\nBordlagt till den 24 mars 2021.", "ks-2021-03-10.txt", date(2021, 3, 10)),
        ("Anteckningar", "brå_20210310.txt", date(2021, 3, 10)),
        ("Anteckningar", "ärende-410703.txt", None),
        ("Anteckningar", "x.txt", None),
        ("Planen gäller från den 1 mars 2024.", "x.txt", None),
        ("Lagen trädde i kraft den 1 juli 2023. Skrivet 2023-09-04.", "x.txt", date(2023, 9, 4)),
    ],
)
def test_the_documents_date(tmp_path, first, name, expected):
    assert read(tmp_path, f"{first}\n\nDet är mörkt vid Lillån.\n", name).header.date == expected


def test_the_next_meetings_date_is_never_the_documents(tmp_path):
    assert read(tmp_path, "Anteckningar\n\nAllt är lugnt.\n\nNästa möte 15 september 2021 kl. 17\n").header.date is None


def test_a_speaker_in_the_body_is_no_attendee(tmp_path):
    document = read(tmp_path, HEAD + "\n\nLägesbild\n\nPolisen: Det har varit två inbrott i Norrby.\n")
    assert sections(document) == {"Lägesbild": ["Polisen: Det har varit två inbrott i Norrby."]}


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Protokoll från trygghetsvandring i Norrby", "walk"),
        ("Trygghetsrådets protokoll om trygghetsvandring", "minutes"),
        ("Trygghetsvandring i Norrby", "walk"),
        ("Medborgarlöfte 2024", "pledge"),
        ("Lägesbild vecka 9", "report"),
        ("Minnesanteckningar", "minutes"),
    ],
)
def test_kind_by_the_title(tmp_path, title, kind):
    assert read(tmp_path, f"{title}\n\nDet är mörkt vid Lillån.\n").kind == kind


def test_an_example_says_that_it_is_invented(tmp_path):
    assert read(tmp_path, "Påhittat exempel\n\nMörkt vid Lillån.").invented
    assert not read(tmp_path, "Mörkt vid Lillån. " * 60 + "Ett påhittat exempel.").invented


def test_signatures_end_the_search(tmp_path):
    text = HEAD + "\n\nLägesbild\n\nDet är lugnt.\n\nVid protokollet\n\nLina Gran\n\nJusteras\n\nBo Al\n"
    assert sections(read(tmp_path, text)) == {"Lägesbild": ["Det är lugnt."]}


ROWS = """Trygghetsråd Exempelköping

Påhittat exempel: inget har hänt.
Mötet hölls i Folkets hus, och kaffe bjöds.

Datum: 2023-05-08
Plats: Sessionssalen
Närvarande: Eva Ek (ordförande),
Bo Al (M)

Lägesbild
"""


def test_a_sentence_between_title_and_facts_does_not_end_the_head(tmp_path):
    document = read(tmp_path, ROWS + "Det är mörkt vid Lillån.\n")
    assert (str(document.header.date), document.header.place) == ("2023-05-08", "Sessionssalen")
    assert document.header.attendees == ("Eva Ek (ordförande)", "Bo Al (M)")
    assert sections(document)["Lägesbild"] == ["Det är mörkt vid Lillån."]
    assert not any("Påhittat" in text for texts in sections(document).values() for text in texts)


@pytest.mark.parametrize(
    "people",
    [
        "Närvarande: Eva Ek (S), Bo Al, polis",
        "Närvarande på mötet: Eva Ek, Bo Al",
        "Närvarande var Eva Ek och Bo Al.",
        "Närvarande\n- Eva Ek\n- rektorn\n- Bo Al, polis",
        "Förtroendevalda:\nEva Ek (S)\nBo Al (M)",
        "§ 1 Närvarande\n\nEva Ek, ordförande\n\nBo Al, polis",
        "Deltog: Eva Ek, Bo Al",
        "Beslutande: Eva Ek\nErsättare: Bo Al\nFrånvarande: Per Ås",
        "Tjänstepersoner: Eva Ek,\nBo Al",
        "Sekreterare: Eva Ek",
        "Vid protokollet\nEva Ek\n\nJusteras\nBo Al",
        "Antecknat av Eva Ek",
        "Övriga: Eva Ek, Bo Al",
        "Norrby den 3 maj 2023\n\nEva Ek\n\nBo Al vice ordförande",
    ],
)
@pytest.mark.parametrize("letters", ["NFC", "NFD"])
def test_lines_of_people_are_facts_wherever_they_stand(tmp_path, people, letters):
    body = "Lägesbild\n\nDet är mörkt vid Lillån.\n\n"
    more = "\n\nTrafik\n\n" + "Mopeder kör fort.\n\n" * 30
    document = read(tmp_path, unicodedata.normalize(letters, body + people + more))
    found = sections(document)
    assert [unicodedata.normalize("NFC", text) for texts in found.values() for text in texts] == [
        "Det är mörkt vid Lillån.",
        *["Mopeder kör fort."] * 30,
    ]
    assert any("Eva Ek" in person for person in document.header.attendees)


@pytest.mark.parametrize("letters", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "away",
    [
        "Frånvarande: Per Ås (S), Lo Ek",
        "Ej närvarande: Per Ås (S), Lo Ek",
        "Anmält förhinder:\nPer Ås (S)\nLo Ek",
        "FÖRHINDER: Per Ås (S), Lo Ek",
        "Frånvarande ledamöter\nPer Ås (S)\nLo Ek",
    ],
)
@pytest.mark.parametrize("start", ["Trygghetsrådet\n\nDatum: 2024-03-04\n", "Läget\n\n" + "Det är mörkt.\n\n" * 30])
def test_who_was_not_there_is_no_attendee(tmp_path, start, away, letters):
    text = f"{start}Närvarande: Eva Ek, Bo Al\n{away}\n\nTrafik\n\nMopeder kör fort.\n"
    document = read(tmp_path, unicodedata.normalize(letters, text))
    assert reading.as_json(document)["header"]["attendees"] == ["Eva Ek", "Bo Al"]
    # They are people all the same: no word of theirs is searched, and their names are known to be names.
    assert {"Per Ås (S) (frånvarande)", "Lo Ek (frånvarande)"} <= set(document.header.attendees)
    assert sections(document)["Trafik"] == [unicodedata.normalize(letters, "Mopeder kör fort.")]


@pytest.mark.parametrize(
    "said",
    [
        "Ordförande: Vi måste göra något åt Norra Torget.",
        "Deltagarna säger att det är mörkt.",
        "Ersättare saknas för den trasiga lampan vid Lillån.",
        "Deltagare: Det är mörkt vid skolan och ingen vågar gå där på kvällarna.",
        "Polisen: Bråk vid Norra Torget, Östra Parken",
    ],
)
def test_what_people_say_is_text(tmp_path, said):
    document = read(tmp_path, HEAD + f"\nLägesbild\n\nDet är lugnt.\n\n{said}\n\nDet är mörkt.\n")
    assert said in sections(document)["Lägesbild"]


def test_the_place_of_each_incident_is_not_the_meetings(tmp_path):
    text = "Rapport\n\nPlats: Norra Torget\nTid: fredag\nBråk.\n\nPlats: Lillån\nTid: lördag\nMörkt.\n"
    document = read(tmp_path, text)
    assert document.header.place is None
    assert any("Norra Torget" in words for texts in sections(document).values() for words in texts)


def test_who_gets_a_copy_is_neither_text_nor_an_attendee(tmp_path):
    copies = "Protokollsutdrag skickas till\nEva Ek\nBo Al"
    text = f"Beslut\n\nDet är mörkt vid Lillån.\n\n{copies}\n\nTrafik\n\nDet är lugnt.\n"
    document = read(tmp_path, text)
    assert sections(document) == {"Beslut": ["Det är mörkt vid Lillån."], "Trafik": ["Det är lugnt."]}
    assert document.header.attendees == ()


def test_other_business_is_a_heading_and_a_nights_summary_names_its_county(tmp_path):
    document = read(tmp_path, "Anteckningar 2023-05-03\n\nÖvriga frågor\n\nDet är mörkt vid Lillån.\n")
    assert sections(document) == {"Övriga frågor": ["Det är mörkt vid Lillån."]}
    title = "Sammanfattning natt, Exempellän, 15 september 2024 kl. 07.10"
    document = read(tmp_path, f"{title}\n\nEn bil brann i Norrby.\n")
    assert not any(block.header for block in document.blocks)
    assert document.header.date == date(2024, 9, 15)


def test_names_in_columns_are_people_and_no_table(tmp_path):
    rows = "Alma Ek      Bo Al       Per Sund\nEva Lind     Ulf Berg    Kim Ros\nAnn Hav      Lars Öst    Mia Dal\n"
    document = read(tmp_path, f"Minnesanteckningar\n\nNärvarande:\n{rows}\nLägesbild\nDet är lugnt.\n")
    shown = [document.text[b.start : b.end] for b in document.blocks if not b.header]
    assert shown == ["Minnesanteckningar", "Lägesbild", "Det är lugnt."]
