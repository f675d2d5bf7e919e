"""Markdown: structure by its marks, fields of the head on lines of their own."""

from __future__ import annotations

import pytest

from tests.reading_samples import check, kinds, read, sections
from trygghet_geo import sources
from trygghet_geo.errors import UnreadableDocument

MINUTES = """---
title: För programmet
---
# Minnesanteckningar trygghetsråd

Plats: Kommunhuset
Datum: 2024-03-04
Deltagare: Eva Ek, Bo Al

## Lägesbild

Det är mörkt i centrala
Norrby på kvällarna. <!-- dolt -->

* Klotter vid *skolan*
  - inomhus
* Buskörning i villa- och
  radhusområdet

## Övrigt

| Plats | Vad |
|---|---|
| Torget | Bråk mellan ungdomar på kvällen |
"""


def test_structure_and_head(tmp_path):
    document = read(tmp_path, MINUTES, "moete.md")
    check(document)
    assert sections(document)["Lägesbild"] == [
        "Det är mörkt i centrala Norrby på kvällarna.",
        "Klotter vid skolan",
        "inomhus",
        "Buskörning i villa- och radhusområdet",
    ]
    assert [b.level for b in document.blocks if b.kind == "bullet"] == [1, 2, 1]
    assert ("cell", "Bråk mellan ungdomar på kvällen") in kinds(document)
    header = document.header
    assert (str(header.date), header.place, header.attendees) == ("2024-03-04", "Kommunhuset", ("Eva Ek", "Bo Al"))
    assert "programmet" not in document.text
    assert "dolt" not in document.text


def test_any_encoding_and_nothing_at_all(tmp_path):
    assert "Läget i Åby" in read(tmp_path, "# Läget i Åby\n\nMörkt.".encode("cp1252"), "a.md").text
    with pytest.raises(UnreadableDocument, match="ingen text"):
        read(tmp_path, "<!-- bara en kommentar -->", "a.md")


def test_what_tells_about_the_folder_is_no_document_of_it(tmp_path):
    for name in ("README.md", "Läsmig.txt", "moete.md"):
        (tmp_path / name).write_text("Mörkt.", encoding="utf-8")
    found = sources.find([tmp_path], (".md", ".txt"))
    assert [path.name for path in found.files] == ["moete.md"]
    assert [path.name for path in sources.find([tmp_path / "README.md"], (".md",)).files] == ["README.md"]
