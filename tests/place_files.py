"""Small files in the exact formats of the sources, made with the libraries that read them. All of it is invented,
around the real Hallstahammar; coordinates are WGS 84."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import geopandas
import osmium
import shapely

TOWN = shapely.box(16.205, 59.600, 16.245, 59.625)
"""Stands for the outline of Hallstahammar."""


def layer(path: Path, name: str, rows: list[dict], *, crs: str | None = "EPSG:3006") -> Path:
    """A GeoPackage layer; the geometries of `rows` are WGS 84 and are written in `crs`."""
    frame = geopandas.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")
    frame.to_crs(crs).to_file(path, layer=name, engine="pyogrio", mode="a")
    return path


def geojson(path: Path, rows: list[dict], *, crs: str = "EPSG:3006") -> Path:
    """As SCB's WFS answers: GeoJSON in the system asked for, which stands in an old-style `crs` member."""
    frame = geopandas.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326").to_crs(crs)
    content = json.loads(frame.to_json(drop_id=True))
    content["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{crs.replace(':', '::')}"}}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


class Osm:
    """An .osm.pbf under construction: nodes are numbered as they come."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.nodes: list[tuple[float, float, dict]] = []
        self.ways: list[tuple[list[int], dict]] = []
        self.relations: list[tuple[list[tuple[int, str]], dict]] = []

    def node(self, lon: float, lat: float, **tags: str) -> int:
        self.nodes.append((lon, lat, tags))
        return len(self.nodes)

    def way(self, *points: tuple[float, float], **tags: str) -> int:
        numbers = {point: self.node(*point) for point in dict.fromkeys(points)}
        self.ways.append(([numbers[point] for point in points], tags))
        return len(self.ways)

    def area(self, west: float, south: float, east: float, north: float, **tags: str) -> int:
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        return self.way(*corners, **tags)

    def relation(self, members: list[tuple[int, str]], **tags: str) -> None:
        self.relations.append((members, tags))

    def write(self) -> Path:
        with osmium.SimpleWriter(str(self.path), overwrite=True) as writer:
            for number, (lon, lat, tags) in enumerate(self.nodes, 1):
                writer.add_node(osmium.osm.mutable.Node(id=number, location=(lon, lat), tags=tags))
            for number, (nodes, tags) in enumerate(self.ways, 1):
                writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags=tags))
            for number, (members, tags) in enumerate(self.relations, 1):
                inner = [("w", way, role) for way, role in members]
                writer.add_relation(osmium.osm.mutable.Relation(id=number, members=inner, tags=tags))
        return self.path


def town(path: Path) -> Path:
    """Hallstahammar as OpenStreetMap might have it: streets in pieces, a crossing, a school, a park, stops."""
    osm = Osm(path)
    # Västeråsvägen runs west to east along 59.610, in three pieces, the last after a gap of 0.002° (113 m).
    osm.way((16.210, 59.610), (16.220, 59.610), highway="secondary", name="Västeråsvägen", ref="252")
    osm.way((16.220, 59.610), (16.230, 59.610), highway="secondary", name="Västeråsvägen", ref="252")
    osm.way((16.232, 59.610), (16.240, 59.610), highway="residential", name="Västeråsvägen", alt_name="Vägen")
    # Björkgatan crosses it at 16.220; a namesake lies in Kolbäck, ten kilometres south.
    osm.way((16.220, 59.605), (16.220, 59.615), highway="residential", name="Björkgatan", old_name="Smala gatan")
    osm.way((16.240, 59.565), (16.240, 59.570), highway="residential", name="Björkgatan")
    osm.way((16.100, 59.620), (16.300, 59.620), highway="trunk", ref="E 18;E 20")
    osm.node(16.2201, 59.6101, highway="bus_stop", name="Västeråsvägen")
    osm.area(16.225, 59.611, 16.227, 59.612, amenity="school", name="Påhittsskolan")
    osm.area(16.212, 59.606, 16.214, 59.607, leisure="park", name="Lindparken")
    osm.node(16.2150, 59.6075, place="neighbourhood", name="Sågdalen")
    osm.node(16.2160, 59.6120, place="square", name="Nya torget")
    osm.node(16.2280, 59.6140, railway="station", name="Hallstahammar")
    osm.node(16.2290, 59.6140, shop="supermarket", name="Handlarn", amenity="no")
    outer = osm.area(16.206, 59.601, 16.211, 59.604, note="ytter")
    inner = osm.area(16.207, 59.602, 16.208, 59.603, note="inner")
    osm.relation([(outer, "outer"), (inner, "inner")], type="multipolygon", landuse="residential", name="Ringdalen")
    # In Västerås: never part of Hallstahammar.
    osm.way((16.540, 59.610), (16.550, 59.610), highway="residential", name="Utomgatan")
    return osm.write()


def overpass(path: Path) -> Path:
    """The three ways Overpass gives geometry: `out geom`, `out center`, and nodes beside their ways."""
    elements = [
        {"type": "node", "id": 1, "lat": 59.6120, "lon": 16.2160, "tags": {"place": "square", "name": "Nya torget"}},
        {
            "type": "way", "id": 2, "nodes": [5, 6],
            "geometry": [{"lat": 59.605, "lon": 16.220}, {"lat": 59.615, "lon": 16.220}],
            "tags": {"highway": "residential", "name": "Björkgatan"},
        },
        {"type": "way", "id": 3, "nodes": [10, 11], "tags": {"highway": "tertiary", "name": "Alvägen", "ref": "U 609"}},
        {"type": "node", "id": 10, "lat": 59.606, "lon": 16.210},
        {"type": "node", "id": 11, "lat": 59.606, "lon": 16.215},
        {
            "type": "relation", "id": 4, "center": {"lat": 59.6065, "lon": 16.213},
            "tags": {"type": "multipolygon", "leisure": "park", "name": "Lindparken"},
        },
    ]  # fmt: skip
    path.write_text(json.dumps({"version": 0.6, "generator": "Overpass API", "elements": elements}), encoding="utf-8")
    return path


def gtfs(path: Path) -> Path:
    """A feed with both sides of one stop, its parent, an entrance, a station, and a stop elsewhere."""
    text = (
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,platform_code\r\n"
        "9021,Björkgatan,59.6100,16.2200,1,,\r\n"
        "9022A,Björkgatan,59.6101,16.2199,0,9021,A\r\n"
        "9022B,Björkgatan,59.6099,16.2201,0,9021,B\r\n"
        "9022C,Björkgatan,59.6099,16.2201,2,9021,\r\n"
        "9030,Hallstahammar busstation,59.6140,16.2270,1,,\r\n"
        "9999,Vasagatan,59.3330,18.0590,0,,\r\n"
        "9998,Ingenstans,,,0,,\r\n"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("stops.txt", "\ufeff" + text)
        archive.writestr("agency.txt", "agency_id\n1\n")
    return path


def geonames(path: Path) -> Path:
    rows = [
        ("1", "Kolbäck", "Kolback", "Kolback,Kolbäcks kyrkby,Кольбек", "59.5647", "16.2353", "P", "PPL", "1900"),
        ("2", "Trollviken", "Trollviken", "", "59.6000", "16.2200", "P", "PPLX", "0"),
        ("3", "Gamla Ödebyn", "Gamla Odebyn", "", "59.6000", "16.2100", "P", "PPLQ", "0"),
        ("4", "Västerås", "Vasteras", "", "59.6162", "16.5528", "P", "PPLA", "128534"),
        ("5", "Påhittsskolan", "Pahittsskolan", "", "59.6114", "16.2262", "S", "SCH", "0"),
    ]
    lines = []
    for key, name, plain, others, lat, lon, group, code, people in rows:
        rest = ["SE", "", "25", "1961", "", "", people, "", "20", "Europe/Stockholm", "2024-01-01"]
        lines.append("\t".join([key, name, plain, others, lat, lon, group, code, *rest]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def schools(path: Path) -> Path:
    """Answers of both versions of the API in one list."""

    def old(name: str, status: str, lat: str, lon: str) -> dict:
        place = {"Koordinat_WGS84_Lat": lat, "Koordinat_WGS84_Lng": lon}
        home = {"Kommunkod": "1961", "Namn": "Hallstahammar"}
        facts = {"Skolenhetskod": "1", "Namn": name, "Status": status, "Kommun": home}
        return {"SkolenhetInfo": {**facts, "Besoksadress": {"Adress": "Skolgatan 1", "GeoData": place}}}

    new = {
        "displayName": "Påhittsskolan F-3", "status": "AKTIV", "municipalityCode": "1961",
        "addresses": [
            {"type": "POSTADRESS", "geoCoordinates": {"latitude": "59.1", "longitude": "16.1"}},
            {"type": "BESOKSADRESS", "geoCoordinates": {"latitude": "59.6115", "longitude": "16.2261"}},
        ],
    }  # fmt: skip
    units = [
        {"data": {"type": "schoolunit", "schoolUnitCode": "2", "attributes": new}},
        old("Nedlagda skolan", "Upphörd", "59.61", "16.22"),
        old("Fjärrskolan", "Aktiv", "59.33", "18.06"),
        old("Lägeslösa skolan", "Aktiv", "", ""),
    ]
    path.write_text(json.dumps(units), encoding="utf-8")
    return path


def tatort(**changes) -> dict:
    row = {"tatortskod": "1961TC101", "tatort": "Hallstahammar", "kommun": "1961", "bef": 11000}
    return row | {"kommunnamn": "Hallstahammar", "geometry": TOWN} | changes
