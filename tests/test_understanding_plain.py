"""A problem told by its plain name is a concern in any plain sentence, and none where it is named for another reason.

The frames below are not those of data/training/frames.toml, and the words only partly.
"""

from __future__ import annotations

import pytest

from tests.test_understanding import summary

PROBLEMS = (
    "inbrott",
    "källarinbrott",
    "cykelstölder",
    "snatterier",
    "klotter",
    "krossade rutor",
    "buskörning",
    "nedskräpning",
    "narkotikahandel",
    "fylleri",
    "bråk",
    "misshandel",
    "hot",
    "mobbning",
    "bedrägerier",
    "bilbränder",
    "lösspringande hundar",
    "trafikolyckor",
    "felparkerade bilar",
    "ungdomsgäng",
)
MOST = len(PROBLEMS) * 3 // 4
"""Problems that a frame must be read right with: the model is one of many that the same texts could teach."""


def kinds(frame: str) -> list[set[str]]:
    """The kinds of what is read in `frame`, filled with each problem in turn."""
    sentences = [frame.format(x=problem, X=problem[0].upper() + problem[1:]) for problem in PROBLEMS]
    return [{kind for kind, _ in summary(sentence)} for sentence in sentences]


@pytest.mark.parametrize(
    "frame",
    [
        "{X} har blivit vardag kring Folkets park.",
        "Det är återkommande {x} i kvarteret Linden.",
        "Vi märker av {x} allt oftare.",
        "Under våren har föreningen haft {x} i huset.",
        "Hyresvärden uppger att {x} blivit fler.",
        "Samtliga vaktbolag rapporterar {x} runt resecentrum.",
        "Kyrkan har haft {x} på kyrkogården i Ekby.",
        "Eleverna berättar om {x} på bussen.",
        "Enligt kommunpolisen är det främst {x} som ökar i Ekby.",
        "Boende på Storgatan är drabbade av {x}.",
        "Tyvärr {x} igen.",
    ],
)
def test_a_problem_plainly_told_is_a_concern(frame: str) -> None:
    assert sum("concern" in found for found in kinds(frame)) >= MOST


@pytest.mark.parametrize(
    "frame",
    [
        "Kommunfullmäktige antog en strategi mot {x}.",
        "Är {x} ett problem hos er?",
        "{X} minskade i Ekby under hösten.",
        "Kameror ska motverka {x} vid stationen.",
        "Vi föreslår vakter mot {x} på torget.",
        "Enligt Folkhälsomyndigheten ökar {x} i Sverige.",
        "Man befarar {x} när festivalen kommer.",
        "På åttiotalet var {x} vanligt i Ekby.",
        "Kom ihåg att polisanmäla {x}.",
        "Ledamoten undrade om {x} ingår i uppdraget.",
        "Ordföranden tackade för dragningen om {x}.",
    ],
)
def test_a_problem_named_for_another_reason_is_none(frame: str) -> None:
    assert sum("concern" not in found for found in kinds(frame)) >= MOST


@pytest.mark.parametrize(
    ("entry", "category"),
    [
        ("07.25 Inbrott i personbil, Kvarnvägen.", "burglary"),
        ("19.40 Soprumsbrand vid Lindängen, släckt av väktare.", "fire"),
        ("Kl. 22.10: narkotikainnehav, Smedjegatan.", "drugs"),
        ("Lör 00.45 slagsmål utanför Hotellet.", "violence"),
        ("Cykelstölder: 9 (föregående period 2).", "theft"),
        ("Skadegörelse – 6 st", "vandalism"),
        ("Våld/hot mot tjänsteman, receptionen.", "violence"),
        ("15.10 Trafikolycka riksvägen, ingen misstanke om rattfylleri.", "traffic"),
    ],
)
def test_an_entry_of_a_log_is_about_what_it_opens_with(entry: str, category: str) -> None:
    assert [(kind, code.split("/")[0]) for kind, codes in summary(entry) for code in codes] == [("concern", category)]


@pytest.mark.parametrize(
    "line",
    [
        "Stölder: inga.",
        "Bostadsinbrott – 0 st",
        "Skadegörelse: nej.",
        "Klotter: inget nytt.",
        "Ekby: ingen fest, inget buller.",
        "Inga inbrott, stölder eller skadegörelser.",
        "Inte en ruta är sönder.",
        "Källarinbrotten har avklingat.",
        "Efter midnatt lugnade bråken ned sig.",
    ],
)
def test_what_is_said_not_to_be_there_is_no_concern(line: str) -> None:
    assert all(kind == "calm" for kind, _ in summary(line))


@pytest.mark.parametrize(
    "sentence",
    [
        "Inga inbrott men klotter på fasaden.",
        "Klottret på muren är fortfarande inte sanerat.",
        "Bråken har inte slutat.",
    ],
)
def test_a_denial_does_not_reach_over_a_turn(sentence: str) -> None:
    assert "concern" in {kind for kind, _ in summary(sentence)}
