"""Where one statement of an invented document holds, as the tests of resolution ask it."""

from __future__ import annotations

from tests.invented_places import document, gazetteer, statement
from trygghet_geo.places.mentions import mentions
from trygghet_geo.places.resolution import locate

PLACES = gazetteer()


def where(quote, *blocks, kind="concern"):
    doc = document(*(blocks or (quote,)))
    return locate(doc, [statement(doc, quote, kind=kind)], mentions(doc, PLACES), PLACES)[quote]


def ids(quote, *blocks, kind="concern"):
    return [(loc.place.id if loc.place else None, loc.precision) for loc in where(quote, *blocks, kind=kind)]
