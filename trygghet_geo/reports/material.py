"""What a report is made from, already masked: names leave here no more than in a public export."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from trygghet_geo import privacy
from trygghet_geo.errors import InvalidSelection

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from trygghet_geo.drawing import Style
    from trygghet_geo.selection import Inside
    from trygghet_geo.store import Store, Stored
    from trygghet_geo.taxonomy import Taxonomy


@dataclass(frozen=True)
class Named:
    """A document as the report names it."""

    name: str
    day: date | None
    kind: str
    sha256: str


@dataclass(frozen=True)
class Material:
    """All of the store: what is counted before and after the period is needed to say what changed."""

    table: GeoDataFrame
    """Contract columns, EPSG:4326."""
    documents: tuple[Stored, ...]
    places: Mapping[str, Inside]
    layers: Mapping[str, Mapping[str, Any]]
    """The background, as `places.basemap.layers` gives it."""
    style: Style
    credit: str
    municipality: str
    labels: Mapping[str, str]
    """Swedish labels of the categories by code."""
    selection: str = "Urval: allt."
    """What else than the period restricts the report, in words."""


def masked(material: Material, people: Iterable[str]) -> Material:
    """The material without what reviewers rejected and with personal data masked, also in the names of documents."""
    names = tuple(people)
    table = material.table[material.table["status"] != "rejected"]
    documents = tuple(replace(one, name=privacy.masked(one.name, names)) for one in material.documents)
    return replace(material, table=privacy.public(table, names), documents=documents)


def within(documents: Collection[Stored], first: date, last: date) -> tuple[Named, ...]:
    """The documents of the period that are no copies, by date and name."""
    found = [
        Named(one.name, one.meeting_date, one.kind, one.sha256)
        for one in documents
        if not one.duplicate_of and one.meeting_date and first <= one.meeting_date <= last
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.name)))


def of_store(source: Store, codes: Taxonomy) -> Material:
    """The material that a store holds; it is masked when the report is made."""
    from trygghet_geo import drawing, summaries
    from trygghet_geo.places import basemap, credits

    table = source.table()
    code = summaries.home(table)
    layers = basemap.layers(code) if code else {}
    makers = {each["properties"]["source"] for layer in layers.values() for each in layer["features"]}
    labels = {name: category.label_sv for name, category in codes.categories.items()}
    colours = {name: category.colour for name, category in codes.categories.items()}
    municipality = next(iter(summaries.counts(table, "municipality")), "Okänd kommun")
    style = drawing.Style(colours, labels)
    named = {"style": style, "credit": credits.line(makers) or "–", "municipality": municipality, "labels": labels}
    return Material(table, source.documents(), source.places(), layers, **named)


def period(material: Material, first: date | None, last: date | None) -> tuple[date, date]:
    """What was asked for; an end that was not is that of the documents. Raises InvalidSelection without any date."""
    days = sorted(one.meeting_date for one in material.documents if one.meeting_date)
    if not days and not (first and last):
        raise InvalidSelection("inget dokument har ett datum; ange perioden med --from och --to")
    found = (first or days[0], last or days[-1])
    if found[0] > found[1]:
        raise InvalidSelection(f"perioden börjar {found[0]} men slutar {found[1]}; ange en annan period")
    return found


def raised(material: Material, first: date, last: date) -> int:
    """How many concerns the documents of the period hold."""
    rows = material.table
    inside = [one.sha256 for one in within(material.documents, first, last)]
    counted = (rows["kind"] == "concern") & (rows["status"] != "rejected") & rows["document_sha256"].isin(inside)
    return rows[counted]["statement_id"].nunique()
