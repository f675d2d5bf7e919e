"""The GeoJSON contract's columns and the order of its features (docs/contract.md)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from trygghet_geo.records import Feature

COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Feature) if field.name != "geometry")
"""Names of the properties, in the contract's order."""

DATES = ("meeting_date", "date_start", "date_end")


def order(feature: Feature) -> tuple:
    """Sort key of features: by meeting, document and position, then by what and where; never a tie between two ids."""
    meeting = feature.meeting_date or date.min
    subject = (feature.kind, feature.category, feature.type or "", feature.place_id or "")
    return (meeting, feature.document, feature.document_sha256, feature.start, feature.end, *subject, feature.id)
