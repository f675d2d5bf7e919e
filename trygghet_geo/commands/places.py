"""`places`: what the gazetteer holds of a municipality, building it, adding to it, deciding about names."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from trygghet_geo.commands import output
from trygghet_geo.errors import InvalidData, InvalidSelection
from trygghet_geo.records import Municipality, Place

_SHOWN = 30
"""Lines of each part of a report for people; --json gives all."""


def run(options: Namespace) -> int:
    """Exit code 0; 2 when `check` finds faults. What the user's own files have wrong is told as such by `cli`."""
    try:
        return _ACTIONS[options.action](options)
    except InvalidData as error:
        # The files of these commands are the user's input, not the shipped data: exit code 2, as for other input.
        raise InvalidSelection(str(error)) from error


def _home(options: Namespace) -> Municipality:
    from trygghet_geo.places import gazetteer

    return gazetteer.municipality(options.municipality)


def _list(options: Namespace) -> int:
    from trygghet_geo.places import gazetteer

    home = _home(options)
    places = [place for place in gazetteer.load(home).places.values() if place.municipality_code == home.code]
    places.sort(key=lambda place: (place.kind, place.name, place.id))
    if options.json:
        output.answer([_described(place) for place in places])
        return 0
    lines = [
        f"{place.kind:<14} {place.name:<32} ±{place.uncertainty_m:<6.0f} {place.licence:<10} {place.id}"
        for place in places
    ]
    output.write_text("\n".join([f"{home.name} ({home.code}): {len(places)} platser", *lines]))
    return 0


def _check(options: Namespace) -> int:
    from trygghet_geo.places import checking

    home = _home(options)
    found = checking.check(home, options.paths)
    if options.json:
        output.answer(asdict(found))
    else:
        lines = [f"fel: {fault}" for fault in found.faults] + [f"obs: {warning}" for warning in found.warnings]
        output.write_text("\n".join([f"{home.name} ({home.code}): {found.places} platser, {_faults(found)}", *lines]))
    return 2 if found.faults else 0


def _faults(found) -> str:
    return f"{len(found.faults)} fel, {len(found.warnings)} att se över"


def _build(options: Namespace) -> int:
    from trygghet_geo.places import building
    from trygghet_geo.places.sources import LOADERS

    home = _home(options)
    target = options.output or building.default_output(home)
    files = {loader: getattr(options, loader) for loader in LOADERS}
    report = building.build(home, files, output=target, crs=options.crs)
    if options.json:
        output.answer(asdict(report))
        return 0
    read = [f"  {name}: {count} poster" for name, count in report.read.items()]
    places = ", ".join(f"{count} {kind}" for kind, count in report.places.items()) or "inga platser"
    lines = [f"{home.name} ({home.code}): {places} i {report.output}", "Läst:", *read]
    parts = (("Sammanslaget", report.merged), ("Utelämnat", report.dropped), ("Tveksamt", report.doubtful))
    for title, told in parts:
        more = [f"  … och {len(told) - _SHOWN} till (--json visar alla)"] if len(told) > _SHOWN else []
        lines += [f"{title} ({len(told)}):", *(f"  {line}" for line in told[:_SHOWN]), *more]
    output.write_text("\n".join(lines))
    return 0


def _add(options: Namespace) -> int:
    from trygghet_geo.store import naming

    home = _home(options)
    given = {"name": options.name, "kind": options.kind, "aliases": options.alias, "parent": options.parent}
    given |= {"uncertainty_m": options.uncertainty, "source": options.source, "licence": options.licence}
    place = naming.add(home, given, _geometry(options), by=options.by)
    return _told(options, _described(place), f"{place.name} ({place.id}) är tillagd för {home.name}")


def _geometry(options: Namespace):
    import shapely

    if options.geometry is not None:
        return _drawn(options.geometry)
    if options.lon is None or options.lat is None:
        raise InvalidSelection("platsens läge saknas; ange --lon och --lat, eller --geometry")
    return shapely.Point(options.lon, options.lat)


def _drawn(path: Path):
    import shapely

    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        features = content.get("features", [content])
        if len(features) != 1:
            raise InvalidSelection(f"{path.name}: ska ha en geometri, har {len(features)}")
        return shapely.from_geojson(json.dumps(features[0].get("geometry", features[0])))
    except (OSError, ValueError, AttributeError, shapely.errors.GEOSException) as error:
        raise InvalidSelection(f"{path.name}: går inte att läsa som GeoJSON ({error})") from error


def _unresolved(options: Namespace) -> int:
    from trygghet_geo import store, unresolved
    from trygghet_geo.places import gazetteer

    wanted = gazetteer.municipality(options.municipality).code if options.municipality else None
    kept = store.open(options.store, create=False)
    current = [one for one in kept.documents() if one.duplicate_of is None and one.replaced_by is None]
    stored = [one for one in current if one.municipality_code]
    chosen = [one for one in stored if wanted in (None, one.municipality_code)]
    documents = ((kept.document(one.sha256), gazetteer.municipality(one.municipality_code)) for one in chosen)
    found = unresolved.unresolved(documents)
    if options.json:
        output.answer([asdict(each) for each in found])
        return 0
    lines = [f"{len(found)} namn i {len(chosen)} dokument"]
    for each in found:
        hints = ", ".join(f"{hint.name} ({hint.place_id})" for hint in each.suggestions)
        reason = "okänt" if each.reason == "unknown" else "flera platser"
        lines.append(f"{each.words} ({each.municipality_code}): {reason}{'; kanske ' + hints if hints else ''}")
        lines += [f"    {spot.document}: {spot.sentence}" for spot in each.occurrences]
    output.write_text("\n".join(lines))
    return 0


def _alias(options: Namespace) -> int:
    from trygghet_geo.store import naming

    home = _home(options)
    certain = not options.generic
    naming.alias(home, options.words, place=options.place, certain=certain, on=date.today(), by=options.by)
    return _told(options, {"words": options.words, "place": options.place}, f"{options.words} betyder {options.place}")


def _ignore(options: Namespace) -> int:
    from trygghet_geo.store import naming

    naming.ignore(_home(options), options.words, on=date.today(), by=options.by)
    return _told(options, {"words": options.words}, f"{options.words} läses inte längre som en plats")


def _undo(options: Namespace) -> int:
    from trygghet_geo.store import naming

    done = naming.undo(_home(options), options.words, by=options.by)
    told = "är taget tillbaka" if done else "fanns inte"
    return _told(options, {"words": options.words, "undone": done}, f"Beslutet om {options.words} {told}")


def _told(options: Namespace, answer: Mapping[str, Any], line: str) -> int:
    if options.json:
        output.answer(answer)
    else:
        output.write_text(line)
    return 0


def _described(place: Place) -> dict[str, Any]:
    point = place.geometry.representative_point()
    names = ("id", "name", "kind", "aliases", "generic_aliases", "unverified_aliases", "parent", "population")
    facts = {name: getattr(place, name) for name in (*names, "uncertainty_m", "source", "licence")}
    days = {"valid_from": place.valid_from, "valid_to": place.valid_to}
    shape = {"geometry_type": place.geometry.geom_type, "lon": round(point.x, 6), "lat": round(point.y, 6)}
    return facts | days | shape


_ACTIONS: Mapping[str, Callable[[Namespace], int]] = MappingProxyType(
    {
        "list": _list,
        "check": _check,
        "build": _build,
        "add": _add,
        "unresolved": _unresolved,
        "alias": _alias,
        "ignore": _ignore,
        "undo": _undo,
    }
)
