"""What the reader chose to look at: a frozen value that filters a table and says itself in Swedish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from trygghet_geo.codes import Codes
from trygghet_geo.errors import InvalidSelection
from trygghet_geo.quotes import plain
from trygghet_geo.records import KINDS, PRECISIONS, STATUSES

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from pandas import Series

    from trygghet_geo.taxonomy import Taxonomy

KIND_LABELS = MappingProxyType(
    {
        "concern": "problem",
        "calm": "lugnt läge",
        "measure": "åtgärder",
        "proposal": "förslag",
        "statistic": "statistik",
    }
)
STATUS_LABELS = MappingProxyType(
    {"read": "lästa", "confirmed": "bekräftade", "corrected": "rättade", "rejected": "avvisade"}
)


class Inside(NamedTuple):
    """A place and the one it lies in; what `Selection.apply` needs to take a place with those inside it."""

    name: str
    parent: str | None


@dataclass(frozen=True)
class Selection:
    """Each restriction is None (no restriction) or the values let through; an empty tuple lets nothing through.

    Raises InvalidSelection when made with a value that cannot hold; `check` does the same for the taxonomy's codes.
    """

    kinds: tuple[str, ...] | None = None
    categories: tuple[str, ...] | None = None
    types: tuple[str, ...] | None = None
    """Codes of types, "graffiti", or with their category where a type has several, "burglary/vehicle"."""
    places: tuple[str, ...] | None = None
    """Ids or names (whatever case); a place takes those inside it along, when `apply` is told what lies where."""
    municipalities: tuple[str, ...] | None = None
    """SCB codes or names."""
    precisions: tuple[str, ...] | None = None
    documents: tuple[str, ...] | None = None
    """SHA-256 or file names."""
    statuses: tuple[str, ...] | None = None
    date_from: date | None = None
    """First and last day: lets through what overlaps the period, and never what has no date."""
    date_to: date | None = None
    bbox: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees (EPSG:4326): lets through what touches the box, never the unplaced."""
    text: str | None = None
    """Looked for in the quotes, whatever case, across line breaks and hyphenation: as it is written, or its words each
    in some form (`quotes.Quotes.holding`)."""
    placed_only: bool = False
    meetings: tuple[date, ...] | None = None
    """Dates of documents. A meeting is its documents and not a period: what is told there has happened before it."""
    confidence: float | None = None
    """Least confidence, 0 to 1."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, (list, set, frozenset)):
                object.__setattr__(self, field.name, tuple(value) if isinstance(value, list) else tuple(sorted(value)))
        _known("sort", self.kinds, KINDS)
        _known("status", self.statuses, STATUSES)
        _known("precision", self.precisions, PRECISIONS)
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise InvalidSelection(f"perioden börjar {self.date_from} men slutar {self.date_to}; byt plats på datumen")
        if self.bbox is not None:
            object.__setattr__(self, "bbox", _box(self.bbox))

    @property
    def everything(self) -> bool:
        """Whether nothing is restricted."""
        return self == Selection()

    def check(self, taxonomy: Taxonomy) -> Selection:
        """The selection itself; raises InvalidSelection, with the valid codes, for one `taxonomy` does not have."""
        categories = taxonomy.categories
        _known("kategori", self.categories, tuple(categories))
        types = [(code, kind) for code, category in categories.items() for kind in category.types]
        _known("typ", self.types, tuple(dict.fromkeys(kind for _, kind in types)), [f"{c}/{t}" for c, t in types])
        return self

    def held(self, table: GeoDataFrame, *, inside: Mapping[str, Inside] | None = None) -> Selection:
        """The selection itself; raises InvalidSelection for a place, municipality or document unknown to `table`.

        A value that is known but has nothing in the rest of the selection gives an empty table; one that is misspelt
        would look the same.
        """
        around = {name for place_id, entry in (inside or {}).items() for name in (place_id, entry.name)}
        for noun, values, columns, more in (
            ("plats", self.places, ("place_id", "place"), around),
            ("kommun", self.municipalities, ("municipality_code", "municipality"), ()),
            ("dokument", self.documents, ("document_sha256", "document"), ()),
        ):
            if values is not None:
                there = {plain(name) for column in columns for name in (*table[column].dropna().unique(), *more)}
                if unknown := [value for value in values if plain(value) not in there]:
                    raise InvalidSelection(f"okänd {noun}: {', '.join(unknown)}; inget i lagret har det namnet")
        return self

    def apply(self, table: GeoDataFrame, *, inside: Mapping[str, Inside] | None = None) -> GeoDataFrame:
        """The rows of `table` (contract columns, EPSG:4326) that are let through, in its order, with its index.

        `inside` tells for place ids what they are called and in what they lie (`Store.places()`); without it a place
        lets through only itself.
        """
        masks = self.masks(table, inside=inside)
        return table[np.logical_and.reduce(list(masks.values()))] if masks else table

    def masks(
        self, table: GeoDataFrame, *, inside: Mapping[str, Inside] | None = None, codes: Codes | None = None
    ) -> dict[str, NDArray[np.bool_]]:
        """What each restriction alone lets through, by its field's name: one truth value per row of `table`.

        What would be let through if one restriction were lifted (the counts beside the choices) follows from these
        without filtering the table again. `codes`, made of `table`, are worth keeping where one is filtered often.
        """
        codes = codes or Codes(table)
        asked = {name: getattr(self, name) for name in (*_COLUMNS, *_TESTS) if getattr(self, name) not in (None, False)}
        found = {name: _TESTS[name](self, table) for name in asked if name in _TESTS}
        for name, wanted in asked.items():
            if name in _COLUMNS:
                found[name] = codes.where(_COLUMNS[name], _MEMBERSHIP.get(name, _one_of)(wanted))
        if self.text:
            found["text"] = codes.quotes.holding(self.text)
        if self.places is not None:
            found["places"] = codes.where(("place_id", "place"), _at(self.places, inside or {}))
        return {name: np.asarray(mask, dtype=bool) for name, mask in found.items()}

    def describe(self, taxonomy: Taxonomy | None = None) -> str:
        """One Swedish sentence for the head of an export or a printed page; labels for codes with `taxonomy`."""
        labels = _labels(taxonomy)
        parts = [
            _list("sort", self.kinds, KIND_LABELS),
            _list("kategori", self.categories, labels),
            _list("typ", self.types, labels),
            _list("plats", self.places),
            _list("kommun", self.municipalities),
            _list("precision", self.precisions),
            _list("dokument", self.documents),
            _list("status", self.statuses, STATUS_LABELS),
            _period(self.date_from, self.date_to),
            f"möten: {', '.join(map(str, self.meetings))}" if self.meetings is not None else "",
            f"säkerhet minst {self.confidence:g}".replace(".", ",") if self.confidence is not None else "",
            f"inom rutan {', '.join(f'{x:g}' for x in self.bbox)}" if self.bbox else "",
            f"med ”{self.text}” i citatet" if self.text else "",
            "bara det som har en plats på kartan" if self.placed_only else "",
        ]
        chosen = [part for part in parts if part]
        return f"Urval: {'; '.join(chosen)}." if chosen else "Urval: allt."

    def without(self, name: str) -> Selection:
        """The same selection with the restriction `name` lifted."""
        return replace(self, **{name: Selection.__dataclass_fields__[name].default})


def _known(noun: str, values: Iterable[str] | None, valid: Iterable[str], more: Iterable[str] = ()) -> None:
    unknown = [value for value in values or () if value not in {*valid, *more}]
    if unknown:
        raise InvalidSelection(f"okänd {noun}: {', '.join(map(str, unknown))}; giltiga är {', '.join(valid)}")


def _box(values: Iterable[float]) -> tuple[float, float, float, float]:
    box = tuple(float(value) for value in values)
    if len(box) != 4 or not (-180 <= box[0] <= box[2] <= 180 and -90 <= box[1] <= box[3] <= 90):
        raise InvalidSelection(
            f"rutan {', '.join(f'{x:g}' for x in box)} går inte att använda; ange väst,syd,öst,nord i grader, "
            "till exempel 16.1,59.5,16.4,59.7"
        )
    return box


def _at(wanted: Iterable[str], inside: Mapping[str, Inside]) -> Callable[..., bool]:
    """Tells of a place's id and name whether it, or one of those around it, has an id or a name in `wanted`."""
    names = {plain(value) for value in wanted}

    def chosen(place_id: str | None, name: str | None) -> bool:
        seen: set[str] = set()
        while place_id is not None and place_id not in seen:
            if plain(place_id) in names or (name is not None and plain(name) in names):
                return True
            seen.add(place_id)
            place_id = inside[place_id].parent if place_id in inside else None
            name = inside[place_id].name if place_id in inside else None
        return name is not None and plain(name) in names

    return chosen


def _one_of(wanted: Iterable[str]) -> Callable[..., bool]:
    chosen = set(wanted)
    return lambda value: value in chosen


def _named(wanted: Iterable[str]) -> Callable[..., bool]:
    names = {plain(value) for value in wanted}
    return lambda *values: any(value is not None and plain(value) in names for value in values)


def _of_type(wanted: Iterable[str]) -> Callable[..., bool]:
    chosen = set(wanted)
    return lambda category, kind: kind is not None and (kind in chosen or f"{category}/{kind}" in chosen)


def _touches(table: GeoDataFrame, box: tuple[float, float, float, float]) -> Series:
    from shapely.geometry import box as rectangle

    return table.geometry.intersects(rectangle(*box))


def _drawn(table: GeoDataFrame) -> Series:
    return table.geometry.notna() & ~table.geometry.is_empty


def _days(table: GeoDataFrame, column: str, fallback: str) -> Series:
    # A half-open interval ("since May") holds at its known end; comparing with a missing date gives False.
    return table[column].fillna(table[fallback])


def _day(value: date):
    import pandas as pd

    return pd.Timestamp(value).as_unit("s")


_TESTS: Mapping[str, Callable[[Selection, GeoDataFrame], Series]] = MappingProxyType(
    {
        "date_from": lambda chosen, table: _days(table, "date_end", "date_start") >= _day(chosen.date_from),
        "date_to": lambda chosen, table: _days(table, "date_start", "date_end") <= _day(chosen.date_to),
        "bbox": lambda chosen, table: _drawn(table) & _touches(table, chosen.bbox),
        "placed_only": lambda _, table: _drawn(table),
        "meetings": lambda chosen, table: table["meeting_date"].isin([_day(day) for day in chosen.meetings]),
        "confidence": lambda chosen, table: table["confidence"] >= chosen.confidence,
    }
)
"""How each restriction that is not by columns of text is held against the table."""
_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "kinds": ("kind",),
        "categories": ("category",),
        "types": ("category", "type"),
        "municipalities": ("municipality_code", "municipality"),
        "precisions": ("precision",),
        "documents": ("document_sha256", "document"),
        "statuses": ("status",),
    }
)
"""The columns of text that a restriction asks about; that of places needs to know what lies in what besides."""
_MEMBERSHIP: Mapping[str, Callable[[Iterable[str]], Callable[..., bool]]] = MappingProxyType(
    {"types": _of_type, "municipalities": _named, "documents": _named}
)
"""What those columns' values are asked; where nothing is said, whether they are among the values chosen."""


def _labels(taxonomy: Taxonomy | None) -> dict[str, str]:
    if taxonomy is None:
        return {}
    labels = {code: category.label_sv for code, category in taxonomy.categories.items()}
    for code, category in taxonomy.categories.items():
        for kind, entry in category.types.items():
            labels.setdefault(kind, entry.label_sv)
            labels[f"{code}/{kind}"] = entry.label_sv
    return labels


def _list(noun: str, values: tuple[str, ...] | None, labels: Mapping[str, str] | None = None) -> str:
    if values is None:
        return ""
    return f"{noun}: {', '.join((labels or {}).get(value, value) for value in values) or 'ingen'}"


def _period(first: date | None, last: date | None) -> str:
    if first and last:
        return f"period: {first} till {last}"
    if first:
        return f"period: från och med {first}"
    return f"period: till och med {last}" if last else ""
