"""Invented documents and features for tests of the dashboard, put into a real store without the stages that read.

Text, people and events are made up; places are those of the gazetteer of Hallstahammar.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from trygghet_geo import store, taxonomy
from trygghet_geo.places import gazetteer
from trygghet_geo.records import Block, Document, Feature, Header
from trygghet_geo.selection import Inside

CODE = "1961"


@dataclass(frozen=True)
class Said:
    """One statement: its words, what was made of them, and where they hold."""

    quote: str
    claims: tuple[tuple[str, str | None], ...]
    place_id: str | None = None
    precision: str = "none"
    kind: str = "concern"
    place_name: str | None = None
    municipality: tuple[str, str] = ("1961", "Hallstahammar")


def document(name: str, said: list[Said], *, on: date | None, invented: bool = False) -> Document:
    """A document with a head, one bullet per statement and a line that is no statement."""
    head = "Deltagare: Hemlig Person"
    lines = [head, "Lägesbild", *(s.quote for s in said), "Mötet avslutades."]
    text, blocks, at = "", [], 0
    for number, line in enumerate(lines):
        kind = {0: "paragraph", 1: "heading"}.get(number, "bullet" if number <= len(said) + 1 else "paragraph")
        blocks.append(Block(kind, ((at, at + len(line)),), header=number == 0))
        text += line + "\n"
        at = len(text)
    digest = sha256((name + text).encode()).hexdigest()
    return Document(name, digest, "txt", text, None, tuple(blocks), Header(date=on), invented=invented)


def features(read: Document, said: list[Said]) -> list[Feature]:
    """The features of the statements, as the pipeline would have made them."""
    places = gazetteer.load(gazetteer.municipality(CODE)).places
    labels = taxonomy.load().categories
    made = []
    for number, statement in enumerate(said):
        start = read.blocks[number + 2].start
        place = places.get(statement.place_id) if statement.place_id else None
        geometry = place.geometry if place and statement.precision not in ("municipality", "none") else None
        if geometry is not None and statement.precision == "vague":
            geometry = geometry.buffer(0.008)
        for category, code in statement.claims:
            key = f"{read.sha256}{start}{category}{code}{statement.place_id}"
            made.append(
                Feature(
                    id=sha256(key.encode()).hexdigest()[:16],
                    statement_id=sha256(f"{read.sha256}{start}".encode()).hexdigest()[:16],
                    kind=statement.kind,
                    category=category,
                    type=code,
                    category_label=labels[category].label_sv,
                    type_label=labels[category].types[code].label_sv if code else None,
                    intensity=None,
                    trend=None,
                    quote=statement.quote,
                    document=read.name,
                    document_sha256=read.sha256,
                    page=None,
                    start=start,
                    end=start + len(statement.quote),
                    meeting_date=read.header.date,
                    date_start=read.header.date,
                    date_end=read.header.date,
                    place=(statement.place_name or place.name) if place else None,
                    place_id=statement.place_id,
                    place_kind=place.kind if place else None,
                    mention=place.name if place else None,
                    municipality=statement.municipality[1],
                    municipality_code=statement.municipality[0],
                    precision=statement.precision,
                    uncertainty_m=place.uncertainty_m if place and geometry is not None else None,
                    confidence=0.9,
                    status="read",
                    geometry=geometry,
                )
            )
    return made


def fill(path: Path, documents: list[tuple[str, date | None, list[Said]]], *, invented: bool = False) -> store.Store:
    """A store at `path` that holds the documents."""
    opened = store.open(path)
    home = gazetteer.municipality(CODE)
    known = gazetteer.load(home).places
    inside = {place_id: Inside(place.name, place.parent) for place_id, place in known.items()}
    for name, on, said in documents:
        read = document(name, said, on=on, invented=invented)
        content = replace(read).text.encode()
        opened.add(read, features(read, said), content=content, municipality=home, places=inside)
    return opened


EXAMPLE = [
    (
        "2024-03-05-exempelrad.txt",
        date(2024, 3, 5),
        [
            Said(
                "Källarinbrott, klotter och fortkörning i Kolbäck.",
                (("burglary", "basement"), ("vandalism", "graffiti"), ("traffic", "speeding")),
                "1961-kolback",
                "locality",
            ),
            Said("Lite klotter i Hallstahammar.", (("vandalism", "graffiti"),), "1961-hallstahammar", "locality"),
            Said("Det körs fort på väg 252.", (("traffic", "speeding"),), "1961-lansvag-252", "road"),
            Said("Ungdomar har slagits vid Hammartorget.", (("violence", "fight"),), "1961-hammartorget", "site"),
            Said("Många är ensamma.", (("wellbeing", "loneliness"),)),
            Said(
                "Hästar har blivit sjuka kring Strömsholm.", (("animal_health", "disease"),), "1961-stromsholm", "vague"
            ),
            Said("Skräp på många ställen i kommunen.", (("environment", "litter"),), CODE, "municipality"),
            Said("Läget är lugnt i Hallstahammar.", (("disorder", None),), "1961-hallstahammar", "locality", "calm"),
            Said(
                "Väktare går runt i Kolbäck på kvällarna.",
                (("vandalism", "graffiti"),),
                "1961-kolback",
                "locality",
                "measure",
            ),
        ],
    ),
    (
        "2023-11-14-exempelrad.txt",
        date(2023, 11, 14),
        [
            Said("Mopeder kör fort genom Nibble.", (("traffic", "moped_a_tractor"),), "1961-nibble", "neighbourhood"),
            Said(
                "Stenar har kastats mot Nibbleskolan.", (("vandalism", "property_damage"),), "1961-nibbleskolan", "site"
            ),
            Said("Buskörning vid Hammartorget.", (("traffic", "reckless_driving"),), "1961-hammartorget", "site"),
            Said("Klotter i gångtunneln i Kolbäck.", (("vandalism", "graffiti"),), "1961-kolback", "locality"),
            Said("Belysningen är trasig på Storgatan.", (("environment", "lighting"),), "1961-storgatan", "road"),
        ],
    ),
]
"""Two meetings: 12 concerns in 14 rows, 10 of them placed, over 8 places; one calm report and one measure."""
