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
