"""`places list`: what the gazetteer holds of a municipality."""

from __future__ import annotations

from argparse import Namespace

from trygghet_geo.commands import output


def run(options: Namespace) -> int:
    """Exit code 0; UnknownMunicipality is told by `cli`."""
    from trygghet_geo.places import gazetteer

    home = gazetteer.municipality(options.municipality)
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


def _described(place) -> dict:
    point = place.geometry.representative_point()
    names = ("id", "name", "kind", "aliases", "generic_aliases", "parent", "uncertainty_m", "source", "licence")
    facts = {name: getattr(place, name) for name in names}
    shape = {"geometry_type": place.geometry.geom_type, "lon": round(point.x, 6), "lat": round(point.y, 6)}
    return facts | shape
