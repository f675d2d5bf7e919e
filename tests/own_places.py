"""Places that an installation has of its own, written as files for municipality 1961."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from trygghet_geo.places import gazetteer


def writer(monkeypatch: pytest.MonkeyPatch, home: Path) -> Callable[..., Path]:
    """Writes the features given to a file of this installation's own for municipality 1961."""
    monkeypatch.setenv("TRYGGHET_HOME", str(home))

    def write(*features, name="egna.geojson", **members) -> Path:
        folder = gazetteer.own_folder("1961")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        collection = {"type": "FeatureCollection", "features": list(features), **members}
        path.write_text(json.dumps(collection), encoding="utf-8")
        return path

    return write


def feature(*, geometry: dict | None = None, **changes) -> dict:
    """An invented playground in Hallstahammar; a change to None takes the field away."""
    properties = {
        "id": "1961-lekplatsen-solrosen",
        "name": "Lekplatsen Solrosen",
        "kind": "landmark",
        "uncertainty_m": 20,
        "source": "Egen inmätning",
        "licence": "CC0-1.0",
    } | changes
    properties = {key: value for key, value in properties.items() if value is not None}
    geometry = geometry or {"type": "Point", "coordinates": [16.23, 59.61]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def hallstahammar() -> gazetteer.Gazetteer:
    return gazetteer.load(gazetteer.municipality("1961"))
