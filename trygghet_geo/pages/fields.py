"""The fields of one row of a statement (category, type, place, dates) and what was changed in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from trygghet_geo.pages import shared
from trygghet_geo.pages.shared import say
from trygghet_geo.places import gazetteer
from trygghet_geo.places.placing import PRECISION
from trygghet_geo.records import KINDS, Place

NOWHERE = ""
_KEPT = "="
"""The row's own place as it is, with its own geometry ("norra Kolbäck")."""


@dataclass(frozen=True)
class Row:
    """What is known of the row before: contract values; all None for a statement that is being added."""

    id: str
    category: str = "other"
    type: str | None = None
    place: str | None = None
    place_id: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    status: str = "read"


def row(feature: Any) -> Row:
    """A Row of a row of the table."""
    days = [None if pd.isna(value) else value.date() for value in (feature.date_start, feature.date_end)]
    texts = [None if pd.isna(value) else value for value in (feature.type, feature.place, feature.place_id)]
    return Row(feature.id, feature.category, *texts, *days, feature.status)


def known_places(code: str | None) -> dict[str, Place]:
    """The places of a municipality that may be chosen, by id, in the order of their names."""
    if not code:
        return {}
    every = gazetteer.load(gazetteer.municipality(code)).places.values()
    own = [place for place in every if place.municipality_code == code]
    return {place.id: place for place in sorted(own, key=lambda place: (place.name.casefold(), place.id))}


def kind(now: str, key: str) -> str:
    """Let the reviewer choose the kind of the statement."""
    at = KINDS.index(now)
    return st.selectbox(
        say("review.kind"), KINDS, index=at, format_func=lambda one: say(f"kind.{one}"), key=f"sort-{key}"
    )


def changes(before: Row, places: Mapping[str, Place], *, key: str) -> dict[str, Any]:
    """Draw the fields of a row; what is chosen otherwise than before, as a correction (contract columns)."""
    found: dict[str, Any] = {}
    categories = shared.catalogue().categories
    codes = list(categories)
    left, right = st.columns(2)
    with left:
        category = st.selectbox(
            say("review.category"), codes, index=codes.index(before.category) if before.category in codes else 0,
            format_func=shared.category_label, key=f"kat-{key}",
        )  # fmt: skip
    with right:
        types = ["", *categories[category].types]
        at = types.index(before.type) if category == before.category and before.type in types else 0
        type_ = st.selectbox(
            say("review.type"), types, index=at, key=f"typ-{key}-{category}",
            format_func=lambda code: shared.type_label(category, code) if code else say("review.type.none"),
        )  # fmt: skip
    if category != before.category:
        found |= {"category": category, "type": type_ or None}
    elif (type_ or None) != before.type:
        found |= {"type": type_ or None}
    return found | _place(before, places, key) | _days(before, key)


def _place(before: Row, places: Mapping[str, Place], key: str) -> dict[str, Any]:
    options = [NOWHERE, *places]
    if before.place:
        options.insert(0, _KEPT)
    named = {_KEPT: before.place or "", NOWHERE: say("review.place.none")}

    def label(id_: str) -> str:
        return named[id_] if id_ in named else f"{places[id_].name} ({say(f'placekind.{places[id_].kind}')})"

    picked = st.session_state.get(f"plats-vald-{key}")
    at = options.index(picked) if picked in options else 0
    chosen = st.selectbox(say("review.place"), options, index=at, format_func=label, key=f"plats-{key}-{picked}")
    if chosen == options[0] and picked is None:
        return {}
    return {} if chosen == _KEPT else placed(places.get(chosen))


def placed(place: Place | None) -> dict[str, Any]:
    """A correction that puts a row at `place`, drawn no finer than the place is known; None takes the place away."""
    if place is None:
        names = ("place", "place_id", "place_kind", "mention", "uncertainty_m", "geometry")
        return dict.fromkeys(names) | {"precision": "none"}
    precision = PRECISION[place.kind]
    is_drawn = precision not in ("municipality", "none")
    return {
        "place": place.name,
        "place_id": place.id,
        "place_kind": place.kind,
        "precision": precision,
        "uncertainty_m": place.uncertainty_m if is_drawn else None,
        "geometry": place.geometry if is_drawn else None,
    }


def _days(before: Row, key: str) -> dict[str, Any]:
    left, right = st.columns(2)
    least, most = date(1950, 1, 1), date(2100, 12, 31)
    with left:
        first = st.date_input(
            say("review.from"),
            before.date_start,
            min_value=least,
            max_value=most,
            key=f"fran-{key}",
            format="YYYY-MM-DD",
        )
    with right:
        last = st.date_input(
            say("review.to"), before.date_end, min_value=least, max_value=most, key=f"till-{key}", format="YYYY-MM-DD"
        )
    found = {"date_start": first} if first != before.date_start else {}
    return found | ({"date_end": last} if last != before.date_end else {})
