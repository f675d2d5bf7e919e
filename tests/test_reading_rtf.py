"""Rich text, as word processors write it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading_samples import check, kinds, read, sections
from trygghet_geo.errors import UnreadableDocument

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\ftech\fcharset2 Symbol;}}"
    r"{\stylesheet{\s0 Normal;}{\s1\sbasedon0\outlinelevel0\b\fs32 heading 1;}{\s2 Rubrik 2;}{\s9 Title;}}"
    r"{\*\generator Exempel}{\header\pard Sidhuvud\par}{\info{\title Hemlig}}"
)
MINUTES = (
    HEAD
    + r"\pard\plain\s9 Minnesanteckningar trygghetsr\'e5d\par"
    + r"\pard\plain Datum: 2024-03-04\par Plats: Kommunhuset\par Deltagare: Eva Ek, Bo Al\par"
    + r"\pard\plain\s1 L\'e4gesbild\par"
    + r"\pard\plain Klotter p\u229? skolan i {\b Norrby}.\line M\'f6rkt vid Lill\'e5n.\par"
    + r"{\listtext\pard\plain\f1 \u-3913?\tab}Busk\'f6rning p\'e5 \'c5gatan\par"
    + r'{\field{\*\fldinst HYPERLINK "http://exempel.se"}{\fldrslt Skr'
    + r"\'e4p}} i parken.\par"
    + r"\pard\plain {\b Hamnen}\par \plain Lugnt hela h\'f6sten.\par"
    + r"{\pict\pngblip "
    + "89504e47" * 300
    + r"}\par}"
)


def test_structure_head_and_letters(tmp_path):
    document = read(tmp_path, MINUTES, "moete.rtf")
    check(document)
    assert sections(document) == {
        "Lägesbild": [
            "Klotter på skolan i Norrby.",
            "Mörkt vid Lillån.",
            "Buskörning på Ågatan",
            "Skräp i parken.",
        ],
        "Hamnen": ["Lugnt hela hösten."],
    }
    assert ("bullet", "Buskörning på Ågatan") in kinds(document)
    assert kinds(document)[0] == ("heading", "Minnesanteckningar trygghetsråd")
    header = document.header
    assert (str(header.date), header.place, header.attendees) == ("2024-03-04", "Kommunhuset", ("Eva Ek", "Bo Al"))
    for stranger in ("Sidhuvud", "Hemlig", "89504e", "http", "\ue106", "\ue108"):
        assert stranger not in document.text


def test_the_cells_of_a_table(tmp_path):
    def row(*cells: str) -> str:
        return r"\trowd\cellx100\cellx200 " + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row "

    rows = row("Plats", "Vad") + row("Torget", r"Br\'e5k mellan tv\'e5 grupper\par Polis p\'e5 plats")
    document = read(tmp_path, HEAD + r"\pard F\'f6re.\par " + rows + r"\pard Efter.\par}", "a.rtf")
    check(document)
    found = kinds(document)
    assert found[0] == ("paragraph", "Före.")
    assert found[-1] == ("paragraph", "Efter.")
    assert ("cell", "Torget") in found
    assert found.index(("cell", "Bråk mellan två grupper")) + 1 == found.index(("cell", "Polis på plats"))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (HEAD + "}", "ingen text"),
        ("Bara text", "inte en RTF-fil"),
        (r"{\rtf1 \'", "ingen text|trasig"),
        (r"{\rtf1 \u99999999 x}", "trasig"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path, data, expected):
    with pytest.raises(UnreadableDocument, match=expected):
        read(tmp_path, data, "a.rtf")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12), st.integers(0, 40)), max_size=6))
def test_mutated_files_are_read_or_refused(tmp_path, mutations):
    data = MINUTES.encode()
    for where, inserted, removed in mutations:
        at = int(where * len(data))
        data = data[:at] + inserted + data[at + removed :]
    message = ""
    try:
        check(read(tmp_path, data, "a.rtf"))
    except UnreadableDocument as error:
        message = str(error)
    assert "\n" not in message
