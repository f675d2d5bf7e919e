"""Records made in code, for tests that need some and do not care how they were found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from shapely.geometry import Point

from trygghet_geo.records import Block, Document, Feature, Header, Municipality

HOME = Municipality("1961", "Hallstahammar", "Västmanlands län")
MEETING = date(2021, 3, 10)
TEXT = "I Kolbäck har det varit inbrott i källare. Trafiken på Storgatan är för snabb, säger de boende.\n"
SHA = "ab" * 32

_FEATURE = Feature(
    id="00000000000000aa",
    statement_id="s1",
    kind="concern",
    category="burglary",
    type="basement",
    category_label="Inbrott",
    type_label="Källarinbrott",
    intensity=None,
    trend=None,
    quote="I Kolbäck har det varit inbrott i källare.",
    document="möte.txt",
    document_sha256=SHA,
    page=None,
    start=0,
    end=42,
    meeting_date=MEETING,
    date_start=MEETING,
    date_end=MEETING,
    place="Kolbäck",
    place_id="kolback",
    place_kind="locality",
    mention="Kolbäck",
    municipality="Hallstahammar",
    municipality_code="1961",
    precision="locality",
    uncertainty_m=800.0,
    confidence=0.9,
    status="read",
    geometry=Point(16.23, 59.56),
)


def feature(**changes: object) -> Feature:
    """A burglary in Kolbäck, except for `changes`."""
    return replace(_FEATURE, **changes)


def unplaced(**changes: object) -> Feature:
    """One without a place."""
    empty = dict.fromkeys(("place", "place_id", "place_kind", "mention", "uncertainty_m", "geometry"))
    return feature(**({"id": "00000000000000bb", "precision": "none"} | empty | changes))


def document(**changes: object) -> Document:
    """Minutes of one paragraph, except for `changes`."""
    text = str(changes.get("text", TEXT))
    block = Block("paragraph", ((0, len(text)),))
    header = Header(date=MEETING, attendees=("Anna Ek", "Bo Dahl"))
    return replace(Document("möte.txt", SHA, "txt", text, None, (block,), header), **changes)
