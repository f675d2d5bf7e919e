"""A table of reports as several programs might save it, and what a reader should make of it."""

from __future__ import annotations

from datetime import date

from tests.reading_samples import check, words
from trygghet_geo.reading import reports

HEADS = ["Ärendenr", "Inkom datum", "ADRESS", "Ort", "Beskrivning av händelsen", "Typ", "Anmälare"]
ROWS = [
    [1, "2024-03-04 22:15", "Ågatan 5", "Kolbäck", "Trasig lampa.\nMörkt; barn går här.", "Belysning", "Eva Ek"],
    [2, "2024-03-05", "", "Strömsholm", 'Ungdomar "rejsar" med mopeder', "", "Bo Al"],
    [3, "", "", "", "Klotter på väggen", "Klotter", ""],
]
FIRST = (date(2024, 3, 4), date(2024, 3, 4))
SECOND = (date(2024, 3, 5), date(2024, 3, 5))
EXPECTED = [
    ("Belysning: Trasig lampa.", "Ågatan 5, Kolbäck", FIRST),
    ("Mörkt; barn går här.", "Ågatan 5, Kolbäck", FIRST),
    ('Ungdomar "rejsar" med mopeder', "Strömsholm", SECOND),
    ("Klotter på väggen", None, None),
]


def table(folder, data, name, mapped=None):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    document = reports.read(path, mapped)
    check(document)
    return document


def told(document):
    """What the rows say: words, place, days; without the cells that show a date."""
    cells = [b for b in document.blocks if b.kind == "cell" and not b.header]
    dated = [b for b in cells if not words(document, b)[:4].isdigit()]
    return [(words(document, b), b.section, b.days) for b in dated]


def as_csv(delimiter: str) -> str:
    def quoted(cell: object) -> str:
        text = str(cell)
        special = any(sign in text for sign in (delimiter, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if special else text

    return "\r\n".join(delimiter.join(map(quoted, row)) for row in [HEADS, *ROWS])
