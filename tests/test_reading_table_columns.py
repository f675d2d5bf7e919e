"""Tables of reports: what each column holds, by its head or by a mapping; days of date cells; the preview."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.reading_samples import words
from tests.table_samples import FIRST, as_csv, table, told
from trygghet_geo import reading
from trygghet_geo.errors import InvalidData, UnreadableDocument
from trygghet_geo.reading import heads, reports


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Vad har hänt?", "what"),
        ("HÄNDELSEBESKRIVNING", "what"),
        ("Iakttagelse", "what"),
        ("Var någonstans", "place"),
        ("Brottsplats", "place"),
        ("Plats för händelsen", "place"),
        ("Händelsens plats", "place"),
        ("OMRÅDE", "place"),
        ("O\u0308vrigt", None),
        ("Omra\u030ade", "place"),
        ("Datum för händelse", "when"),
        ("Vecka", "when"),
        ("Inträffade", "when"),
        ("Inträffat datum", "when"),
        ("Anmälningsdatum", "when"),
        ("Typ av händelse", "category"),
        ("Vidtagen åtgärd", "measure"),
        ("Rapporterad av", "person"),
        ("Kontaktperson", "person"),
        ("Antal händelser", None),
        ("Ärendenummer", None),
        ("Färg", None),
    ],
)
def test_heads_are_known_by_their_words(head, expected):
    assert heads.role(head, heads.words()) == expected


def test_the_date_of_the_event_goes_before_that_of_the_report(tmp_path):
    source = "Skapad;Händelsedatum;Vad\n2024-05-01;2024-03-04;Mörkt\n"
    assert told(table(tmp_path, source, "a.csv")) == [("Mörkt", None, FIRST)]


@pytest.mark.parametrize(
    ("cell", "name", "expected"),
    [
        ("4/3 2024", "a", FIRST),
        ("240304", "a", FIRST),
        ("4 mars 2024 kl. 22", "a", FIRST),
        ("vecka 10 2024", "a", (date(2024, 3, 4), date(2024, 3, 10))),
        ("2024 v10", "a", (date(2024, 3, 4), date(2024, 3, 10))),
        ("v. 10", "felanmälan-2024", (date(2024, 3, 4), date(2024, 3, 10))),
        ("mars 2024", "a", (date(2024, 3, 1), date(2024, 3, 31))),
        ("4 mars", "felanmälan-2024", FIRST),
        ("2024", "a", (date(2024, 1, 1), date(2024, 12, 31))),
        ("4 mars", "a", None),
        ("igår", "a", None),
        ("2024-13-45", "a", None),
    ],
)
def test_days_of_a_date_cell(tmp_path, cell, name, expected):
    document = table(tmp_path, f"När;Vad\n{cell};Klotter\n", f"{name}.csv")
    assert next(b.days for b in document.blocks if words(document, b) == "Klotter") == expected


def test_a_mapping_says_what_the_heads_do_not(tmp_path):
    source = "A;B;C;D\nKlotter på bron;Storgatan;Norrby;Eva Ek\n"
    with pytest.raises(UnreadableDocument, match=r"ingen kolumn som säger vad som hänt.*A, B, C, D.*--mapping"):
        table(tmp_path, source, "a.csv")
    (tmp_path / "m.toml").write_text('vad = "a"\nplats = ["B", "c"]\nperson = "D"\n', encoding="utf-8")
    document = table(tmp_path, source, "a.csv", heads.mapping(tmp_path / "m.toml"))
    assert told(document) == [("Klotter på bron", "Storgatan, Norrby", None)]
    assert document.header.attendees == ("Eva Ek",)


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ('vad = "Saknas"', "kolumnen Saknas finns inte; tabellen har Vad"),
        ('färg = "Vad"', "färg"),
        ("vad", "kan inte läsas"),
    ],
)
def test_a_mapping_that_makes_no_sense(tmp_path, mapping, expected):
    (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
    with pytest.raises(InvalidData, match=expected):
        table(tmp_path, "Vad\nKlotter\n", "a.csv", heads.mapping(tmp_path / "m.toml"))


def test_the_preview_tells_every_column(tmp_path):
    (tmp_path / "a.csv").write_text(as_csv(";"), encoding="utf-8")
    assert reports.preview(tmp_path / "a.csv") == [
        "tabell: 3 rader",
        "  vad: Beskrivning av händelsen",
        "  plats: ADRESS, Ort",
        "  när: Inkom datum",
        "  kategori: Typ",
        "  person: Anmälare",
        "  används inte: Ärendenr",
    ]


def test_the_command_takes_a_mapping_and_previews(tmp_path, capsys):
    from trygghet_geo.cli import main

    (tmp_path / "a.csv").write_text("A;B\nKlotter på bron;Kolbäck\n", encoding="utf-8")
    (tmp_path / "m.toml").write_text('vad = "A"\nplats = "B"\n', encoding="utf-8")
    assert main(["read", str(tmp_path / "a.csv"), "--mapping", str(tmp_path / "m.toml")]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[:4] == ["a.csv: table, csv", "tabell: 1 rad", "  vad: A", "  plats: B"]
    assert "cell: Klotter på bron" in shown
    out = tmp_path / "ut.geojson"
    command = ["extract", str(tmp_path / "a.csv"), "--output", str(out), "--municipality", "1961"]
    assert main([*command, "--mapping", str(tmp_path / "m.toml")]) == 0
    assert json.loads(out.read_text())["features"][0]["properties"]["place"] == "Kolbäck"
    assert main(command) == 3
    assert "--mapping" in capsys.readouterr().err


def test_the_preview_is_made_in_the_reading_process(tmp_path):
    """What a hostile table does to whoever reads it, it does there; its refusal comes back as one line."""
    (tmp_path / "a.csv").write_text("Vad;Plats\nKlotter på bron;Kolbäck\n", encoding="utf-8")
    assert reading.preview(tmp_path / "a.csv", None) == ["tabell: 1 rad", "  vad: Vad", "  plats: Plats"]
    with pytest.raises(UnreadableDocument, match="kolumnen Fritext finns inte"):
        reading.preview(tmp_path / "a.csv", {"what": ("Fritext",)})
