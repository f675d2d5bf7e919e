"""The arguments of `places …`, apart from the other commands' because it has so many of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from trygghet_geo.commands import store_options

Adder = Callable[..., None]


def add(actions, *, json: Adder) -> None:
    """Add the actions to the sub-parsers of `places`. `json` adds the option --json."""
    for describe in (_list, _check, _build, _add, _unresolved, _alias, _ignore, _undo):
        describe(actions, json)


def _list(actions, json: Adder) -> None:
    parser = actions.add_parser("list", help="lista platser", description="Lista en kommuns platser.")
    _home(parser)
    json(parser)


def _check(actions, json: Adder) -> None:
    parser = actions.add_parser(
        "check",
        help="kontrollera ett ortregister",
        description="Kontrollera filer i ortregistrets format, eller allt som gäller för kommunen. Slutkod 2 vid fel.",
    )
    parser.add_argument("paths", metavar="FIL", nargs="*", type=Path, help=".geojson eller .gpkg att kontrollera")
    _home(parser)
    json(parser)


def _build(actions, json: Adder) -> None:
    parser = actions.add_parser(
        "build",
        help="bygg ett ortregister av nedladdade filer",
        description="Bygg ett ortregister av nedladdade filer: samma plats i flera källor blir en. Allt eller inget.",
    )
    _home(parser)
    sources = {
        "scb": "SCB: tätorter, småorter, RegSO, DeSO (.gpkg, .geojson)",
        "lantmateriet": "Lantmäteriet: Ortnamn, Kommun (.gpkg, .zip)",
        "nvdb": "Trafikverket: NVDB med gatunamn och vägnummer (.gpkg)",
        "osm": "OpenStreetMap: .osm.pbf, eller svar från Overpass (.json)",
        "skolverket": "Skolverket: skolenheter (.json)",
        "gtfs": "Trafiklab: GTFS (.zip eller stops.txt)",
        "geonames": "GeoNames: SE.txt eller SE.zip",
        "csv": "kommunens egen tabell: namn, typ, longitud, latitud (.csv)",
    }
    for name, text in sources.items():
        parser.add_argument(f"--{name}", metavar="FIL", nargs="+", type=Path, default=[], action="extend", help=text)
    parser.add_argument(
        "--output", "-o", metavar="FIL", type=Path, help=".gpkg eller .geojson (förval: kommunens egna)"
    )
    parser.add_argument("--crs", metavar="SYSTEM", help="koordinatsystem för filer som inte säger sitt: EPSG:3010")
    json(parser)


def _add(actions, json: Adder) -> None:
    parser = actions.add_parser(
        "add", help="lägg till en plats", description="Lägg till en plats bland kommunens egna; gäller alla dokument."
    )
    _home(parser)
    parser.add_argument("--name", metavar="NAMN", required=True, help="som platsen kallas i dokument")
    parser.add_argument("--kind", metavar="SORT", required=True, help="locality, neighbourhood, road eller landmark")
    parser.add_argument("--lon", metavar="GRADER", type=float, help="longitud, WGS 84")
    parser.add_argument("--lat", metavar="GRADER", type=float, help="latitud, WGS 84")
    parser.add_argument("--geometry", metavar="FIL.geojson", type=Path, help="linje eller yta i stället för en punkt")
    parser.add_argument("--alias", metavar="NAMN", action="append", default=[], help="annat namn; flera gånger")
    parser.add_argument("--parent", metavar="ID", help="plats som den ligger i")
    parser.add_argument("--uncertainty", metavar="METER", type=float, default=25.0, help="osäkerhet i meter (25)")
    parser.add_argument("--source", metavar="KÄLLA", help="vem som säger det (förval: kommunens egen uppgift)")
    parser.add_argument("--licence", metavar="LICENS", help="på vilka villkor (förval: CC0-1.0)")
    store_options.by_whom(parser)
    json(parser)


def _unresolved(actions, json: Adder) -> None:
    parser = actions.add_parser(
        "unresolved",
        help="namn som ingen plats svarar mot, eller flera",
        description="Lista namn i lagrets dokument som är okända eller tvetydiga, vart och ett med sina meningar.",
    )
    parser.add_argument("--municipality", metavar="KOMMUN", help="bara dokument från en kommun")
    parser.add_argument(
        "--store", metavar="FIL", help="lagrets fil (förval: trygghet.gpkg i data/ eller TRYGGHET_HOME)"
    )
    json(parser)


def _alias(actions, json: Adder) -> None:
    parser = actions.add_parser(
        "alias", help="låt ord betyda en plats", description="Låt ord betyda en plats, i alla kommunens dokument."
    )
    _home(parser)
    parser.add_argument("words", metavar="ORD", help="orden som de står i texten")
    parser.add_argument("place", metavar="PLATS-ID", help="platsens id, se places list")
    parser.add_argument("--generic", action="store_true", help='bara i kommunens egna dokument, som "centrum"')
    store_options.by_whom(parser)
    json(parser)


def _ignore(actions, json: Adder) -> None:
    parser = actions.add_parser("ignore", help="ord som inte är en plats", description="Sluta läsa ord som en plats.")
    _home(parser)
    parser.add_argument("words", metavar="ORD", help="orden som de står i texten")
    store_options.by_whom(parser)
    json(parser)


def _undo(actions, json: Adder) -> None:
    parser = actions.add_parser("undo", help="ta tillbaka alias eller ignore", description="Ta tillbaka ett beslut.")
    _home(parser)
    parser.add_argument("words", metavar="ORD", help="orden som beslutet gäller")
    store_options.by_whom(parser)
    json(parser)


def _home(parser) -> None:
    parser.add_argument("--municipality", metavar="KOMMUN", required=True, help="namn eller kod")
