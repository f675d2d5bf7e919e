"""`python -m benchmarks.place_accuracy data/evaluation/places-dev.jsonl [--each]`: how well places are found and told.


Each text is read with the municipality it is annotated with, and with the invented streets and sites that the same
file gives that municipality. The format is in docs/places.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from trygghet_geo import reading
from trygghet_geo.places import catalogue, mentions, resolution, shapes
from trygghet_geo.places import gazetteer as gazetteers
from trygghet_geo.places.choice import Choice
from trygghet_geo.places.gazetteer import Gazetteer
from trygghet_geo.records import Document, Location, Mention, Place, Statement

SAME = 0.5
"""Share of common characters in all characters of both from which two spans name the same thing."""
APART = ("heldout", "fresh")
"""Parts of the names of files whose texts nobody reads a fault of, so that no rule is made for them."""


@dataclass(frozen=True)
class Counts:
    words: int = 0
    gold: int = 0
    predicted: int = 0
    """Mentions found, those on optional spans not counted."""
    found: int = 0
    exact_span: int = 0
    entries: int = 0
    """Found mentions of which the right answer is known: an entry, or that there is none."""
    right: int = 0
    placed: int = 0
    """Found mentions with an entry or a point that is expected."""
    within_500: int = 0
    within_1000: int = 0
    meets: int = 0
    invented: int = 0
    """Settled on an entry where the text names no place, or another one: with a wider span the right entry is none."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True)
class Fault:
    text: str
    what: str
    words: str
    detail: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--each", action="store_true", help="list every fault (never for texts kept apart)")
    given = parser.parse_args()
    if given.each and any(part in path.name for part in APART for path in given.paths):
        parser.error("texts kept apart are only counted")
    total, faults = Counts(), []
    for raw, gazetteer in texts(given.paths):
        counts, wrong = score(raw, gazetteer)
        total += counts
        faults += wrong
    for fault in faults if given.each else ():
        sys.stdout.write(f"{fault.text:<4} {fault.what:<8} {fault.words:<28} {fault.detail}\n")
    sys.stdout.write(report(total))


def texts(paths: Iterable[Path]) -> Iterator[tuple[Mapping[str, Any], Gazetteer]]:
    """Each annotated text with the gazetteer it is to be read with; a file's places hold for that file only."""
    for path in paths:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        invented = {row["municipality"]: row["places"] for row in rows if "places" in row}
        known = {name: extended(name, features) for name, features in invented.items()}
        for row in rows:
            if "text" in row:
                name = row["municipality"]
                yield row, known.get(name) or gazetteers.load(gazetteers.municipality(name))


def extended(name: str, features: list[Mapping[str, Any]]) -> Gazetteer:
    """The shipped gazetteer of a municipality with more places before its own, as an own file would add them."""
    home = gazetteers.municipality(name)
    base = gazetteers.load(home)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "places.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        more, faults = catalogue.read([path], home.code)
    if faults:
        raise ValueError(f"{name}: {'; '.join(faults)}")
    places = MappingProxyType({place.id: place for place in (*more, *base.places.values())})
    return Gazetteer(home, places, f"{base.version}+{len(more)}-{hash(tuple(p.id for p in more))}")


def document_of(raw: Mapping[str, Any]) -> Document:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_bytes(raw["text"].encode("utf-8"))
        return replace(reading.read(path, apart=False), name=raw["id"])


def score(raw: Mapping[str, Any], gazetteer: Gazetteer) -> tuple[Counts, list[Fault]]:
    document = document_of(raw)
    found = mentions.mentions(document, gazetteer)
    choices = resolution.settle(document, found, gazetteer)
    located = _located(document, found, gazetteer)
    pairs = _paired(raw["mentions"], found)
    counts = Counts(words=len(raw["text"].split()))
    faults: list[Fault] = []
    for number, gold in enumerate(raw["mentions"]):
        index = pairs.get(number)
        if gold.get("optional"):
            continue
        counts += Counts(gold=1)
        if index is None:
            faults.append(Fault(raw["id"], "missed", gold["text"], _around(raw, gold["start"], gold["end"])))
            continue
        one, wrong = _judged(gold, found[index], choices[index], places=located.get(index, ()), gazetteer=gazetteer)
        counts += one
        faults += [Fault(raw["id"], what, gold["text"], detail) for what, detail in wrong]
    taken = set(pairs.values())
    for index, mention in enumerate(found):
        if index in taken:
            gold = next(g for n, g in enumerate(raw["mentions"]) if pairs.get(n) == index)
            counts += Counts(predicted=0 if gold.get("optional") else 1)
            continue
        settled = choices[index].place
        same = settled is not None and any(
            one["start"] < mention.end and mention.start < one["end"] and _is(settled, one["place"])
            for one in raw["mentions"]
        )
        counts += Counts(predicted=1, invented=int(settled is not None and not same))
        where = f"{settled.id}{' in another span' if same else ''}" if settled else "not placed"
        faults.append(Fault(raw["id"], "false", mention.text, f"{where}: {_around(raw, mention.start, mention.end)}"))
    return counts, faults


def _located(document: Document, found: tuple[Mention, ...], gazetteer: Gazetteer) -> dict[int, list[Location]]:
    """Index of a mention → the locations of its sentence whose words cover it."""
    sentences = resolution.Scope(document, found).parts
    whole = [Statement(str(n), p.view.start, p.view.end, p.block, "concern", (), 0.0) for n, p in enumerate(sentences)]
    locations = resolution.locate(document, whole, found, gazetteer)
    table: dict[int, list[Location]] = {}
    for statement in whole:
        for index, mention in enumerate(found):
            if not statement.start <= mention.start < statement.end:
                continue
            for one in locations[statement.id]:
                if one.mention and one.mention.start <= mention.start < one.mention.end:
                    table.setdefault(index, []).append(one)
    return table


def _paired(gold: list[Mapping[str, Any]], found: tuple[Mention, ...]) -> dict[int, int]:
    """Number of a gold mention → index of the mention that shares most of its characters."""
    ranked = []
    for number, one in enumerate(gold):
        for index, other in enumerate(found):
            common = min(one["end"], other.end) - max(one["start"], other.start)
            union = max(one["end"], other.end) - min(one["start"], other.start)
            if common > 0 and common >= SAME * union:
                ranked.append((-common / union, number, index))
    pairs: dict[int, int] = {}
    for _, number, index in sorted(ranked):
        if number not in pairs and index not in pairs.values():
            pairs[number] = index
    return pairs


def _judged(
    gold: Mapping[str, Any], mention: Mention, chosen: Choice, *, places: Iterable[Location], gazetteer: Gazetteer
) -> tuple[Counts, list[tuple[str, str]]]:
    exact = (gold["start"], gold["end"]) == (mention.start, mention.end)
    right = _is(chosen.place, gold["place"])
    counts = Counts(found=1, exact_span=int(exact), entries=1, right=int(right))
    wanted = gold["place"]["name"] if gold["place"] else "no entry"
    got = chosen.place.id if chosen.place else f"none ({'; '.join(chosen.why)})"
    faults = [] if right else [("entry", f"{wanted}, got {got}")]
    target = _target(gold, gazetteer)
    if target is None:
        return counts, faults
    # A mention that only says where another lies has no location of its own; its entry then stands for it.
    drawn = [one.geometry for one in places if one.geometry is not None]
    own = drawn or ([chosen.place.geometry] if chosen.place else [])
    off = min((shapes.metric(g.centroid).distance(shapes.metric(target)) for g in own), default=float("inf"))
    meets = any(shapes.metric(g).distance(shapes.metric(target)) <= 50 for g in own)
    if off > 500 and right:
        faults.append(("far", f"{off:.0f} m"))
    return counts + Counts(placed=1, within_500=off <= 500, within_1000=off <= 1000, meets=meets), faults


def _is(place: Place | None, gold: Mapping[str, Any] | None) -> bool:
    if place is None or gold is None:
        return (place is None) == (gold is None)
    code = gazetteers.municipality(gold["municipality"]).code
    same = (place.name, place.kind, place.municipality_code) == (gold["name"], gold["kind"], code)
    return same and gold.get("parent") in (None, place.parent)


def _target(gold: Mapping[str, Any], gazetteer: Gazetteer) -> BaseGeometry | None:
    """Where the place lies, EPSG:4326: the annotated point, or the entry's own geometry."""
    if "at" in gold:
        return shapely.Point(gold["at"])
    if gold["place"] is None:
        return None
    return next((p.geometry for p in gazetteer.places.values() if _is(p, gold["place"])), None)


def _around(raw: Mapping[str, Any], start: int, end: int) -> str:
    return " ".join(raw["text"][max(0, start - 30) : end + 20].split())


def report(counts: Counts) -> str:
    precision, recall = counts.found / max(1, counts.predicted), counts.found / max(1, counts.gold)
    f1 = 2 * counts.found / max(1, counts.gold + counts.predicted)
    rows = (
        ("mentions annotated", str(counts.gold)),
        ("recognition: precision, recall, F1", f"{precision:.3f}, {recall:.3f}, {f1:.3f}"),
        ("the very same span, of those found", _share(counts.exact_span, counts.found)),
        ("exact entry (or rightly none), of those found", _share(counts.right, counts.entries)),
        ("within 500 m, of those found that lie somewhere", _share(counts.within_500, counts.placed)),
        ("within 1 km", _share(counts.within_1000, counts.placed)),
        ("geometries meet", _share(counts.meets, counts.placed)),
        ("false mentions per 1,000 words", f"{1000 * (counts.predicted - counts.found) / max(1, counts.words):.2f}"),
        ("  of these with an entry: false places", f"{1000 * counts.invented / max(1, counts.words):.2f}"),
        ("words", str(counts.words)),
    )
    return "".join(f"| {label:<50} | {value:<25} |\n" for label, value in rows)


def _share(right: int, total: int) -> str:
    return f"{right / total:.3f} ({right}/{total})" if total else "–"


if __name__ == "__main__":
    main()
