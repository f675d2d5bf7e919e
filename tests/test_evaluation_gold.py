"""Annotated texts: what a line becomes, and that a faulty file is refused with all its faults in one message."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from trygghet_geo import taxonomy
from trygghet_geo.errors import InvalidData
from trygghet_geo.evaluation import gold
from trygghet_geo.evaluation.findings import Finding
from trygghet_geo.taxonomy import Taxonomy

GOLD = sorted((Path(__file__).resolve().parent.parent / "data" / "evaluation").glob("[!p]*.jsonl"))
"""All but `places-*`, which annotate mentions: tests/test_place_accuracy.py."""
DAY = date(2022, 3, 9)


def write(path: Path, *objects: object) -> Path:
    lines = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in objects]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def annotated(**changes) -> dict:
    claim = {"category": "vandalism", "type": "graffiti"}
    said = {"quote": "Klotter på Nibble", "start": 0, "end": 17, "kind": "concern", "claims": [claim]}
    said |= {"places": ["Nibble"], "date_start": None, "date_end": None, "intensity": None, "trend": None}
    whole = {"id": "a", "genre": "minutes", "municipality": "Hallstahammar", "date": "2022-03-09"}
    return whole | {"text": "Klotter på Nibble.\r\n", "statements": [said], "traps": []} | changes


def said(**changes) -> dict:
    return annotated(statements=[annotated()["statements"][0] | changes])


@pytest.fixture(scope="module")
def shipped() -> Taxonomy:
    return taxonomy.load()


def test_a_gold_line_becomes_findings(tmp_path, shipped):
    (one,) = gold.load([write(tmp_path / "g.jsonl", annotated())], shipped)
    assert one.municipality is not None
    assert one.municipality.code == "1961"
    assert one.findings == (
        Finding(
            start=0,
            end=17,
            kind="concern",
            category="vandalism",
            types=frozenset(["graffiti"]),
            words=(0, 17),
            places=(frozenset(["nibble"]),),
            first=DAY,
            last=DAY,
        ),
    )


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ('{"id": ', "inte JSON"),
        ("[1]", "inte ett objekt"),
        ({"id": "a"}, "'genre' saknas"),
        (annotated(text=" "), "texten är tom"),
        (annotated(date="9 mars"), "date '9 mars' är inget datum"),
        (annotated(municipality="Hallstahmmar"), "okänd kommun 'Hallstahmmar'"),
        (annotated(statements={}), "'statements' är ingen lista"),
        (annotated(statements=["x"]), "påstående 1: inte ett objekt"),
        (said(quote="Klotter vid Nibble"), "citatet 'Klotter vid Nibble' är inte text[0:17] 'Klotter på Nibble'"),
        (said(end=99), "[0:99] är tomt eller ligger utanför texten (20 tecken)"),
        (said(start=3, end=3, quote=""), "[3:3] är tomt"),
        (said(start="0"), "ska vara heltal"),
        (said(kind="worry"), "okänt slag 'worry'"),
        (said(claims=[]), "'claims' är tom"),
        (said(claims=[{"category": "graffiti"}]), "okänd kategori 'graffiti'"),
        (said(claims=[{"category": "fire", "type": "graffiti"}]), "okänd typ 'graffiti' av fire"),
        (said(trend="worse"), "okänt trend 'worse'"),
        (annotated(traps=[{"quote": "x", "start": 0, "end": 1, "why": ""}]), "fälla 1: citatet 'x'"),
    ],
)
def test_a_faulty_line_is_refused_with_its_place_and_fault(tmp_path, shipped, broken, message):
    path = write(tmp_path / "g.jsonl", annotated(), broken)
    with pytest.raises(InvalidData) as caught:
        gold.load([path], shipped)
    assert "g.jsonl rad 2: " in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_all_faults_of_all_files_come_in_one_message(tmp_path, shipped):
    first = write(tmp_path / "a.jsonl", "{", said(kind="worry", trend="worse"))
    second = write(tmp_path / "b.jsonl", annotated(), annotated())
    with pytest.raises(InvalidData) as caught:
        gold.load([first, second, tmp_path / "missing.jsonl"], shipped)
    for part in (
        "a.jsonl rad 1: inte JSON",
        "a.jsonl rad 2: påstående 1: okänt slag 'worry'",
        "okänt trend 'worse'",
        "b.jsonl rad 2: id 'a' finns redan (b.jsonl rad 1)",
        "missing.jsonl: finns inte eller får inte läsas",
    ):
        assert part in str(caught.value)


def test_no_texts_is_a_fault(tmp_path, shipped):
    with pytest.raises(InvalidData, match="inga annoterade texter"):
        gold.load([write(tmp_path / "g.jsonl", "")], shipped)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.name)
def test_the_shipped_gold_is_sound(path, shipped):
    assert gold.load([path], shipped)
