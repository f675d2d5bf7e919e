"""An invented municipality, Almtuna, with two towns, and a neighbour; and documents made of blocks."""

from __future__ import annotations

from types import MappingProxyType

from shapely.geometry import LineString, Point, box

from trygghet_geo.places.gazetteer import Gazetteer
from trygghet_geo.records import Block, Document, Municipality, Place, Statement

ALMTUNA = Municipality("9999", "Almtuna", "Påhittade län")


def _place(id_, name, kind, geometry, **more):
    more = {"municipality_code": "9999", "uncertainty_m": 50.0, "parent": "9999"} | more
    return Place(id=id_, name=name, kind=kind, geometry=geometry, source="påhittad", licence="CC0-1.0", **more)


def gazetteer() -> Gazetteer:
    """Almtuna's outline is 0.04 by 0.02 degrees around (16.22, 59.61); Lillå lies 8 km to the south-west."""
    far = {"municipality_code": "8888", "parent": "8888"}
    places = (
        _place("9999", "Almtuna kommun", "municipality", box(16.0, 59.5, 16.4, 59.7), parent=None),
        _place(
            "8888", "Fjärrköpings kommun", "municipality", box(17, 59, 18, 60), municipality_code="8888", parent=None
        ),
        _place(
            "almtuna", "Almtuna", "locality", box(16.20, 59.60, 16.24, 59.62), population=10_000, aliases=("Almis",)
        ),
        _place("lilla", "Lillå", "locality", box(16.10, 59.55, 16.12, 59.56), population=2000),
        _place("melleras", "Mellerås", "locality", box(16.30, 59.65, 16.32, 59.66), population=900),
        _place("berg", "Berg", "locality", Point(16.35, 59.52), population=300),
        _place("vargtorp", "Vargtorp", "locality", Point(16.02, 59.68), population=120, uncertainty_m=400.0),
        _place(
            "centrum", "Almtuna centrum", "neighbourhood", Point(16.22, 59.61), parent="almtuna",
            generic_aliases=("centrum", "centrumområdet"),
        ),
        _place("haga-a", "Haga", "neighbourhood", Point(16.21, 59.605), parent="almtuna"),
        _place("haga-l", "Haga", "neighbourhood", Point(16.11, 59.555), parent="lilla"),
        _place("haga-f", "Haga", "locality", Point(17.5, 59.5), population=40_000, **far),
        _place("fjarr", "Fjärrköping", "locality", Point(17.4, 59.4), population=50_000, uncertainty_m=2000.0, **far),
        _place("fjarrby", "Fjärrby", "locality", Point(17.6, 59.3), population=300, **far),
        _place("vad", "Vad", "locality", Point(17.7, 59.2), population=400, **far),
        _place("torget-a", "Almtorget", "landmark", Point(16.221, 59.611), parent="almtuna"),
        _place("torget-l", "Lilltorget", "landmark", Point(16.111, 59.551), parent="lilla"),
        _place("storgatan", "Storgatan", "road", LineString([(16.20, 59.61), (16.24, 59.61)]), parent="almtuna"),
        _place("kyrkvagen", "Kyrkvägen", "road", LineString([(16.22, 59.60), (16.22, 59.62)]), parent="almtuna"),
        _place("ica", "ICA Ekens livs", "landmark", Point(16.222, 59.612), parent="almtuna", generic_aliases=("ICA",)),
        _place("vag-252", "Länsväg 252", "road", LineString([(16.1, 59.55), (16.22, 59.60)]), aliases=("väg 252",)),
        _place("e18", "E18", "road", LineString([(16.0, 59.58), (16.4, 59.58)])),
        _place("parkgatan", "Parkgatan", "road", Point(16.215, 59.612), parent="almtuna", uncertainty_m=300.0),
        _place("bjork", "Björkskolan", "landmark", Point(16.205, 59.61), parent="almtuna"),
        _place("ek", "Ekskolan", "landmark", Point(16.235, 59.61), parent="almtuna"),
        _place("al", "Alskolan", "landmark", Point(16.11, 59.555), parent="lilla"),
        _place("station-a", "Almtuna station", "landmark", Point(16.225, 59.605), parent="almtuna"),
        _place("station-l", "Lillå station", "landmark", Point(16.115, 59.552), parent="lilla"),
    )  # fmt: skip
    return Gazetteer(ALMTUNA, MappingProxyType({p.id: p for p in places}), "invented-1")


def document(*blocks: str | tuple) -> Document:
    """Blocks as texts (paragraphs) or tuples (kind, text[, level]); sections follow the headings."""
    text, made, section = "", [], None
    for one in blocks:
        kind, words, *rest = (("paragraph", one)) if isinstance(one, str) else one
        start = len(text)
        text += words + "\n"
        level = rest[0] if rest else {"heading": 2, "bullet": 1}.get(kind, 0)
        if kind == "heading":
            section = words
        made.append(
            Block(kind, ((start, start + len(words)),), section=None if kind == "heading" else section, level=level)
        )
    return Document("x.txt", "0" * 64, "txt", text, None, tuple(made))


def statement(doc: Document, quote: str, *, kind: str = "concern") -> Statement:
    start = doc.text.index(quote)
    number = next(i for i, b in enumerate(doc.blocks) if b.start <= start < b.end)
    return Statement(quote, start, start + len(quote), number, kind, (), 1.0)
