"""Roads as they are written in Swedish: the names of a numbered road, and the pieces of one name joined to one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import shapely

from trygghet_geo.places import names, shapes
from trygghet_geo.places.sources.entries import Area, Entry

ONE_STREET_M = 400.0
"""Pieces of one name nearer than this are one street: it goes on behind a square, a bridge, a stretch without name."""
_SIMPLIFY_M = 1.0
_REF = re.compile(r"(?P<letter>[A-Z]{1,2})?\s?(?P<number>\d{1,4})(?:\.\d+)?", re.IGNORECASE)
_EUROPEAN = frozenset("4 6 10 12 14 16 18 20 22 45 47 55 65 265".split())
"""Before any other number an E is the letter of Östergötland: "E 636" is a county road."""


def numbered(ref: str) -> tuple[str, tuple[str, ...]] | None:
    """Name and other names of a road number: "E 18" → "E18", "252" → "Länsväg 252", "U 609" → "Länsväg 609".

    None for what is no road number. Numbers below 100 are riksvägar, the rest belong to a county.
    """
    match = _REF.fullmatch(" ".join(ref.split()))
    if match is None:
        return None
    number = str(int(match["number"]))
    if (match["letter"] or "").upper() == "E" and number in _EUROPEAN:
        return f"E{number}", (f"E {number}", f"Europaväg {number}")
    kind = "Riksväg" if int(number) < 100 else "Länsväg"
    return f"{kind} {number}", (f"väg {number}",)


def joined(pieces: Iterable[Entry], area: Area) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Lines of one name as one entry, cut at the municipality; and what lies outside it, in words.

    Streets of one name far apart stay apart; a numbered road is one entry, however it is interrupted.
    """
    groups: dict[tuple[str, bool], list[Entry]] = {}
    outside: set[str] = set()
    for piece in pieces:
        inside = area.clip(piece.geometry)
        if inside is None:
            outside.add(piece.name or "")
            continue
        key = names.folded(piece.name or "").strip(), piece.subtype == "number"
        groups.setdefault(key, []).append(replace(piece, geometry=inside))
    entries = []
    for (_, number), members in groups.items():
        clusters = [members] if number else _clusters(members)
        entries += [_one(cluster) for cluster in clusters]
    lost = sorted(outside - {entry.name for entry in entries})
    return tuple(entries), tuple(f"{name}: ligger utanför kommunen" for name in lost)


def _clusters(members: Sequence[Entry]) -> list[list[Entry]]:
    if len(members) == 1:
        return [list(members)]
    lines = np.array([shapes.metric(member.geometry) for member in members], dtype=object)
    one, other = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=ONE_STREET_M)
    label = list(range(len(members)))

    def root(i: int) -> int:
        while label[i] != i:
            label[i] = label[label[i]]
            i = label[i]
        return i

    for i, j in zip(one.tolist(), other.tolist(), strict=True):
        label[max(root(i), root(j))] = min(root(i), root(j))
    found: dict[int, list[Entry]] = {}
    for i, member in enumerate(members):
        found.setdefault(root(i), []).append(member)
    return list(found.values())


def _one(members: Sequence[Entry]) -> Entry:
    flat = shapely.union_all([shapes.metric(member.geometry) for member in members])
    merged = shapely.line_merge(flat) if flat.geom_type == "MultiLineString" else flat
    line = shapes.degrees(merged.simplify(_SIMPLIFY_M))
    most = max(members, key=lambda member: (member.geometry.length, member.name or ""))
    others = [name for member in members for name in (member.name, *member.aliases) if name and name != most.name]
    doubted = [name for member in members for name in member.unverified_aliases]
    return replace(
        most,
        geometry=line,
        aliases=tuple(dict.fromkeys(others)),
        unverified_aliases=tuple(dict.fromkeys(doubted)),
    )
